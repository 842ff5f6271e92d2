"""Calls to the Graph API as a number on WhatsApp, and what its own error codes mean."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.meta import api
from webcare.channels.meta.problems import BLOCKED, BLOCKED_WAIT, BROKEN, WAIT, Problem
from webcare.lib.sentence import Sentence

CLOSED = Sentence(_("WhatsApp takes only templates here by now: %(reason)s."))
UNREACHABLE = Sentence(_("WhatsApp cannot deliver to this person: %(reason)s."))
NOT_NOW = Sentence(_("WhatsApp holds this message back, to keep people from getting too many: %(reason)s."))
UNPAID = Sentence(_("WhatsApp waits for a payment of ours: %(reason)s."))
NOT_REGISTERED = Sentence(
    _("This number is not ready on WhatsApp (%(reason)s); set it up with Meta, then test the connection.")
)
TEMPLATE = Sentence(_("WhatsApp does not take the template like this (%(code)s): %(reason)s."))
FAILED = Sentence(_("WhatsApp could not deliver it (%(code)s): %(reason)s."))  # as statuses.py says it, which is pure

BUSY_CODES, LATER = frozenset({130429, 131048, 131056, 80007}), timedelta(seconds=30)
OURS = frozenset({131000, 131016, 131057, 135000})
UNREACHABLE_CODES = frozenset({131021, 131026, 131030, 131062})
NOT_NOW_CODES = frozenset({131049, 131050})
INTEGRITY = frozenset({130497, 131031})
TEMPLATES = range(132_000, 133_000)
REGISTRATION = range(133_000, 134_000)


class Api(api.Api):
    """With the token of a system user; the number and its business account are settings of the account."""

    network = "WhatsApp"
    kept_as = "access_token"

    def meaning(self, problem: Problem) -> DeliveryError | None:
        """WhatsApp's codes have six digits, and mean nothing elsewhere."""
        return meaning(problem)


def meaning(problem: Problem) -> DeliveryError | None:
    """None for what all of Meta's networks mean alike."""
    code, reason = problem.code, problem.reason
    if code == 131047:
        return DeliveryError(CLOSED(reason=reason), True)
    if code in BUSY_CODES:
        return DeliveryError(WAIT(network="WhatsApp", reason=reason), retry_after=LATER)
    if code in OURS:
        return DeliveryError(BROKEN(network="WhatsApp", status=code, reason=reason), retry_after=LATER)
    if code in INTEGRITY:
        return DeliveryError(BLOCKED(network="WhatsApp", reason=reason), retry_after=BLOCKED_WAIT)
    about_us = {131042: UNPAID, 131045: NOT_REGISTERED}
    sentence = about_us.get(code) or (NOT_REGISTERED if code in REGISTRATION else None)
    if sentence is not None:
        return DeliveryError(sentence(reason=reason), True)
    if code in TEMPLATES:
        return DeliveryError(TEMPLATE(code=code, reason=reason), True)
    if code in NOT_NOW_CODES:
        return DeliveryError(NOT_NOW(reason=reason), True)
    return DeliveryError(UNREACHABLE(reason=reason), True) if code in UNREACHABLE_CODES else None


def number_of(account: Account) -> str:
    """The id of our number, by which Meta calls it."""
    return str(account.settings.get("phone_number_id", ""))


def business_of(account: Account) -> str:
    """The business account that the number belongs to; templates belong to it too."""
    return str(account.settings.get("business_id", ""))
