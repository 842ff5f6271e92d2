"""Where no mail server is set and machines read the log: that a mail was not sent is said, what stood in it is not."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)


class Unsent(BaseEmailBackend):
    """In place of Django's own for a terminal, which writes the mail there, with whatever link opens an account."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """None of them leaves."""
        log.warning("%d mails were not sent: WEBCARE_MAIL_URL is not set", len(email_messages))
        return len(email_messages)
