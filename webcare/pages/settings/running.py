"""How webcare itself is, in words: what is late, what was set aside, which account is quiet, which process was seen when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from webcare.channels import renewing
from webcare.channels.budget import Standing
from webcare.channels.noticing import Suspected, back_sentence, path_of, returned, suspected
from webcare.channels.outage import dark_networks, name_of
from webcare.channels.registry import adapter
from webcare.lib.duration import in_words
from webcare.lib.heartbeat import Process
from webcare.lib.now import real_now
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, needs
from webcare.pages.settings.sections import show
from webcare.reports.vitals import PATIENCE, Backlog, Presence, Vitals, vitals
from webcare.team.person import Role

PROCESSES = {
    "web": gettext_lazy("pages and the networks' door"),
    "live": gettext_lazy("live stream"),
    "worker": gettext_lazy("worker"),
}
WORK: dict[str, tuple[Promise, Promise]] = {
    "receipts": (gettext_lazy("Reading what came in"), gettext_lazy("Customers' messages are not on the desk yet.")),
    "incomplete": (
        gettext_lazy("Asking for what networks leave out"),
        gettext_lazy("Messages come to the desk later, and at last without it."),
    ),
    "deliveries": (gettext_lazy("Sending answers"), gettext_lazy("Answers have not left yet.")),
    "moderations": (gettext_lazy("Hiding, muting and blocking"), gettext_lazy("The networks have not done it yet.")),
    "notices": (gettext_lazy("Mails to colleagues"), gettext_lazy("Is the mail server there?")),
    "clocks": (gettext_lazy("Deadlines"), gettext_lazy("What becomes late is said too late.")),
    "board": (gettext_lazy("Public board"), gettext_lazy("It shows old figures.")),
}


SOON = timedelta(days=14)  # before an access ends by itself


@dataclass(frozen=True, slots=True)
class Finding:
    """`level`: done, soon or late as in the law of colours."""

    level: str
    what: str
    sentence: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A process, when it was seen last, and since when it runs."""

    process: Process
    job: str
    word: str
    level: str
    ago: str
    since: str


@needs(Role.ADMINISTRATOR)
def index(request: DeskRequest) -> HttpResponse:
    """Everything on one page, the worst first."""
    measured = vitals()
    findings = sorted(_findings(measured), key=lambda one: ("late", "soon", "done").index(one.level))
    context = {
        "findings": findings,
        "worst": findings[0].level,
        "processes": [_seen(process) for process in measured.processes],
    }
    return show(request, "settings/running.html", context)


def _findings(measured: Vitals) -> Iterator[Finding]:
    yield from map(_of_work, measured.backlogs)
    yield from _of_people(measured)
    yield from _of_networks()
    yield from map(_of_account, measured.accounts)
    yield from map(of_budget, measured.budgets)
    alive = {process.process_kind for process in measured.processes if process.is_running}
    for kind in PROCESSES.keys() - alive:
        sentence = _("None was seen lately. Start one: webcare %(kind)s") % {"kind": kind}
        yield Finding("late", str(PROCESSES[kind]), sentence)
    yield from _of_machine(measured)


def _of_work(backlog: Backlog) -> Finding:
    name, consequence = WORK[backlog.name]
    if not backlog.count:
        return Finding("done", str(name), _("Nothing waits."))
    waits = ngettext("%(n)s waits, the oldest for %(span)s.", "%(n)s wait, the oldest for %(span)s.", backlog.count) % {
        "n": backlog.count,
        "span": in_words(backlog.age),
    }
    if backlog.name == "board":
        waits = _("Measured %(span)s ago.") % {"span": in_words(backlog.age)}
    if not backlog.is_late:
        return Finding("done", str(name), waits)
    limit = _("It should take %(span)s at most.") % {"span": in_words(PATIENCE[backlog.name])}
    return Finding("late", str(name), f"{waits} {limit} {consequence}")


