"""The connection test: everything that an account on X needs, tried, with what to do about what does not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import httpx2

from webcare.channels.account import Account
from webcare.channels.adapter import Check, DeliveryError
from webcare.channels.x import subscribing
from webcare.channels.x.api import Api, application_of, understood
from webcare.channels.x.limits import LITTLE_LEFT
from webcare.channels.x.problems import until_reset
from webcare.lib.now import now

QUIET = timedelta(days=7)


def check(account: Account) -> list[Check]:
    """One line each for access, rate limit, webhook, subscriptions and the last event."""
    return [
        *_access(account),
        _tried("Webhook", _webhook, account),
        _tried("Events", _events, account),
        _last_event(account),
    ]


def _access(account: Account) -> Iterator[Check]:
    try:
        api = Api.of(account)
        with understood():
            me = api.get("/2/users/me").shape("data")
            handle, external_id = me.maybe_words("username"), me.identifier("id")
    except DeliveryError as error:
        yield Check("Access", False, error.message)
        return
    if external_id != account.external_id:
        yield Check("Access", False, f"The access belongs to @{handle} and not to this account; connect it again.")
    else:
        yield Check("Access", True, f"We may read and write as @{handle}.")
    yield _rate(api.headers)


def _rate(headers: httpx2.Headers) -> Check:
    try:
        most, left = int(headers["x-rate-limit-limit"]), int(headers["x-rate-limit-remaining"])
    except (KeyError, ValueError):
        return Check("Rate limit", True, "X told no limit.")
    minutes = round(until_reset(headers).total_seconds() / 60)
    sentence = f"{left} of {most} calls of this kind are left; they start afresh in {minutes} minutes."
    return Check("Rate limit", left > most * LITTLE_LEFT, sentence)


def _webhook(account: Account) -> Check:
    application = application_of(account)
    ours = application.settings.get("webhook_id")
    found = next((each for each in subscribing.webhooks(application) if each.identifier("id") == ours), None)
    if not ours or found is None:
        return Check("Webhook", False, "X knows no webhook of ours; connect the account again.")
    url = found.maybe_words("url")
    if not found.flag("valid"):
        return Check(
            "Webhook", False, f"X stopped calling {url}, since it got no right answer; we ask it to try again."
        )
    return Check("Webhook", True, f"X calls {url}.")


def _events(account: Account) -> Check:
    webhook_id = str(application_of(account).settings.get("webhook_id", ""))
    there = {each.maybe_words("event_type") for each in subscribing.subscriptions(account, webhook_id)}
    wanted = (*subscribing.PUBLIC, *subscribing.PRIVATE)
    missing = [kind for kind in wanted if kind not in there]
    if missing:
        return Check("Events", False, f"X does not tell us {', '.join(missing)}; connect the account again.")
    return Check("Events", True, f"X tells us {len(wanted)} kinds of events.")


def _last_event(account: Account) -> Check:
    last = account.last_event_at
    if last is None:
        return Check("Last event", True, "Nothing has come in yet.")
    if now() - last > QUIET:
        return Check("Last event", False, f"Nothing has come in since {last:%Y-%m-%d}; see whether that can be true.")
    return Check("Last event", True, f"The last one came on {last:%Y-%m-%d at %H:%M} UTC.")


def _tried(name: str, question: Callable[[Account], Check], account: Account) -> Check:
    try:
        with understood():
            return question(account)
    except DeliveryError as error:
        return Check(name, False, error.message)
