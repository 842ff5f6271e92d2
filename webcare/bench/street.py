"""Customers on all networks, and what each network's own ledger says of the answers that stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sandbox.client import Sandbox
from webcare.demo import cast
from webcare.demo.fediverse import SERVER
from webcare.lib.now import real_now

US = cast.LOWLAND_AIR.handle
MAIL = cast.LOWLAND_AIR.email
AT_ONCE = 5_000  # lines of a ledger that are read together
PEOPLE = 60  # customers on each network
THINKING = timedelta(seconds=50)
Line = tuple[str | int, str, bool]  # its number, its words, and whether they are ours
Ledger = Callable[[Sandbox, dict[str, Any]], Iterable[Line]]
Saying = Callable[[Sandbox, str, str, datetime | None], str]


@dataclass(frozen=True, slots=True)
class Square:
    """A place on a network as its customers see it.

    `say`: somebody says something there, now or at a moment, and gets its number; `ledger`: what stands there since a
    number, oldest first; `remove`: who said it takes it away again, where the network lets them and tells us.
    """

    network: str
    say: Saying
    ledger: Ledger
    remove: Callable[[Sandbox, str], None] | None = None
    mark: str = ""  # tells two squares of one network apart

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.network} {self.mark}".strip()

    def standing(self, network: Sandbox, seen: str | int = 0) -> Iterator[str]:
        """Every answer of ours that stands there, after the line with the number `seen`."""
        while lines := list(self.ledger(network, {"since_id": seen, "limit": AT_ONCE})):
            yield from (text for _, text, ours in lines if ours)
            seen = lines[-1][0]


class Passers:
    """Who comes along and says something, somewhere; equal seeds say the same."""

    def __init__(self, network: Sandbox, seed: int) -> None:
        self._network = network
        self._rng = Random(f"passers {seed}")
        self._known: set[str] = set()

    def say(self, text: str) -> str:
        """Somebody says it; on which network."""
        square = self._rng.choice(SQUARES)
        handle = f"{square.network}_{self._rng.randrange(PEOPLE)}"
        if handle not in self._known:
            self._network.create_user(handle, f"Customer {handle}")
            self._known.add(handle)
        square.say(self._network, handle, text, None)
        return square.network


def _posts(network: Sandbox, handle: str, text: str, at: datetime | None) -> str:
    return network.post(handle, f"@{US} {text}", at=at).id


def _comments(on: str) -> Square:
    """Below what we posted."""

    def say(network: Sandbox, handle: str, text: str, at: datetime | None) -> str:
        [post, *_] = [each for each in network.wall(wall=US, limit=20, on=on) if each.handle == US]
        return network.comment(handle, post.id, text, at=at, on=on).id

    def ledger(network: Sandbox, part: dict[str, Any]) -> Iterable[Line]:
        return [(each.id, each.text, True) for each in network.page_answers(on=on, **part)]

    return Square(on, say, ledger, lambda network, number: network.remove_entry(number, on=on), "comments")


def _chats(on: str, *, unsends: bool = True) -> Square:
    """Between a person and us."""

    def say(network: Sandbox, handle: str, text: str, at: datetime | None) -> str:
        return network.chat(handle, US, text, at=at, on=on).id

    def ledger(network: Sandbox, part: dict[str, Any]) -> Iterable[Line]:
        return [(each.id, each.text, each.from_page) for each in network.chats(on=on, **part)]

    def unsend(network: Sandbox, number: str) -> None:
        network.unsend(number, on=on)

    return Square(on, say, ledger, unsend if unsends else None, "messages")


def _writes_a_minute_ago(network: Sandbox, handle: str, text: str, at: datetime | None) -> str:
    """The token for a free answer at once is over, as it is when a person answers."""
    return network.line(handle, US, text, at=at or real_now() - THINKING).id


def _unsends_on_line(network: Sandbox, number: str) -> None:
    [said] = network.lines(since_id=str(int(number) - 1), limit=1)
    network.line_unsend(said.person, number)


SQUARES = (
    Square(
        "x",
        _posts,
        lambda network, part: [(each.id, each.text, True) for each in network.answers(**part)],
        lambda network, number: network.delete(number),
    ),
    _comments("facebook"),
    _chats("facebook"),
    _chats("instagram"),
    _chats("whatsapp", unsends=False),
    _comments("linkedin"),
    Square(
        "weibo",
        lambda network, handle, text, at: network.weibo_post(handle, f"@{US} {text}", at=at).id,
        lambda network, part: [(each.id, each.text, True) for each in network.weibo_answers(**part)],
        lambda network, number: network.weibo_remove(number),
    ),
    Square(
        "wechat",
        lambda network, handle, text, at: network.wechat(handle, US, text, at=at).id,
        lambda network, part: [(each.id, each.text, each.from_account) for each in network.wechats(**part)],
    ),
    Square(
        "telegram",
        lambda network, handle, text, at: network.telegram(handle, US, text, at=at).id,
        lambda network, part: [(each.id, each.text, each.from_bot) for each in network.telegrams(**part)],
    ),
    Square(
        "email",
        lambda network, handle, text, at: str(
            network.mail(f"{handle}@customers.example", MAIL, text, subject="A question", at=at).id
        ),
        lambda network, part: [
            (each.id, each.text, True) for each in network.mails(folder="INBOX", **{"from": MAIL}, **part)
        ],
    ),
    Square(
        "mastodon",
        lambda network, handle, text, at: network.toot(handle, f"@{US}@{SERVER} {text}", at=at).id,
        lambda network, part: [(each.id, each.text, True) for each in network.toots(brands=1, **part)],
        lambda network, number: network.remove_toot(number),
    ),
    Square(
        "bluesky",
        lambda network, handle, text, at: network.bluesky_post(handle, f"@{US} {text}", at=at).number,
        lambda network, part: [(each.number, each.text, True) for each in network.bluesky_posts(brands="true", **part)],
        lambda network, number: network.bluesky_remove(number),
    ),
    Square(
        "line",
        _writes_a_minute_ago,
        lambda network, part: [(each.id, each.text, each.from_account) for each in network.lines(**part)],
        _unsends_on_line,
    ),
)
