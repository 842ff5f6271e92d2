"""How one account is, line by line, each with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.channels.lateness import LATE_DELIVERY
from webcare.channels.registry import adapter
from webcare.lib.duration import in_words
from webcare.lib.now import real_now
from webcare.lib.sentence import told
from webcare.pages.settings.running import SOON, Finding, of_budget
from webcare.reports.condition import Condition, Errors
from webcare.reports.vitals import QUIET

LAST_DAYS = timedelta(days=7)


def findings(one: Condition) -> list[Finding]:
    """Last event and lag, errors of the last day by kind, what is left of the budget, when the access ends."""
    return [_event(one), _lag(one), *_errors(one), *_quota(one), _end(one)]


def _event(one: Condition) -> Finding:
    name = _("Last event")
    if one.silence is None:
        nothing = _("Nothing has come in yet. Write to the account as a customer, and see whether it arrives.")
        return Finding("soon", name, nothing)
    said = _("It came %(span)s ago.") % {"span": in_words(one.silence)}
    if one.silence > QUIET:
        doubt = _("If that cannot be true, test the connection.")
        return Finding("soon", name, f"{said} {doubt}")
    return Finding("done", name, said)


def _lag(one: Condition) -> Finding:
    name = _("On the way to us")
    if one.lag is None or one.slowest is None:
        return Finding("done", name, _("No message of a customer in the last 24 hours."))
    said = ngettext(
        "%(n)s message in 24 hours; on average %(lag)s after it was written, at most %(slowest)s.",
        "%(n)s messages in 24 hours; on average %(lag)s after they were written, at most %(slowest)s.",
        one.messages,
    ) % {"n": one.messages, "lag": in_words(one.lag), "slowest": in_words(one.slowest)}
    if one.lag > LATE_DELIVERY:
        late = _("That is late. Test the connection: where the webhook is deaf, we only ask now and then.")
        return Finding("late", name, f"{said} {late}")
    return Finding("done", name, said)


def _errors(one: Condition) -> Iterator[Finding]:
    if not one.errors:
        yield Finding("done", _("Errors in the last 24 hours"), _("None."))
    for errors in one.errors:
        yield KINDS[errors.kind](errors)


def _failed(errors: Errors) -> Finding:
    said = ngettext("%(n)s answer did not leave.", "%(n)s answers did not leave.", errors.count)
    return _of(errors, "late", said, _("Send them again, or answer another way."), reverse("settings_deliveries"))


def _unconfirmed(errors: Errors) -> Finding:
    said = ngettext(
        "Of %(n)s answer nobody knows whether it left.",
        "Of %(n)s answers nobody knows whether they left.",
        errors.count,
    )
    return _of(errors, "soon", said, _("Look on the network, and say what you saw."), reverse("settings_deliveries"))


def _refused(errors: Errors) -> Finding:
    said = ngettext(
        "%(n)s time hiding, muting or blocking was refused.",
        "%(n)s times hiding, muting or blocking was refused.",
        errors.count,
    )
    return _of(errors, "soon", said, _("Do it in the network's own app."))


def _aside(errors: Errors) -> Finding:
    said = ngettext("%(n)s event was set aside.", "%(n)s events were set aside.", errors.count)
    return _of(errors, "soon", said, _("Look at them, and play them again."), reverse("settings_receipts"))


def _lacking(errors: Errors) -> Finding:
    said = ngettext(
        "%(n)s event went on without what the network had left out.",
        "%(n)s events went on without what the network had left out.",
        errors.count,
    )
    return _of(errors, "soon", said, _("Agents open such messages on the network; test the connection."))


def _figures(errors: Errors) -> Finding:
    said = _("The network does not tell what became of our messages.")
    return _of(
        errors, "soon", said, _("The report on what was seen lacks this account until it does."), reverse("seen")
    )


KINDS: dict[str, Callable[[Errors], Finding]] = {
    "failed": _failed,
    "unconfirmed": _unconfirmed,
    "refused": _refused,
    "aside": _aside,
    "lacking": _lacking,
    "figures": _figures,
}


def _of(errors: Errors, level: str, said: str, to_do: str, path: str = "") -> Finding:
    newest = _("The newest: %(why)s") % {"why": told(errors.why)} if errors.why else ""
    sentence = " ".join(part for part in (said % {"n": errors.count}, newest, to_do) if part)
    return Finding(level, _("Errors in the last 24 hours"), sentence, path)


def _quota(one: Condition) -> Iterator[Finding]:
    if one.costs:
        yield of_budget(one.costs)
    name = {"network": adapter(one.account.network).capabilities.name}
    if one.quota is None:
        if not one.costs:
            free = _("%(network)s charges nothing, and has told no quota in the last day.")
            yield Finding("done", _("Quota"), free % name)
        return
    blanks = name | {"percent": round(one.quota.used), "time": f"{localtime(one.quota.at):%H:%M}"}
    said = _("%(percent)s percent of what %(network)s allows were used at %(time)s.") % blanks
    if one.quota.is_nearly_used_up:
        said += " " + _("What can wait is read later; answers go first.")
    yield Finding("soon" if one.quota.is_nearly_used_up else "done", _("Quota"), said)


def _end(one: Condition) -> Finding:
    name = _("End of the access")
    if one.over_at is None:
        return Finding("done", name, _("It does not end by itself, as far as the network tells."))
    day = {"day": f"{one.over_at:%Y-%m-%d}"}
    left = one.over_at - real_now()
    if left < SOON:
        ends = _("The access ends on %(day)s; connect the account again before that day.")
        return Finding("late" if left < LAST_DAYS else "soon", name, ends % day)
    return Finding(
        "done",
        name,
        _("The access lasts until %(day)s.") % day + " " + _("Administrators are told a week and a day before."),
    )
