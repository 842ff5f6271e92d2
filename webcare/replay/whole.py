"""The whole of a replay: a company, its account, the tweets, the answers, the account of it."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

from sandbox.client import Sandbox
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.conversations.conversation import Conversation
from webcare.demo import cast
from webcare.demo.seeding import found, subscribe
from webcare.replay.account import Account, of_answers, of_arrivals
from webcare.replay.agent import ScriptedAgent, Written
from webcare.replay.posting import post_all
from webcare.replay.tweets import Tweet
from webcare.reports.comparing import compared
from webcare.team.person import Person

GLANCE = 0.2


def play(tweets: Sequence[Tweet], speed: float, answers: int, base: str, sandbox: str, quiet: float) -> Account:
    """Play everything on the running house; what makes no progress for `quiet` seconds counts as lost."""
    account = Account()
    with Sandbox(sandbox) as network:
        found(network)
        subscribe()
        began = time.monotonic()
        ids = post_all(network, tweets, speed, lambda count: _say(f"posted {count} of {len(tweets)}"))
        account.note("posted", len(ids))
        _wait_for_receipts(network, quiet)
        seconds = time.monotonic() - began
        account.note("seconds from the first post to the last message", f"{seconds:.1f}")
        account.note("messages a second", f"{len(ids) / seconds:.0f}")
        of_arrivals(account, tweets, ids)
        written = _answer(base, answers)
        account.expect(
            "answers written", len(written), min(answers, len(written) + Conversation.objects.waiting().count())
        )
        _wait(lambda: Delivery.objects.filter(sent_at__isnull=False).count(), lambda: not _unsent(), quiet, "sent")
        _wait_for_receipts(network, quiet)  # the network tells us of our own answers too
        of_answers(account, network, written, cast.LOWLAND_AIR.handle)
    for figure in compared():
        account.expect(f"reported as recounted: {figure.what}", figure.reported, figure.recounted)
    return account


def _answer(base: str, count: int) -> list[Written]:
    person = Person.objects.get(email=cast.NOOR.email)
    agent = ScriptedAgent(base, person.pk)
    written: list[Written] = []
    while len(written) < count and (one := agent.answer(len(written) + 1)):
        written.append(one)
        _say(f"answered {len(written)} of {count}")
    agent.close()
    return written


def _wait_for_receipts(network: Sandbox, quiet: float) -> None:
    def all_received() -> bool:
        return network.counts().waiting == 0 and not Receipt.objects.pending().exists()

    _wait(lambda: Receipt.objects.filter(parsed_at__isnull=False).count(), all_received, quiet, "received")


def _unsent() -> bool:
    return Delivery.objects.pending().exists()


def _wait(progress: Callable[[], int], is_done: Callable[[], bool], quiet: float, what: str) -> None:
    last, since = -1, time.monotonic()
    while not is_done():
        if (count := progress()) != last:
            last, since = count, time.monotonic()
            _say(f"{what} {count}")
        elif time.monotonic() - since > quiet:
            return
        time.sleep(GLANCE)


def _say(what: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{what}")
        sys.stderr.flush()
