"""How an account is, in a sentence that says what to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.account import Account
from webcare.channels.adapter import Capabilities
from webcare.channels.registry import adapter
from webcare.lib.duration import in_words
from webcare.lib.sentence import told
from webcare.pages.settings.office import Office


@dataclass(frozen=True, slots=True)
class Health:
    """`level`: done, soon, late or "" as in the law of colours. `aside` events of it wait for somebody to look, `held` answers
    for the account to be connected again."""

    account: Account
    can: Capabilities
    level: str
    word: str
    sentence: str
    aside: int = 0
    held: int = 0

    @property
    def aside_sentence(self) -> str:
        """What was set aside."""
        return ngettext("%(n)s event was set aside.", "%(n)s events were set aside.", self.aside) % {"n": self.aside}

    @property
    def held_sentence(self) -> str:
        """What leaves once it is connected again."""
        said = ngettext(
            "%(n)s answer waits until it is connected again.",
            "%(n)s answers wait until it is connected again.",
            self.held,
        )
        return said % {"n": self.held}


def health_of(account: Account, office: Office) -> Health:
    """From what is known; nobody is asked."""
    can = adapter(account.network).capabilities
    aside = office.receipts_of(account).count()
    if account.disconnected_at:
        said = _("We neither read nor write here.")
        return Health(account, can, "", _("disconnected"), said, aside, office.held_for(account))
    if account.reauth_at:
        why = told(account.reauth_reason) or _("The network withdrew our access.")
        return Health(account, can, "late", _("connect again"), why, aside, office.held_for(account))
    if account.connected_at is None:
        return Health(account, can, "soon", _("not connected yet"), _("Connect it to begin."), aside)
    if account.last_event_at is None:
        return Health(account, can, "done", _("connected"), _("Nothing has come in yet."), aside)
    span = in_words(office.desk.at - account.last_event_at)
    return Health(account, can, "done", _("connected"), _("The last event came %(span)s ago.") % {"span": span}, aside)
