"""Send notices by e-mail, each at most once: after a broken connection nobody gets the same thing twice."""

from __future__ import annotations

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _
from django.utils.translation import override

from webcare.lib.claiming import back_off, in_turn
from webcare.lib.now import now
from webcare.team.notice import Notice

PATIENCE = 6
log = logging.getLogger(__name__)


def mail_waiting(limit: int = 50) -> int:
    """Send the notices whose e-mail is due; returns how many were taken."""
    notices: list[Notice] = Notice.objects.claim(limit)
    if not notices:
        return 0
    post = get_connection(fail_silently=False)
    try:
        post.open()
    except (OSError, smtplib.SMTPException) as error:  # nothing has left yet, so all may be tried again
        log.warning("Notices wait: the mail server cannot be reached (%s).", error)
        for notice in notices:
            _try_later(notice)
        return len(notices)
    try:
        for notice in in_turn(notices):
            _mail(notice, post)
    finally:
        post.close()
    return len(notices)


def _mail(notice: Notice, post: BaseEmailBackend) -> None:
    """Marked as sent before it is sent: a crash in between costs one e-mail, and the notice stays on the page."""
    if not Notice.objects.filter(pk=notice.pk, emailed_at=None, seen_at=None).update(emailed_at=now()):
        return
    try:
        _written(notice, post).send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:  # the server said no
        log.warning("The notice %s was refused by the mail server: %s", notice.pk, error)
        Notice.objects.filter(pk=notice.pk).update(emailed_at=None)
        _try_later(notice)
    except (OSError, smtplib.SMTPException) as error:
        log.warning("The notice %s may or may not have left: %s", notice.pk, error)


def _try_later(notice: Notice) -> None:
    if notice.attempts >= PATIENCE:
        notice.give_back(email_wanted=False)
    else:
        notice.give_back(back_off(notice.attempts))


def _written(notice: Notice, post: BaseEmailBackend) -> EmailMessage:
    with override(notice.person.interface_language):
        why = _("You get this because of your notice settings: %(address)s") % {
            "address": f"{settings.BASE_URL}/me#notices"
        }
    lines = [notice.text, *([settings.BASE_URL + notice.path] if notice.path else []), "", why]
    return EmailMessage(
        subject=" ".join(notice.text.split()),
        body="\n".join(lines),
        to=[notice.person.email],
        connection=post,
        headers={"Auto-Submitted": "auto-generated"},
    )
