"""The waiting time of the board, carried into our profiles: when it changes enough, and no oftener than each network allows."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db.models import Count

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Profile
from webcare.channels.registry import UnknownNetwork, adapter
from webcare.clocks import board
from webcare.clocks.announcing import Waiting, filled, sentence, to_say
from webcare.clocks.clock import Clock
from webcare.clocks.introduction import Introduction
from webcare.lib.claiming import back_off, in_turn
from webcare.lib.now import now, real_now

LOOK = timedelta(minutes=1)
REFUSED = timedelta(hours=1)
LATELY = timedelta(days=14)
NAMED = 3  # networks in one announcement: as many as somebody remembers who hears them once
log = logging.getLogger(__name__)


def waiting(network: str = "", language: str = "") -> Waiting:
    """What one waits now there, or all over where nothing was measured there."""
    return waiting_by(board.latest(), network, language)


def waiting_by(latest: board.Board | None, network: str = "", language: str = "") -> Waiting:
    """The same, by a board that was read before."""
    if latest is None:
        return Waiting(None, None, fresh=False)
    cell = latest.cell(network=network, language=language)
    expected = cell.expected if cell and cell.expected is not None else latest.overall.expected
    return Waiting(expected, latest.promised, fresh=not latest.is_stale(now()))


@dataclass(frozen=True, slots=True)
class Habits:
    """Where people write to us: the networks as people call them, and how often it was done lately, by network and language."""

    named: Mapping[str, str]
    counted: Mapping[tuple[str, str], int]

    @classmethod
    def lately(cls) -> Self:
        """Mail, the phone and a chat on our own site are no place that one announces elsewhere."""
        connected = Account.objects.connected().filter(reauth_at=None).values_list("network", flat=True).distinct()
        named = {network: found for network in connected if (found := _name(network))}
        clocks = Clock.objects.public().filter(promise_kind="first", started_at__gte=now() - LATELY, network__in=named)
        rows = clocks.values_list("network", "language").annotate(count=Count("pk"))
        return cls(named, {(network, language): count for network, language, count in rows})

    def where_to_write(self, language: str) -> list[str]:
        """The networks on which people of that language write to us most."""
        every: Counter[str] = Counter()
        for (network, _language), count in self.counted.items():
            every[network] += count
        ranked = sorted(
            self.named, key=lambda network: (-self.counted.get((network, language), 0), -every[network], network)
        )
        return [self.named[network] for network in ranked[:NAMED]]


def introduce_waiting(limit: int = 5) -> int:
    """Look at the profiles whose turn it is; returns how many."""
    rows: list[Introduction] = Introduction.objects.claim(limit)
    for row in in_turn(rows):
        try:
            _bring_up_to_date(row, real_now())
        except DeliveryError as error:
            _trouble(row, error)
        except Exception as error:  # one poisoned row must not stop the others
            log.exception("Introduction %s failed", row.pk)
            _trouble(row, DeliveryError(f"{type(error).__name__}: {error}", permanent=True))
    return len(rows)


def _bring_up_to_date(row: Introduction, at: datetime) -> None:
    account = row.account
    rule = adapter(account.network).capabilities.profile
    if rule is None:
        row.give_back(REFUSED)
        return
    said = _to_say(row, account.network)
    text = filled(row.words, sentence(said, row.language) if row.is_on else "")
    if row.is_settled and text == row.shown:
        row.give_back(LOOK, attempts=0)
    elif row.is_settled and (pause := _pause(row, rule, at)):
        row.give_back(pause, attempts=0)
    else:
        adapter(account.network).introduce(account, text)
        row.give_back(LOOK, attempts=0, shown=text, said=said, written_at=at, problem="")
        asked = {
            "words": row.words,
            "language": row.language,
            "is_on": row.is_on,
        }  # somebody may have changed it meanwhile
        Introduction.objects.filter(pk=row.pk, **asked).update(is_settled=True)


def _to_say(row: Introduction, network: str) -> int | None:
    found = waiting(network)
    return to_say(row.said, found.expected) if row.is_on and found.fresh else None


def _pause(row: Introduction, rule: Profile, at: datetime) -> timedelta:
    if row.written_at is None or row.written_at > at:  # the latter by a clock that has been put right since
        return timedelta(0)
    return max(row.written_at + rule.every - at, timedelta(0))


def _trouble(row: Introduction, error: DeliveryError) -> None:
    if error.reauth:
        row.account.revoke(error.message)
    pause = error.retry_after or (REFUSED if error.permanent else back_off(row.attempts))
    row.give_back(max(pause, LOOK), problem=error.message[:2000])


def _name(network: str) -> str:
    try:
        can = adapter(network).capabilities
    except UnknownNetwork:
        return ""
    return "" if can.subject or can.noted or can.widget else can.name