def _of_people(measured: Vitals) -> Iterator[Finding]:
    """What only a person can settle."""
    if count := measured.set_aside:
        said = ngettext("%(n)s event was set aside.", "%(n)s events were set aside.", count) % {"n": count}
        yield Finding("soon", _("Events set aside"), said, reverse("settings_receipts"))
    if count := measured.lacking:
        yield Finding("soon", _("Left out by networks"), _lacking(count, measured.lacking_why))
    if count := measured.unconfirmed:
        said = ngettext("Of %(n)s nobody knows whether it left.", "Of %(n)s nobody knows whether they left.", count)
        yield Finding("soon", _("Answers that are stuck"), said % {"n": count}, reverse("settings_deliveries"))


def _lacking(count: int, why: str) -> str:
    said = ngettext(
        "In a day %(n)s event went on without what its network had left out: %(why)s",
        "In a day %(n)s events went on without what their networks had left out. The newest: %(why)s",
        count,
    )
    return said % {"n": count, "why": told(why)}


def _of_networks() -> Iterator[Finding]:
    """Those that are dark, and those that seem to be; both are a person's to decide."""
    for one in suspected():
        yield _of_suspicion(one)
    back = {outage.pk: since for outage, since in returned()}
    for outage in dark_networks().values():
        since = back.get(outage.pk)
        said = _("Dark since %(since)s; answers are held.") % {"since": outage.since_when}
        yield Finding(
            "soon", outage.name, str(back_sentence(outage, since)) if since else said, path_of(outage.network)
        )


def _of_suspicion(one: Suspected) -> Finding:
    why = told(one.suspicion.why)
    said = f"{one.sentence} {why}" if why else str(one.sentence)
    return Finding("late", name_of(one.network), said, path_of(one.network))


def _of_account(one: Presence) -> Finding:
    path = reverse("settings_account", args=[one.account.pk])
    name = f"{one.account.handle or one.account.name} · {adapter(one.account.network).capabilities.name}"
    if one.is_lost:
        why = told(one.account.reauth_reason) or _("The network withdrew our access.")
        return Finding("late", name, _("Connect it again: %(why)s") % {"why": why}, path)
    over = renewing.over_at(one.account)
    if over and over - real_now() < SOON:
        ends = _("The access ends on %(day)s; connect the account again before that day.")
        return Finding("soon", name, ends % {"day": f"{over:%Y-%m-%d}"}, path)
    if one.silence is None:
        return Finding("done", name, _("Nothing has come in yet."), path)
    said = _("The last event came %(span)s ago.") % {"span": in_words(one.silence)}
    return Finding("soon" if one.is_quiet else "done", name, said, path)


def of_budget(one: Standing) -> Finding:
    """What was spent, and what is allowed."""
    path = reverse("settings_application", args=[one.application.pk])
    what = _("What %(name)s costs") % {"name": one.application.name}
    spent, forecast, allowed = one.amounts
    said = _("%(spent)s this month; %(forecast)s are to be expected.") % {"spent": spent, "forecast": forecast}
    if allowed:
        said += " " + _("The budget is %(budget)s.") % {"budget": allowed}
    return Finding(one.level, what, str(one.sentence) or said, path)


def _of_machine(measured: Vitals) -> Iterator[Finding]:
    late = measured.late

    def finding(name: str, what: str, sentence: str) -> Finding:
        return Finding("late" if name in late else "done", what, sentence)

    skew = timedelta(seconds=abs(measured.skew))
    said = _("This machine and the database differ by %(seconds)s s.") % {"seconds": f"{skew.total_seconds():.1f}"}
    yield finding("skew", _("Time"), said)
    room = _("%(percent)s%% of the disk is free.") % {"percent": int(100 * measured.room)}
    yield finding("disk", _("Disk of the data folder"), room)
    used = _("%(used)s of %(most)s are in use.") % {"used": measured.connections, "most": measured.most_connections}
    yield finding("connections", _("Connections to the database"), used)


def _seen(process: Process) -> Seen:
    at = real_now()
    level, word = "late", _("silent")
    if process.ended_at:
        level, word = "", _("ended")
    elif process.is_running:
        level, word = "done", _("runs")
    job = str(PROCESSES.get(process.process_kind, process.process_kind))
    return Seen(process, job, word, level, in_words(at - process.seen_at), in_words(at - process.started_at))
