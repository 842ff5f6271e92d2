"""A network that does what a test tells it: an adapter like any other, whose next calls fail or answer as scripted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from webcare.channels import registry
from webcare.channels.account import Account
from webcare.channels.adapter import AttachmentRule, Capabilities, Check, DeliveryError, Length, Outgoing, Sent
from webcare.channels.insight import Insight
from webcare.channels.template import Chosen
from webcare.lib.now import now, real_now
from webcare.team.brand import Brand

NETWORK = "scripted"
PICTURES = AttachmentRule(frozenset({"image/png", "image/jpeg"}), most=2, bytes=100_000)
_numbers = count(9_000_001)
_on_stage: list[ScriptedNetwork] = []


@dataclass
class ScriptedNetwork:
    """`troubles` are raised by the next calls, one each; `files` are what `fetch` finds; `done` is what it was asked.

    `standing` are the answers that stand there, by their keys; `during` happens in the middle of a call.
    `seen` is what became of our messages.
    `window` is how long it takes private answers; a week for the first one after a public message.
    """

    capabilities: Capabilities = field(
        default=Capabilities(
            NETWORK, "Scripted", "S", public=Length(280), private=Length(1000), attachments_private=PICTURES,
            hide=True, mute=True, block=True, reconciles=True,
        )
    )  # fmt: skip
    troubles: list[Exception] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    done: list[tuple[str, str, str]] = field(default_factory=list)
    chosen: list[Chosen] = field(default_factory=list)
    standing: dict[str, Sent] = field(default_factory=dict)
    during: Callable[[str], object] = lambda _call: None
    window: timedelta | None = None
    seen: dict[str, Insight] = field(default_factory=dict)

    def connect(self, account: Account, hook_url: str) -> None:
        """Whoever asks is let in."""

    def check(self, account: Account) -> Sequence[Check]:
        """All is well."""
        return [Check("Access", True, "We may read and write.")]

    def length(self, account: Account, private: bool) -> Length | None:
        """The same for every account."""
        return self.capabilities.private if private else self.capabilities.public

    def reply_window(self, account: Account, private: bool, handed_over: bool) -> timedelta | None:
        """As long as the test says."""
        return (timedelta(days=7) if handed_over else self.window) if private else None

    def ration(self, account: Account) -> int:
        """Two."""
        return 2

    def private_thread_key(self, account: Account, handle_id: str) -> str:
        """One exchange with each person."""
        return f"private:{handle_id}"

    def moderate(self, account: Account, action: str, external_id: str, handle_id: str) -> None:
        """Write down what was asked, unless trouble is scripted."""
        self._trouble()
        self.done.append((action, external_id, handle_id))

    def fetch(self, account: Account, url: str) -> bytes:
        """The file that a test has put there."""
        self.during("fetch")
        self._trouble()
        if url not in self.files:
            raise DeliveryError("There is nothing at this address.", permanent=True)
        return self.files[url]

    def send(self, account: Account, outgoing: Outgoing) -> Sent:
        """It stands there, unless trouble is scripted."""
        self.done.append(("send", outgoing.key, outgoing.text))
        self.chosen += [outgoing.template] if outgoing.template else []
        self.during("send")
        self._trouble()
        return self.standing.setdefault(outgoing.key, Sent(str(next(_numbers)), real_now()))

    def insights(self, account: Account, external_ids: Sequence[str]) -> Sequence[Insight]:
        """What the test says of those that it says something of."""
        self.done.append(("insights", ",".join(external_ids), ""))
        self._trouble()
        return [self.seen[each] for each in external_ids if each in self.seen]

    def followers(self, account: Account) -> int | None:
        """Always as many."""
        return 1_234

    def find_sent(self, account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
        """What stands there."""
        self.done.append(("look", outgoing.key, ""))
        self.during("look")
        self._trouble()
        return self.standing.get(outgoing.key)

    def _trouble(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)


@contextmanager
def scripted_network(given: ScriptedNetwork | None = None) -> Iterator[ScriptedNetwork]:
    """Brings the network for the time of a test; `given` is one that can more."""
    network = given or ScriptedNetwork()
    _on_stage.append(network)
    _forget_networks()
    registry.BUILT_IN[NETWORK] = "tests.scripted:current"
    try:
        yield network
    finally:
        del registry.BUILT_IN[NETWORK]
        _forget_networks()
        _on_stage.remove(network)


def current() -> ScriptedNetwork:
    """What the registry calls to get the adapter."""
    return _on_stage[-1]


def _forget_networks() -> None:
    registry.adapter.cache_clear()
    registry._places.cache_clear()


def scripted_account(brand: Brand) -> Account:
    """Our account there."""
    return Account.objects.create(
        network=NETWORK, brand=brand, external_id=str(next(_numbers)), handle="lowlandair", name=brand.name, secrets={},
        connected_at=now(),
    )  # fmt: skip
