"""An event of a number becomes what the house understands: messages of every type, reactions, and what became of ours. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from webcare.channels.inbound import Author, ContextPost, Inbound, Parsing, Reacted, Received, Unparsable, each_told
from webcare.channels.whatsapp import statuses
from webcare.channels.whatsapp.fields import SCOPED, Shape
from webcare.channels.whatsapp.said import cards_of, file_of, text_of

THREAD = "whatsapp"  # a number and a person have one exchange; the person may change their number or hide it
ECHOES = "smb_message_echoes"  # what colleagues said in the app on the telephone


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """What the event tells; one POST may tell of several numbers. Raises Unparsable, and nothing else."""
    envelope = Shape.read(payload)
    kind = envelope.words("object")
    if kind != "whatsapp_business_account":
        raise Unparsable(f"The event is about {kind[:80]!r} and not about WhatsApp.")
    changes = [change for entry in envelope.shapes("entry") for change in entry.shapes("changes")]
    return each_told(partial(_change, change) for change in changes)


def _change(change: Shape) -> Iterator[Inbound]:
    """What else a business hears of (templates, quality, calls) is no message to us."""
    field = change.words("field")
    if field not in {"messages", ECHOES}:
        return
    value = change.shape("value")
    account = value.shape("metadata").identifier("phone_number_id")
    people = _people(value)
    for message in value.shapes("messages"):
        yield from _message(message, people, account)
    for message in value.shapes("message_echoes"):
        yield _received(message, Author(account), account, recipient=_person(message, ("to_user_id", "to"), people))
    for status in value.shapes("statuses"):
        yield from statuses.told(status, account)


def _message(message: Shape, people: dict[str, Author], account: str) -> Iterator[Inbound]:
    author = _person(message, ("from_user_id", "from"), people)
    if message.maybe_words("type") == "reaction":
        reaction = message.maybe_shape("reaction")
        if reaction is None:
            return
        sign = reaction.maybe_words("emoji")
        at = message.seconds("timestamp")
        yield Reacted(account, reaction.message_identifier("message_id"), author, (sign,) if sign else (), at)
        return
    yield _received(message, author, account)


def _received(message: Shape, author: Author, account: str, recipient: Author | None = None) -> Received:
    kind = message.maybe_words("type")
    answered = message.maybe_shape("context")
    return Received(
        account=account,
        external_id=message.message_identifier("id"),
        author=author,
        text=cards_of(message) if kind == "contacts" else text_of(message, kind),
        sent_at=message.seconds("timestamp"),
        thread_key=THREAD,
        private=True,
        ours=recipient is not None,
        automatic=kind == "system",
        recipient=recipient,
        parents=(answered.message_identifier("id"),) if answered and answered.maybe_words("id") else (),
        attachments=file_of(message, kind),
        context=_advertisement(message),
    )


def _people(value: Shape) -> dict[str, Author]:
    """By each of their ids: the one for our business, which stays, and the telephone number, which may be hidden."""
    found: dict[str, Author] = {}
    for contact in value.shapes("contacts"):
        number, scoped = contact.person("wa_id"), contact.person("user_id")
        profile = contact.maybe_shape("profile")
        known = (profile.maybe_words("username"), profile.maybe_words("name")) if profile else ("", "")
        if number or scoped:
            author = author_of(scoped, number, *known)
            found |= {each: author for each in (number, scoped) if each}
    return found


def _person(message: Shape, names: tuple[str, str], people: dict[str, Author]) -> Author:
    scoped, number = (message.person(name) for name in names)
    known = people.get(scoped) or people.get(number)
    if known:
        return known
    if not scoped and not number:
        raise Unparsable(f"{message.where} tells nobody whom it is from or to.")
    return author_of(scoped or (number if SCOPED.match(number) else ""), number)


def author_of(scoped: str, number: str, username: str = "", name: str = "") -> Author:
    """Known by the id for our business where there is one, and by the number before that."""
    phone = "" if SCOPED.match(number) else number
    shown = username or (f"+{phone}" if phone else "")
    formerly = (phone,) if scoped and phone else ()
    return Author(scoped or number, handle=shown[:320], name=name[:255], formerly=formerly)


def _advertisement(message: Shape) -> tuple[ContextPost, ...]:
    """What they came from, where that was an advertisement or a post with our number in it."""
    referral = message.maybe_shape("referral")
    known = referral.maybe_words("source_id")[:255] if referral else ""
    if referral is None or not known:
        return ()
    told = (referral.maybe_words("headline"), referral.maybe_words("body"), referral.maybe_words("source_url"))
    return (ContextPost(known, "original", Author(""), "\n".join(part for part in told if part)),)
