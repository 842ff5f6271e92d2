"""Private talk as a page's program sees it: its exchanges, what was said in one, and writing."""

from dataclasses import dataclass

from sandbox.meta.call import Call, Json
from sandbox.meta.problems import Problem, gone, invalid
from sandbox.meta.said import MESSAGE_FIELDS, exchange_shape, message_shape
from sandbox.meta.square import Square
from sandbox.meta.talk import HUMAN_AGENT, Talk, Words
from sandbox.world.users import User


@dataclass(frozen=True)
class Inbox:
    """Of one call, in the private part of one network; a comment in its public part can be answered here."""

    call: Call
    talk: Talk
    square: Square
    permission: str

    def exchanges(self) -> Json:
        """Last used first; with `user_id` the one with that person."""
        self.call.needs(self.permission)
        call, page, span = self.call, self.call.as_page, self.call.span()
        person = None
        if wanted := call.text("user_id"):
            person = self.talk.names.person_with(call.network, page, wanted)
            if person is None:
                return {"data": []}
        found = self.talk.chats.latest_of_page(page.id, span, person.id if person else None)
        rows = [exchange_shape(call, self.talk, each, call.fields("id,updated_time")) for each in found]
        return call.turned(f"{page.id}/conversations", rows, found[-1].id if found else None, span)

    def messages(self) -> Json:
        """Newest first."""
        self.call.needs(self.permission)
        call, page, known, span = self.call, self.call.as_page, self.call.request.path_params["node"], self.call.span()
        person = self.talk.names.exchange_with(call.network, page, known)
        if person is None:
            raise gone(known)
        found = self.talk.chats.between(page.id, person.id, span)
        rows = [message_shape(call, self.talk, each, call.fields(MESSAGE_FIELDS)) for each in found]
        return call.turned(f"{known}/messages", rows, found[-1].id if found else None, span)

    def write(self) -> Json:
        """To a person, or as the one private answer to a comment or post."""
        self.call.needs(self.permission)
        call, page, recipient = self.call, self.call.as_page, self.call.object("recipient")
        commented = recipient.get("comment_id") or recipient.get("post_id")
        if commented:
            return self._answer_comment(str(commented))
        person = self.talk.names.person_with(call.network, page, str(recipient.get("id", "")))
        if person is None:
            raise Problem(100, "No matching user found", subcode=2018001)
        chat = self.talk.answer(self._words(person))
        return {"recipient_id": self.talk.names.person_id(page, person), "message_id": self.talk.names.message_id(chat)}

    def _answer_comment(self, commented: str) -> Json:
        network, page, names = self.call.network, self.call.as_page, self.square.names
        entry = names.entry_with(network, page, commented)
        author = network.world.users.get(entry.author_id) if entry else None
        if entry is None or author is None or entry.wall_id != page.id or author.is_brand:
            raise gone(commented)
        chat = self.talk.answer_comment(self.square.wall, entry, self._words(author))
        return {"recipient_id": names.person_id(page, author), "message_id": self.talk.names.message_id(chat)}

    def _words(self, person: User) -> Words:
        call = self.call
        message, tag = call.object("message"), call.text("tag")
        if call.text("messaging_type", "RESPONSE") == "MESSAGE_TAG" and tag != HUMAN_AGENT:
            raise invalid("Param tag must be HUMAN_AGENT")
        if tag == HUMAN_AGENT and (call.holder is None or HUMAN_AGENT.lower() not in call.holder.permissions):
            raise Problem(10, "This app is not approved for the Human Agent feature.")
        text, attachment = message.get("text"), message.get("attachment")
        if (text is None) == (attachment is None):
            raise invalid("A message has either a text or an attachment")
        if text is not None:
            if not isinstance(text, str):
                raise invalid("Param message[text] must be a string")
            return Words(call.as_page, person, True, text, tag=tag, app_id=call.app.id)
        known = str(attachment.get("payload", {}).get("attachment_id", "")) if isinstance(attachment, dict) else ""
        media = call.network.world.media.get(known)
        if media is None or media.owner_id != call.as_page.id:
            raise invalid("Param message[attachment] must name an attachment of this page")
        return Words(call.as_page, person, True, media_id=media.id, tag=tag, app_id=call.app.id)
