"""Files that go along with an answer or came with a message: taken in, checked against what the network allows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import models
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.adapter import AttachmentRule
from webcare.channels.registry import adapter
from webcare.conversations.filing import store
from webcare.conversations.inspecting import content_type
from webcare.conversations.inspecting import filename as clean
from webcare.conversations.moving import NotPossible
from webcare.lib.limits import ATTACHMENT_BYTES
from webcare.lib.now import now
from webcare.lib.scanning import CannotScan, Refused, evil_in, is_named
from webcare.lib.waking import WORK, wake

if TYPE_CHECKING:
    from webcare.channels.inbound import InboundAttachment
    from webcare.conversations.attachment import Attachment
    from webcare.conversations.conversation import Conversation
    from webcare.conversations.message import Message
    from webcare.team.person import Person

ABANDONED = timedelta(days=2)
URL_CHARACTERS = 1000
log = logging.getLogger(__name__)


class Upload(Protocol):
    """A file as a form brings it."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self) -> bytes: ...


class CannotAttach(NotPossible):
    """The network would not take this file; the sentence says why."""


class Attachable(models.Model):
    """What a message can do to carry files."""

    class Meta:
        abstract = True

    def take_files(self: Message, by: Person, attachment_ids: Sequence[int]) -> None:
        """Put files that `by` uploaded for it onto an answer, all or none. Raises CannotAttach."""
        wanted = set(attachment_ids)
        if not wanted:
            return
        mine = self.attachments.model.objects.select_for_update().filter(pk__in=wanted, uploader=by, message=None)
        files = list(mine.order_by("pk"))
        if len(files) < len(wanted):
            raise CannotAttach(_("A file is missing; attach it again."))
        rule = rule_for(self.account.network, self.private)
        _check_number(len(files), rule)
        for file in files:
            _check_file(file.content_type, file.size, rule)
        self.attachments.model.objects.filter(pk__in=wanted).update(message=self)

    def give_files_back(self: Message, to: Person) -> None:
        """The answer does not leave after all; its files go where its text goes, as if `to` had just uploaded them."""
        self.attachments.filter(uploader__isnull=False).update(message=None, uploader=to, created_at=now())


def waiting_files(by: Person, conversation: Conversation) -> QuerySet[Attachment]:
    """What `by` uploaded for the answer that is being written, in the order in which it came."""
    from webcare.conversations.attachment import Attachment  # noqa: PLC0415 - attachment.py needs message.py

    rows = Attachment.objects.filter(uploader=by, conversation_id_hint=conversation.pk, message=None)
    return rows.order_by("pk")


def upload(by: Person, conversation: Conversation, file: Upload, alt: str = "") -> Attachment:
    """Take a file for an answer that is being written. Raises CannotAttach."""
    from webcare.conversations.attachment import Attachment  # noqa: PLC0415 - attachment.py needs message.py

    rule = rule_for(conversation.network, conversation.private)
    content = read_within(file, rule)
    _check_number(waiting_files(by, conversation).count() + 1, rule)
    check_harmless(content)
    return Attachment.objects.create(
        uploader=by,
        conversation_id_hint=conversation.pk,
        alt=alt,
        fetched_at=now(),
        **asdict(store(content, file.name or "")),
    )


def read_within(file: Upload, rule: AttachmentRule) -> bytes:
    """The bytes of an upload of a kind and size that the network takes. Raises CannotAttach."""
    _check_size(file.size or 0, rule)
    content = file.read()
    _check_file(content_type(content), len(content), rule)
    return content


def discard(attachment: Attachment, by: Person) -> bool:
    """Take an uploaded file away again, as long as it is not part of an answer."""
    rows = type(attachment).objects.filter(pk=attachment.pk, uploader=by, message=None)
    return bool(rows.delete()[0])


def forget_abandoned(at: datetime) -> int:
    """Delete files that were uploaded for answers that nobody sent."""
    from webcare.conversations.attachment import Attachment  # noqa: PLC0415 - attachment.py needs message.py

    return Attachment.objects.filter(message=None, created_at__lt=at - ABANDONED).delete()[0]


def store_inbound(message: Message, inbound: InboundAttachment) -> Attachment:
    """A file that came with a message: kept at once when it is there (mail), else fetched by a worker."""
    known = {"external_id": inbound.external_id[:255], "url": inbound.url[:1000], "alt": inbound.alt}
    if inbound.content is not None:
        filed = store(inbound.content, inbound.filename)
        if is_named():  # a worker lets it be looked through: we are in the middle of a transaction
            wake(WORK)
        return message.attachments.create(**known, fetched_at=None if is_named() else now(), **asdict(filed))
    if not inbound.url or len(inbound.url) > URL_CHARACTERS:
        return message.attachments.create(
            **known, filename=clean(inbound.filename), failed_at=now(), error=_("The network gave no address for it.")
        )
    wake(WORK)
    return message.attachments.create(**known, filename=clean(inbound.filename))


def rule_for(network: str, private: bool) -> AttachmentRule:
    """What the network takes in this place. Raises CannotAttach where it takes nothing."""
    capabilities = adapter(network).capabilities
    rule = capabilities.attachments_private if private else capabilities.attachments_public
    if rule is None:
        raise CannotAttach(_("This network takes no files in this place."))
    return rule


def _check_file(kind: str, size: int, rule: AttachmentRule) -> None:
    if not size:
        raise CannotAttach(_("The file is empty."))
    _check_size(size, rule)
    if rule.types and kind not in rule.types:
        raise CannotAttach(
            _("This network does not take such a file (%(kind)s); it takes %(types)s.")
            % {"kind": kind, "types": ", ".join(sorted(rule.types))}
        )


def check_harmless(content: bytes) -> None:
    """Let the scanner look through it, where there is one. Raises CannotAttach."""
    try:
        found = evil_in(content)
    except Refused as error:
        raise CannotAttach(
            _("The virus scanner does not look through this file (%(why)s), so it is not taken.") % {"why": error.why}
        ) from error
    except CannotScan as error:
        log.error("A file could not be looked through: %s", error)
        raise CannotAttach(
            _("The virus scanner does not answer, so the file is not taken. Try again in a while.")
        ) from error
    if found:
        raise CannotAttach(_("The virus scanner found %(name)s in it.") % {"name": found})


def _check_size(size: int, rule: AttachmentRule) -> None:
    limit = min(rule.bytes, ATTACHMENT_BYTES)
    if size > limit:
        raise CannotAttach(_("The file is too large; %(limit)s is the most.") % {"limit": filesizeformat(limit)})


def _check_number(number: int, rule: AttachmentRule) -> None:
    if number > rule.most:
        raise CannotAttach(
            ngettext("This network takes one file.", "This network takes at most %(most)d files.", rule.most)
            % {"most": rule.most}
        )
