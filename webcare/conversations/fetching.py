"""Fetch the files that came with messages, so that they stay when the network takes them away; evil ones are not kept."""

from __future__ import annotations

import logging
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from webcare.channels.adapter import DeliveryError
from webcare.channels.registry import adapter
from webcare.conversations.attachment import Attachment
from webcare.conversations.filing import remove_on_commit, store
from webcare.ledger.change import changed
from webcare.lib.claiming import back_off, in_turn
from webcare.lib.limits import ATTACHMENT_BYTES
from webcare.lib.now import now
from webcare.lib.scanning import CannotScan, Refused, evil_in
from webcare.lib.sentence import Sentence
from webcare.lib.strain import is_strain

PATIENCE = 6
EVIL = Sentence(gettext_noop("The virus scanner found %(name)s in it, so it was not kept."))
REFUSED = Sentence(
    gettext_noop("The virus scanner does not look through it (%(why)s), so it is not shown and was not kept.")
)
log = logging.getLogger(__name__)


def fetch_waiting(limit: int = 20) -> int:
    """Fetch what waits, oldest first; returns how many were taken."""
    attachments: list[Attachment] = Attachment.objects.claim(limit)
    for attachment in in_turn(attachments):
        try:
            _fetch(attachment)
        except DeliveryError as error:
            _trouble(attachment, error)
        except Refused as error:
            _refused(attachment, error)
        except CannotScan as error:  # not seen by anybody until the scanner is back
            log.error("Attachment %s could not be looked through: %s", attachment.pk, error)
            attachment.give_back(back_off(min(attachment.attempts, PATIENCE)))
        except Exception as error:  # one poisoned file must not stop the others
            log.exception("Attachment %s could not be fetched", attachment.pk)
            if is_strain(error):  # no room for it: it is fetched when there is
                attachment.give_back(back_off(min(attachment.attempts, PATIENCE)))
            else:
                _trouble(attachment, DeliveryError(f"{type(error).__name__}: {error}"))
    return len(attachments)


def _fetch(attachment: Attachment) -> None:
    if attachment.stored:
        _look_through(attachment)
        return
    if attachment.message is None:
        raise DeliveryError(_("The message is gone."), permanent=True)
    account = attachment.message.account
    content = adapter(account.network).fetch(account, attachment.url)
    if len(content) > ATTACHMENT_BYTES:
        raise DeliveryError(_("The file is too large to be kept."), permanent=True)
    if found := evil_in(content):
        raise DeliveryError(EVIL(name=found), permanent=True)
    filed = store(content, attachment.filename or attachment.url.partition("?")[0])
    if not _finish(attachment, fetched_at=now(), error="", **asdict(filed)):
        remove_on_commit([filed.stored, filed.preview])  # the message went away meanwhile, or another worker was faster


def _look_through(attachment: Attachment) -> None:
    """What came within a mail is here already."""
    if not (found := evil_in(attachment.read())):
        _finish(attachment, fetched_at=now(), error="")
    else:
        _drop(attachment, EVIL(name=found))


def _refused(attachment: Attachment, error: Refused) -> None:
    """Too large for the scanner once, or something else several times: nobody will ever look through it."""
    sentence = REFUSED(why=error.why)
    log.error("Attachment %s could not be looked through: %s", attachment.pk, error)
    is_the_same_again = bool(REFUSED.shape.fullmatch(attachment.error))
    if error.for_good or (is_the_same_again and attachment.attempts >= PATIENCE):
        _drop(attachment, sentence)
    else:
        attachment.give_back(back_off(attachment.attempts), error=sentence)


def _drop(attachment: Attachment, why: str) -> None:
    """Nobody gets to see it; where its bytes are here already, they go."""
    if _finish(attachment, failed_at=now(), error=why[:2000], stored="", preview="", shown_type=""):
        remove_on_commit([attachment.stored, attachment.preview])


def _trouble(attachment: Attachment, error: DeliveryError) -> None:
    if error.permanent or error.gone or attachment.attempts >= PATIENCE:
        _finish(attachment, failed_at=now(), error=error.message[:2000])
    else:
        attachment.give_back(error.retry_after or back_off(attachment.attempts), error=error.message[:2000])


def _finish(attachment: Attachment, **changes: object) -> bool:
    ours = Attachment.objects.pending().filter(pk=attachment.pk, attempts=attachment.attempts)
    won = bool(ours.update(leased_until=None, **changes))
    if won and attachment.message:
        changed([f"conversation:{attachment.message.conversation_id}"])
    return won
