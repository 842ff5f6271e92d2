"""Lowland Air as rows: brands, accounts, people in teams, customers and what they wrote, for every test that needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.hashers import make_password

from webcare.channels.account import Account
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import ASKING, Message
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.demo import cast, company
from webcare.lib.now import now
from webcare.reading.script import bigrams, is_cjk, regconfig
from webcare.team.brand import Brand
from webcare.team.organisation import Organisation
from webcare.team.person import Person
from webcare.team.team import Team

X, EMAIL = "x", "email"
NEWCOMER = "newcomer@lowlandair.example"


@dataclass
class World:
    """Built in a dozen statements by `World.build()`; nothing in it calls a network.

    Who is who: `anna` and `daniel` are agents of the day desk, `noor` leads it, `giulia` (world desk) and `sjoerd`
    (baggage) do not see `holidays`, `joost` administers, `willem` only reads, `newcomer` is in no team and sees nothing.
    """

    organisation: Organisation
    air: Brand
    holidays: Brand
    x: Account
    mail: Account
    holidays_x: Account
    teams: dict[str, Team]
    people: dict[str, Person]
    newcomer: Person
    _handles: dict[tuple[str, str], Handle] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @classmethod
    def build(cls) -> World:
        """The company before the first customer writes."""
        air, holidays = company.found_brands()
        teams = company.found_teams(air, holidays)
        people = company.hire(teams)
        x, mail, holidays_x = Account.objects.bulk_create(
            [
                _account(X, air, "1000001", cast.LOWLAND_AIR.handle),
                _account(EMAIL, air, cast.LOWLAND_AIR.email, cast.LOWLAND_AIR.email),
                _account(X, holidays, "1000002", cast.LOWLAND_HOLIDAYS.handle),
            ]
        )
        return cls(company.found_organisation(), air, holidays, x, mail, holidays_x, teams, people, _newcomer())

    def person(self, agent: cast.Agent) -> Person:
        """The row of somebody of the cast."""
        return self.people[agent.name]

    def team(self, team: cast.Team) -> Team:
        """The row of a team of the cast."""
        return self.teams[team.name]

    @property
    def anna(self) -> Person:
        return self.person(cast.ANNA)

    @property
    def daniel(self) -> Person:
        return self.person(cast.DANIEL)

    @property
    def noor(self) -> Person:
        return self.person(cast.NOOR)

    @property
    def giulia(self) -> Person:
        return self.person(cast.GIULIA)

    @property
    def sjoerd(self) -> Person:
        return self.person(cast.SJOERD)

    @property
    def joost(self) -> Person:
        return self.person(cast.JOOST)

    @property
    def willem(self) -> Person:
        return self.person(cast.WILLEM)

    def handle(self, customer: cast.Customer, network: str = X) -> Handle:
        """The customer's handle on a network, with a customer behind it; the same one at every call."""
        known = self._handles.get((customer.name, network))
        if known is None:
            known = self._handles[customer.name, network] = self._met(customer, network)
        return known

    def conversation(
        self,
        customer: cast.Customer = cast.BRAM,
        *texts: str,
        account: Account | None = None,
        private: bool = False,
        ago: timedelta = timedelta(minutes=5),
        **fields: Any,
    ) -> Conversation:
        """An exchange in which the customer wrote `texts` (default: one question), a minute apart, the first `ago`."""
        account = account or self.x
        begun = now() - ago
        conversation = Conversation.objects.create(
            account=account,
            brand=account.brand,
            network=account.network,
            thread_key=f"world:{next(self._numbers)}",
            handle=self.handle(customer, account.network),
            opened_at=begun,
            **{
                "private": private or account.network == EMAIL,
                "language": customer.language,
                **fields,
            },
        )
        for number, text in enumerate(texts or ("Where is my suitcase?",)):
            self.message(conversation, text, at=begun + timedelta(minutes=number))
        return conversation

    def message(
        self,
        conversation: Conversation,
        text: str = "Is anybody there?",
        *,
        by: Person | None = None,
        at: datetime | None = None,
        **fields: Any,
    ) -> Message:
        """One more message: of the customer (who then waits, if it asks for an answer), or ours when `by` wrote it."""
        ours = by is not None
        language = fields.pop("language", conversation.language)
        said = at or now()
        message = Message.objects.create(
            conversation=conversation,
            account=conversation.account,
            text=text,
            ours=ours,
            author=by,
            handle=None if ours else conversation.handle,
            **{
                "external_id": f"{1_900_000_000_000_000_000 + next(self._numbers)}",
                "private": conversation.private,
                "language": language,
                "config": regconfig(language),
                "searchable": bigrams(text) if is_cjk(text) else None,
                "need": "question" if text.rstrip().endswith("?") else "statement",
                "sent_at": said,
                "received_at": said,
                "counts_from": said,
                **fields,
            },
        )
        self._count(conversation, message)
        return message

    def _met(self, customer: cast.Customer, network: str) -> Handle:
        address = customer.email if network == EMAIL else customer.handle
        if address is None:
            raise ValueError(f"{customer.name} is not on {network}")
        return Handle.objects.create(
            network=network,
            external_id=address if network == EMAIL else f"{2_000_000 + next(self._numbers)}",
            handle=address,
            name=customer.name,
            followers=None if network == EMAIL else customer.followers,
            customer=Customer.objects.create(name=customer.name),
        )

    def _count(self, conversation: Conversation, message: Message) -> None:
        conversation.last_message_at = max(conversation.last_message_at, message.counts_from)
        if message.ours:
            conversation.answered_at, conversation.waiting_since = (
                message.counts_from,
                None,
            )
            conversation.waiting_messages = 0
        elif message.need in ASKING and not message.automatic:
            conversation.waiting_since = conversation.waiting_since or message.counts_from
            conversation.waiting_messages += 1
            conversation.preview = message.text[:300]
        conversation.save(
            update_fields=[
                "last_message_at",
                "answered_at",
                "waiting_since",
                "waiting_messages",
                "preview",
            ]
        )


def _newcomer() -> Person:
    return Person.objects.create(
        email=NEWCOMER,
        password=make_password(None),
        name="Nina Nieuw",
        slug="nina",
        initials="NN",
    )


def _account(network: str, brand: Brand, external_id: str, handle: str) -> Account:
    return Account(
        network=network,
        brand=brand,
        external_id=external_id,
        handle=handle,
        name=brand.name,
        secrets={},
        connected_at=now(),
    )
