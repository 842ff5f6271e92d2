"""Two weeks that happened: on the make-believe networks, and in the house as conversations, clocks and cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.understanding import understood
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.demo import begun
from webcare.demo.aftermath import leave_behind
from webcare.demo.arriving import arrivals
from webcare.demo.history import Exchange, Said, plan
from webcare.demo.played import Played
from webcare.demo.telling import Story
from webcare.demo.voicing import voice
from webcare.lib.now import now
from webcare.team.person import Person

SEED = 10
DAYS = 14
PER_HOUR = 6.0
ZONE = ZoneInfo("Europe/Amsterdam")
FRESH = 24
FRESH_WITHIN = timedelta(minutes=25)


def happen(network: Sandbox, accounts: Mapping[str, Account], people: Mapping[str, Person]) -> None:
    """Play the plan: first on the networks, without events, then here as if we had been there."""
    start = (now() - timedelta(days=DAYS)).astimezone(ZONE)
    played = [
        Played(exchange, accounts[_place(exchange.story)])
        for exchange in (*plan(SEED, DAYS, start, PER_HOUR), *_fresh())
    ]
    voice(network, played)
    begun.keep({one.ids[-1]: one.exchange.story.answer or "" for one in played if _waits(one.exchange)})
    conversations = _store(played, _meet(network, played), people)
    leave_behind(played, conversations, people)


def _waits(exchange: Exchange) -> bool:
    return exchange.answer is None and exchange.no_answer is None


def _place(story: Story) -> str:
    return story.brand.email if story.network == "email" else story.brand.handle


def _fresh() -> list[Exchange]:
    """What came in just now, so that work waits from the first minute; nothing that could not wait so long."""
    coming = arrivals(SEED, FRESH / (FRESH_WITHIN / timedelta(hours=1)), now().astimezone(ZONE) - FRESH_WITHIN)
    stories = [story for story in (next(coming).story for _ in range(FRESH)) if story.answer and not story.urgent]
    moments = [now() - FRESH_WITHIN * (place + 1) / (len(stories) + 1) for place in range(len(stories))]
    return [
        Exchange(when, story, (Said(when, None, story.text),), None, None)
        for when, story in zip(reversed(moments), stories, strict=True)
    ]


def _meet(network: Sandbox, played: Sequence[Played]) -> dict[tuple[str, str], Handle]:
    """By network and name there. One person on two networks is two customers, until one proves to be the other."""
    ids = {person.handle: person.id for person in network.users()}
    met = {(one.exchange.story.network, one.key): one.exchange.story.customer for one in played}
    customers = Customer.objects.bulk_create([Customer(name=each.name) for each in met.values()])
    handles = [
        Handle(
            network=network_key,
            external_id=ids.get(key, key),
            handle=key,
            name=each.name,
            followers=each.followers if network_key == "x" else None,
            customer=customer,
        )
        for ((network_key, key), each), customer in zip(met.items(), customers, strict=True)
    ]
    return {(handle.network, handle.handle): handle for handle in Handle.objects.bulk_create(handles)}


def _store(
    played: Sequence[Played], handles: Mapping[tuple[str, str], Handle], people: Mapping[str, Person]
) -> list[Conversation]:
    """The conversations, one an exchange except where a person writes privately to the same account again."""
    conversations: dict[tuple[int, str, int], Conversation] = {}
    places: list[tuple[int, str, int]] = []
    for one in played:
        handle = handles[one.account.network, one.key]
        places.append((one.account.pk, one.thread_key(handle.external_id), handle.pk))
        conversations.setdefault(places[-1], _conversation(one, handle, places[-1][1]))
    rows = Conversation.objects.bulk_create(list(conversations.values()))
    by_place = dict(zip(conversations, rows, strict=True))
    homes = [by_place[place] for place in places]
    _store_messages(played, homes, people)
    return homes


def _conversation(one: Played, handle: Handle, thread_key: str) -> Conversation:
    return Conversation(
        account=one.account,
        brand=one.account.brand,
        network=one.account.network,
        thread_key=thread_key,
        handle=handle,
        private=not one.exchange.story.public,
        subject=one.subject(0),
        opened_at=one.exchange.when,
        last_message_at=one.exchange.said[-1].when,
    )


def _store_messages(played: Sequence[Played], homes: Sequence[Conversation], people: Mapping[str, Person]) -> None:
    said = [
        (one, home, place, line)
        for one, home in zip(played, homes, strict=True)
        for place, line in enumerate(one.exchange.said)
    ]
    readings = understood([line.text for _, _, _, line in said])
    answers = [(one, place, line) for one, _, place, line in said if line.by]
    deliveries = Delivery.objects.bulk_create([_delivery(one, place, line) for one, place, line in answers])
    by_answer = {(id(one), place): row for (one, place, _), row in zip(answers, deliveries, strict=True)}
    Message.objects.bulk_create(
        [
            Message(
                conversation=home,
                account=one.account,
                external_id=one.ids[place],
                ours=line.by is not None,
                private=home.private,
                handle=None if line.by else home.handle,
                author=people[line.by.name] if line.by else None,
                delivery=by_answer.get((id(one), place)),
                parent_external_id=one.ids[place - 1] if place else "",
                subject=one.subject(place),
                text=line.text,
                language=reading.language,
                need="answer" if line.by else reading.need,
                urgent="" if line.by else reading.urgent,
                abusive=reading.abusive and line.by is None,
                sent_at=line.when,
                received_at=line.when,
                counts_from=line.when,
                config=reading.config,
                searchable=reading.searchable,
            )
            for (one, home, place, line), reading in zip(said, readings, strict=True)
        ]
    )


def _delivery(one: Played, place: int, line: Said) -> Delivery:
    return Delivery(
        account=one.account,
        outgoing={},
        release_at=line.when,
        sent_at=line.when,
        external_id=one.ids[place],
        next_attempt_at=line.when,
    )
