"""What an error of WeChat means for us, as the one error word of the border."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx2
from django.utils.translation import gettext_noop as _

from webcare.channels.adapter import DeliveryError
from webcare.lib.sentence import Sentence

STALE = frozenset({40001, 40014, 41001, 42001})  # a new token helps
KEYS = frozenset({40013, 40125, 40243, 41002, 41004, 61004})
ADDRESS = re.compile(r"[0-9a-fA-F.:]*[0-9a-fA-F][.:][0-9a-fA-F.:]*[0-9a-fA-F]")
DAILY_WAIT, PACE_WAIT, BUSY_WAIT = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=30)
UNTOLD = _("WeChat gives no reason")
BROKEN = Sentence(_("WeChat has a problem of its own (%(status)s): %(reason)s."))
NO_ACCESS = Sentence(
    _("WeChat does not accept the keys of this account (%(reason)s); look them up at mp.weixin.qq.com.")
)
NOT_LISTED = Sentence(
    _(
        "WeChat lets only listed addresses in, and ours (%(address)s) is not among them. Add it at mp.weixin.qq.com, “Settings and "
        "development”, “Basic configuration”, “IP allow-list”, then test the connection."
    )
)
WAIT = Sentence(_("WeChat asks us to wait: %(reason)s."))
REFUSED = Sentence(_("WeChat refuses (%(status)s): %(reason)s."))
FAILED = (
    _("WeChat could not deliver it: the follower takes no such messages from the account."),
    _("WeChat could not deliver it, and does not say why."),
)  # what parse.py says of a template message, which imports no Django
WORDS = {
    40003: _("WeChat does not know this person, or knows them by another id in this account."),
    40007: _("The file that was handed over to WeChat is not there any more; send it again."),
    43004: _("This person does not follow the account any more, and cannot be written to."),
    43101: _("This follower has not agreed to this notice, or not again since the last one."),
    45001: _("The file is too large for WeChat."),
    45002: _("The text is too long for WeChat."),
    45015: _("It is too late for an answer in WeChat; wait until they write again."),
    45047: _("WeChat takes no more answers to this person until they write again."),
    48001: _("WeChat has not given this account the customer-service interface; only verified accounts have it."),
    50002: _("WeChat has restricted this person or this account."),
    40037: _("WeChat does not know this template any more; choose another."),
    47003: _("WeChat does not take what stands in one of the blanks; each takes only a few characters of its kind."),
    87014: _("WeChat does not allow this text; write it differently."),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """WeChat answers with a code, mostly under a status of success."""

    status: int
    code: int
    reason: str

    @classmethod
    def of(cls, response: httpx2.Response) -> Problem | None:
        """None where nothing is wrong."""
        body = _object(response)
        code, said = body.get("errcode", 0), body.get("errmsg")
        number = code if isinstance(code, int) and not isinstance(code, bool) else 0
        reason = said.strip().rstrip(".")[:300] if isinstance(said, str) and said.strip() else UNTOLD
        return None if response.is_success and not number else cls(response.status_code, number, reason)

    @property
    def is_stale(self) -> bool:
        """Whether a new token may help."""
        return self.code in STALE

    def meaning(self, *, sends: bool) -> DeliveryError:
        """As the house's error word."""
        code, reason = self.code, self.reason
        if code == 40164:
            return DeliveryError(NOT_LISTED(address=_address(reason)), True, reauth=True)
        if code in KEYS | STALE:
            return DeliveryError(NO_ACCESS(reason=reason), True, reauth=True)
        if code in WORDS:
            return DeliveryError(WORDS[code], True)
        waits = {45009: DAILY_WAIT, 45011: PACE_WAIT, -1: BUSY_WAIT}
        if code in waits or self.status == 429:
            return DeliveryError(WAIT(reason=reason), retry_after=waits.get(code, PACE_WAIT))
        if self.status >= 500:
            return DeliveryError(BROKEN(status=self.status, reason=reason), unknown=sends)
        return DeliveryError(REFUSED(status=code or self.status, reason=reason), True)


def _address(reason: str) -> str:
    """Which of ours it was: WeChat says it among other words."""
    found = ADDRESS.search(reason)
    return found[0] if found else "?"


def _object(response: httpx2.Response) -> dict[str, Any]:
    try:
        body = json.loads(response.content) if response.content else None
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
