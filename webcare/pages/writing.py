"""The box in which one writes: what kinds of answer this place allows, who will read them, and how long they may be."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from webcare.channels.adapter import AttachmentRule, Capabilities, Length
from webcare.channels.outage import name_of
from webcare.channels.registry import adapter
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.draft import Draft
from webcare.conversations.passing import ways_from
from webcare.conversations.windows import closes_at, left
from webcare.lib.now import now
from webcare.pages.base import DeskRequest
from webcare.team.person import Person


@dataclass(frozen=True, slots=True)
class Mode:
    """One way to write: `key` is public, private or note; `draft` names the draft it keeps."""

    key: str
    label: str
    readers: str
    length: Length | None
    files: AttachmentRule | None
    draft: str
    hotkey: str = ""

    @property
    def accept(self) -> str:
        """The file types, as an input field wants them."""
        return ",".join(sorted(self.files.types)) if self.files else ""


@dataclass(frozen=True, slots=True)
class Writing:
    """What the box shows. `key` makes a double click one answer."""

    modes: list[Mode]
    mode: Mode
    key: str
    account: str
    signature: str
    drafts: dict[str, Draft]
    private_link: str
    way_on: str
    files: list[Attachment]

    @classmethod
    def of(
        cls, person: Person, conversation: Conversation, drafts: Iterable[Draft], files: Iterable[Attachment] = ()
    ) -> Writing:
        """By what the network can do, never by which it is. `files` were uploaded and wait for the answer."""
        modes = _modes(conversation)
        kept = {draft.mode: draft for draft in drafts}
        account = conversation.account
        return cls(
            modes,
            modes[0],
            uuid.uuid4().hex,
            account.called,
            signature_of(person),
            kept,
            _private_link(conversation),
            _way_on(conversation),
            list(files),
        )

    @property
    def draft(self) -> Draft | None:
        """What was begun in the mode that is shown first."""
        return self.drafts.get(self.mode.draft)

    @property
    def note_draft(self) -> Draft | None:
        return self.drafts.get("note")

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def note_revision(self) -> int:
        return self.note_draft.revision if self.note_draft else 0


def signature_of(person: Person) -> str:
    """How this person signs: "^NB"."""
    return f"^{person.initials}" if person.initials else ""


def signed(text: str, person: Person) -> str:
    """The text with the signature, unless it stands there already."""
    signature = signature_of(person)
    plain = text.rstrip()
    return plain if not signature or not plain or plain.endswith(signature) else f"{plain} {signature}"


def written(request: DeskRequest, conversation: Conversation, mode: str) -> dict[str, object]:
    """What the box hears when its text was taken: the draft is done with, and at which revision the next one begins."""
    draft = conversation.draft_of(request.user, mode)
    return {"conversation": conversation.pk, "mode": mode, "revision": draft.revision if draft else 0}


def _modes(conversation: Conversation) -> list[Mode]:
    network, account = adapter(conversation.network), conversation.account
    can = network.capabilities
    name, closes = conversation.handle.shown, closes_at(conversation, private=True)
    public = Mode(
        "public",
        _("Public reply"),
        _("everyone can read this"),
        network.length(account, private=False),
        can.attachments_public,
        "reply",
    )
    readers = _readers(name, closes, templates=can.templates) + _rest(conversation)
    private = Mode(
        "private",
        _private_label(conversation, can),
        _("nothing is sent; note what you told %(name)s") % {"name": name} if can.noted else readers,
        network.length(account, private=True),
        can.attachments_private,
        "reply",
    )
    note = Mode("note", _("Note"), _("only colleagues can read this"), None, None, "note", hotkey="n")
    if conversation.private and can.templates and closes and closes < now():
        return [_templates(name), note]
    if conversation.private:
        return [private, note]
    return [public, private, note] if can.hand_over and can.private else [public, note]


def _private_label(conversation: Conversation, can: Capabilities) -> str:
    if can.noted:
        return _("What you told them")
    return _("Reply") if conversation.private and not can.public else _("Private")


def _templates(name: str) -> Mode:
    """All that the network still takes here."""
    return Mode("template", _("Template"), _("only %(name)s can read this") % {"name": name}, None, None, "reply")


def _readers(name: str, closes: datetime | None, *, templates: bool) -> str:
    """Who reads it, and until when the network takes it."""
    if closes is None:
        return _("only %(name)s can read this") % {"name": name}
    moment = date_format(localtime(closes), "SHORT_DATETIME_FORMAT")
    if closes < now():
        return _("too late since %(moment)s; only %(name)s could read this") % {"name": name, "moment": moment}
    blanks = {"name": name, "moment": moment}
    if templates:
        return _("only %(name)s can read this; until %(moment)s in your own words, then only templates") % blanks
    return _("only %(name)s can read this; the network takes it until %(moment)s") % blanks


def _rest(conversation: Conversation) -> str:
    """How many answers the network still takes, where it counts them."""
    rest = left(conversation, private=True)
    if rest is None:
        return ""
    told = ngettext(
        "; %(left)d more answer until they write again", "; %(left)d more answers until they write again", rest
    )
    return told % {"left": rest}


def _private_link(conversation: Conversation) -> str:
    """Where the customer can write to us privately, for a public answer that asks them to."""
    link, account = adapter(conversation.network).capabilities.private_link, conversation.account
    known = link.replace("{account}", account.external_id).replace("{handle}", account.handle)
    return "" if conversation.private else account.seen_at(known)


def _way_on(conversation: Conversation) -> str:
    """Tells a visitor of our own chat, in their language, that they may take it along."""
    places = ways_from(conversation.account) if adapter(conversation.network).capabilities.widget else []
    if not places:
        return ""
    with override(conversation.language or None):
        told = _("If you have to go: with “Go on elsewhere” below you take this along to %(networks)s.")
    return told % {"networks": ", ".join(dict.fromkeys(name_of(place.network) for place in places))}
