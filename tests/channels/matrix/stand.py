"""A house with an account on every network, in this process: what calls it comes through its real door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from sandbox.client import Sandbox
from tests.channels.conftest import wait_until
from tests.channels.matrix.troubles import FETCHED
from tests.sandbox.running import network
from webcare.bench.opening import open_accounts
from webcare.bench.street import US, Square
from webcare.channels.account import Account
from webcare.channels.collecting import collect
from webcare.channels.completing import complete_waiting
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.receiving import receive_waiting
from webcare.conversations.sending import deliver_waiting
from webcare.demo.seeding import subscribe
from webcare.lib.now import real_now
from webcare.team.person import Person, Role

PATIENCE = 30.0
ROUNDS = 8  # of everything that is tried again


@dataclass
class Stand:
    """What a test does as a customer, as a worker and as an agent."""

    sandbox: Sandbox
    agent: Person
    desk: Client
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _known: set[str] = field(default_factory=set)

    def text(self) -> str:
        """Words that stand nowhere else."""
        return f"Where is my bag {next(self._numbers):05}?"

    def say(self, square: Square, text: str, at: datetime | None = None, who: str = "mia") -> str:
        """A customer says it; its number there."""
        handle = f"{who}_{square.network}"[:15]
        if handle not in self._known:
            self.sandbox.create_user(handle, who.capitalize())
            self._known.add(handle)
        return square.say(self.sandbox, handle, text, at)

    def called(self) -> None:
        """Every event was brought, and taken or given up."""
        wait_until(lambda: self.sandbox.counts().waiting == 0, PATIENCE)

    def asks(self, square: Square) -> None:
        """As the worker asks for what was missed."""
        for account in self.accounts(square):
            if adapter(square.network).capabilities.polls and account.reauth_at is None:
                collect(account)

    def accounts(self, square: Square) -> list[Account]:
        """Ours on that network."""
        return list(Account.objects.filter(network=square.network, handle__in=[US, "help@lowlandair.example"])) or list(
            Account.objects.filter(network=square.network)
        )

    def works(self, square: Square) -> None:
        """As the worker completes and reads what waits; a lease is over and every pause too."""
        Receipt.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
        while adapter(square.network).capabilities.completes and complete_waiting(square.network):
            pass
        receive_waiting()

    def takes_in(self, square: Square) -> None:
        """All of it."""
        self.called()
        self.asks(square)
        self.works(square)

    def here(self, text: str) -> list[Message]:
        """What arrived with these words."""
        return list(Message.objects.filter(text__contains=text, ours=False).select_related("conversation"))

    def conversation(self, square: Square) -> tuple[Conversation, str]:
        """Somebody has written, without any trouble: where, and the number of what they said."""
        text = self.text()
        number = self.say(square, text, who="tom")  # who has said nothing tomorrow
        self.called()
        if square.network in FETCHED:
            self.asks(square)
        self.works(square)
        [message] = self.here(text)
        return message.conversation, number

    def delivers(self) -> None:
        """As the worker does at the end of every pause."""
        Delivery.objects.pending().update(next_attempt_at=real_now() - timedelta(seconds=1), leased_until=None)
        deliver_waiting()

    def standing(self, square: Square, text: str) -> int:
        """How often our answer stands on the network."""
        return sum(text in each for each in square.standing(self.sandbox))

    def is_shown(self, conversation: Conversation) -> str:
        """What the agent sees there."""
        return self.desk.get(f"/conversations/{conversation.pk}").content.decode()

    def mend(self) -> None:
        """Nothing is wrong any more, and who lost access has connected again."""
        self.sandbox.clear_faults()
        Account.objects.update(reauth_at=None, reauth_reason="")
        Delivery.objects.pending().update(cancelled_at=real_now())
        Receipt.objects.set_aside().delete()


@contextmanager
def standing() -> Iterator[Stand]:
    """Needs an empty database, and leaves it empty."""
    with (
        pytest.MonkeyPatch.context() as patch,
        network("--delete-reaches-mentioned", "--rate-limit-scale", "100") as running,
        Sandbox(running.url) as sandbox,
    ):
        for name in ("URL", "LOCAL"):
            patch.setenv(f"WEBCARE_SANDBOX_{name}", running.url)
        patch.setenv("WEBCARE_SANDBOX_SECRET", "a-consumer-secret")
        patch.setenv("WEBCARE_SANDBOX_IMAP", f"127.0.0.1:{running.imap_port}")
        patch.setenv("WEBCARE_SANDBOX_SMTP", f"127.0.0.1:{running.smtp_port}")
        patch.setenv("WEBCARE_PRIVATE_ORIGINS", "http://127.0.0.1:*")
        patch.setattr("webcare.channels.bluesky.walking.EVERY", timedelta(0))
        server = LiveServer("127.0.0.1")
        try:
            with override_settings(HOOKS_URL=server.url, ALLOWED_HOSTS=["*"]):
                open_accounts(sandbox)
                subscribe()
                Account.objects.filter(network="bluesky").update(connected_at=real_now() - timedelta(days=2))
                agent = Person.objects.filter(role=Role.AGENT).order_by("pk")[0]
                desk = Client()
                desk.force_login(agent)
                yield Stand(sandbox, agent, desk)
        finally:
            server.stop()
            connection.close()
            call_command("flush", verbosity=0, interactive=False)
