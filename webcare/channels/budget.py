"""What a month may cost: what is spent and to be expected, what stops when it is used up, and who is warned before."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from webcare.channels.account import Account
from webcare.channels.adapter import SettingField
from webcare.channels.application import Application
from webcare.channels.registry import adapter, networks
from webcare.channels.spending import Spending
from webcare.channels.tariff import (
    BUDGET,
    LOOKED_AT,
    LOOKED_AT_USUALLY,
    MILLION,
    PRICE,
    USED_UP,
    WAIT,
    Tariff,
    budget,
    holds_answers,
    looked_at,
)
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence
from webcare.team.notice import NoticeKind
from webcare.team.person import Person, Role
from webcare.team.telling import tell_all

FREE_DAYS = 7  # after which hardly anybody still sees a message
WARNED_AT = 0.8  # of the budget
DAY = timedelta(days=1)
HELD = Sentence(
    gettext_noop(
        "This month's budget for %(network)s is used up, and it is set that answers wait then. It leaves by itself once an "
        "administrator raises the budget under Settings, Accounts, “%(application)s”, or when the next month begins."
    )
)
NEARLY = _("{percent} percent of this month's budget for “{name}” is spent: {spent} of {budget}.")
USED = _("This month's budget for “{name}” is used up: {spent} of {budget}. {consequence}")
GOES_ON = _("Nobody asks the network for what we missed; answers still leave and still cost.")
STOPS = _("Nobody asks the network for what we missed, and answers wait. Raise the budget to let them leave.")


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the bill."""

    label: str | Promise
    count: int
    micros: int
    unit: str

    @property
    def amount(self) -> str:
        """As people read it."""
        return shown(self.unit, self.micros)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands this month, in millionths of `unit`; `budget` None: nobody set a limit."""

    application: Application
    unit: str
    lines: tuple[Line, ...]
    budget: int | None
    at: datetime

    @property
    def spent(self) -> int:
        """So far."""
        return sum(line.micros for line in self.lines)

    @property
    def forecast(self) -> int:
        """At the end of the month, if it goes on as it went; the first day says little, so it counts as a whole one."""
        begin = month_of(self.at)
        month = DAY * calendar.monthrange(begin.year, begin.month)[1]
        return int(self.spent * (month / max(self.at - begin, DAY)))

    @property
    def share(self) -> float:
        """How much of the budget is spent; 0 without one."""
        return self.spent / self.budget if self.budget else 0.0

    @property
    def is_used_up(self) -> bool:
        """Whether what may stop has to."""
        return self.share >= 1

    @property
    def is_nearly(self) -> bool:
        """Whether somebody should know."""
        return self.share >= WARNED_AT

    @property
    def level(self) -> str:
        """done, soon or late, as in the law of colours."""
        return "late" if self.is_used_up else "soon" if self.is_nearly else "done"

    @property
    def sentence(self) -> str | Promise:
        """What there is to say about the budget; nothing where all is well."""
        if self.is_used_up:
            consequence = STOPS if holds_answers(self.application.settings) else GOES_ON
            return format_lazy(USED, consequence=consequence, **self._words())
        return format_lazy(NEARLY, percent=int(100 * self.share), **self._words()) if self.is_nearly else ""

    @property
    def amounts(self) -> tuple[str, str, str]:
        """Spent, to be expected, and allowed ("" without a limit), as people read them."""
        allowed = shown(self.unit, self.budget) if self.budget else ""
        return shown(self.unit, self.spent), shown(self.unit, self.forecast), allowed

    def _words(self) -> dict[str, str]:
        spent, _forecast, allowed = self.amounts
        return {"name": self.application.name, "spent": spent, "budget": allowed}


def shown(unit: str, micros: int) -> str:
    """An amount as people read it."""
    return f"{unit} {micros / MILLION:,.2f}"


def month_of(moment: datetime) -> datetime:
    """When the month began in which it is (UTC)."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def standing(application: Application | None, at: datetime | None = None) -> Standing | None:
    """How it stands; None where the network counts nothing."""
    tariff = adapter(application.network).capabilities.tariff if application else None
    if application is None or tariff is None:
        return None
    at = at or real_now()
    rows = Spending.objects.filter(application=application, hour__gte=month_of(at), hour__lte=at)
    sums = rows.values_list("item").annotate(count=Sum("count"), micros=Sum("micros")).order_by("-micros", "item")
    lines = tuple(
        Line(item.label if (item := tariff.item(key)) else key, count, micros, tariff.unit)
        for key, count, micros in sums
    )
    return Standing(application, tariff.unit, lines, budget(application.settings), at)


def standings(at: datetime | None = None) -> list[Standing]:
    """Every application whose network counts something."""
    counting = [network for network in networks() if adapter(network).capabilities.tariff]
    rows = Application.objects.filter(network__in=counting).order_by("network", "name", "pk")
    return [found for row in rows if (found := standing(row, at))]


def may_poll(account: Account) -> bool:
    """Whether the network may still be asked for what nobody waits for."""
    application = account.application
    if application is None or budget(application.settings) is None:
        return True
    found = standing(application)
    return found is None or not found.is_used_up


def insight_days(account: Account) -> int:
    """For how many days its network is asked what became of our messages; 0 where it tells nothing, or nobody wants to pay."""
    can = adapter(account.network).capabilities
    if not can.insights:
        return 0
    return looked_at(account.application.settings if account.application else {}) if can.tariff else FREE_DAYS


def held(account: Account) -> str:
    """Why answers of this account have to wait; "" where they may leave, which they always may unless somebody chose so."""
    application = account.application
    if application is None or not holds_answers(application.settings) or may_poll(account):
        return ""
    return HELD(network=adapter(account.network).capabilities.name, application=application.name)


def warn(at: datetime | None = None) -> int:
    """Tell administrators, once a month and budget, that it is nearly or wholly used up; returns of how many applications."""
    warned = [found for found in standings(at) if found.is_nearly]
    people = list(Person.objects.working().filter(role=Role.ADMINISTRATOR)) if warned else []
    for found in warned:
        step = "used" if found.is_used_up else "nearly"
        key = f"budget:{found.application.pk}:{found.at:%Y-%m}:{found.budget}:{step}"
        tell_all(people, NoticeKind.BUDGET, key, found.sentence, f"/settings/applications/{found.application.pk}")
    return len(warned)


INSIGHT_DAYS = SettingField(
    LOOKED_AT,
    _("Days for which we ask what became of a message"),
    _("Once a day for each, which costs each time. 0: nobody asks, and the reports say nothing of it."),
    kind="number",
    required=False,
    default=str(LOOKED_AT_USUALLY),
)


def fields_of(tariff: Tariff) -> Sequence[SettingField]:
    """What an administrator may set about it."""
    return (
        SettingField(
            BUDGET,
            format_lazy(_("Budget for a month, in {unit}"), unit=tariff.unit),
            _(
                "Administrators are told at 80 percent. Once it is used up, webcare no longer asks the network for what it missed. "
                "Left empty, there is no limit. A month is one of UTC."
            ),
            kind="amount",
            required=False,
        ),
        SettingField(
            USED_UP,
            _("When the budget is used up"),
            _("Answers that wait say so, and leave when the budget is raised or the next month begins."),
            kind="choice",
            required=False,
            choices=(("", _("Answers still leave")), (WAIT, _("Answers wait, too"))),
        ),
        *(
            SettingField(
                PRICE + item.key,
                format_lazy(_("Price in {unit}: {item}"), unit=tariff.unit, item=item.label),
                item.help,
                kind="amount",
                required=False,
                default=item.price,
            )
            for item in tariff.items
        ),
    )
