"""Two weeks that happened: on the make-believe network as posts, in the house as conversations, clocks and cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from sandbox.client import Line, Sandbox
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.understanding import understood
from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.demo.aftermath import leave_behind
from webcare.demo.arriving import arrivals
from webcare.demo.cast import Customer as Character
from webcare.demo.history import Exchange, Said, plan
from webcare.demo.played import Played
from webcare.lib.now import now
from webcare.team.person import Person

SEED = 10
DAYS = 14
PER_HOUR = 6.0
ZONE = ZoneInfo("Europe/Amsterdam")
FRESH = 24
FRESH_WITHIN = timedelta(minutes=25)


def happen(network: Sandbox, accounts: Mapping[str, Account], people: Mapping[str, Person]) -> None:
    """Play the plan: first on the network, without events, then here as if we had been there."""
    start = (now() - timedelta(days=DAYS)).astimezone(ZONE)
    played = [
        Played(exchange, accounts[exchange.story.brand.handle])
        for exchange in (*plan(SEED, DAYS, start, PER_HOUR), *_fresh())
        if exchange.story.network == "x" and exchange.story.customer.handle
    ]
    _make_users(network, played)
    _post(network, [one for one in played if one.exchange.story.public])
    _whisper(network, [one for one in played if not one.exchange.story.public])
    conversations = _store(played, _meet(network, played), people)
    leave_behind(played, conversations, people)


def _fresh() -> list[Exchange]:
    """What came in just now, so that work waits from the first minute."""
    coming = arrivals(SEED, FRESH / (FRESH_WITHIN / timedelta(hours=1)), now().astimezone(ZONE) - FRESH_WITHIN)
    stories = [story for story in (next(coming).story for _ in range(FRESH)) if story.answer]
    moments = [now() - FRESH_WITHIN * (place + 1) / (len(stories) + 1) for place in range(len(stories))]
    return [
        Exchange(when, story, (Said(when, None, story.text),), None, None)
        for when, story in zip(reversed(moments), stories, strict=True)
    ]


def _make_users(network: Sandbox, played: Sequence[Played]) -> None:
    characters = {one.key: one.exchange.story.customer for one in played}
    for handle, character in characters.items():
        network.create_user(handle, character.name, followers=character.followers, description=character.character)


def _post(network: Sandbox, played: Sequence[Played]) -> None:
    """Round by round, since a reply needs the id of what it answers."""
    longest = max((len(one.exchange.said) for one in played), default=0)
    for place in range(longest):
        speaking = [one for one in played if len(one.exchange.said) > place]
        lines = [_line(one, one.exchange.said[place], place) for one in speaking]
        for one, post_id in zip(speaking, network.bulk(lines, events=False), strict=True):
            one.ids.append(post_id)


def _line(one: Played, said: Said, place: int) -> Line:
    story = one.exchange.story
    return Line(
        handle=story.brand.handle if said.by else one.key,
        text=said.text,
        at=said.when,
        in_reply_to=one.ids[place - 1] if place else None,
        lang=story.language,
    )


def _whisper(network: Sandbox, played: Sequence[Played]) -> None:
    for one in played:
        brand = one.exchange.story.brand.handle
        for said in one.exchange.said:
            sender, recipient = (brand, one.key) if said.by else (one.key, brand)
            one.ids.append(network.dm(sender, recipient, said.text, at=said.when, events=False).id)


def _meet(network: Sandbox, played: Sequence[Played]) -> dict[str, Handle]:
    ids = {person.handle: person.id for person in network.users()}
    characters: dict[str, Character] = {one.key: one.exchange.story.customer for one in played}
    customers = Customer.objects.bulk_create([Customer(name=each.name) for each in characters.values()])
    handles = [
        Handle(
            network="x", external_id=ids[key], handle=key, name=each.name, followers=each.followers, customer=customer
        )
        for (key, each), customer in zip(characters.items(), customers, strict=True)
    ]
    return {handle.handle: handle for handle in Handle.objects.bulk_create(handles)}


def _store(played: Sequence[Played], handles: Mapping[str, Handle], people: Mapping[str, Person]) -> list[Conversation]:
    """The conversations, one an exchange except where a person writes privately to the same account again."""
    conversations: dict[tuple[int, str, int], Conversation] = {}
    for one in played:
        handle = handles[one.key]
        key = (one.account.pk, _thread_key(one, handle), handle.pk)
        conversations.setdefault(key, _conversation(one, handle, key[1]))
    rows = Conversation.objects.bulk_create(list(conversations.values()))
    by_key = dict(zip(conversations, rows, strict=True))
    homes = [by_key[one.account.pk, _thread_key(one, handles[one.key]), handles[one.key].pk] for one in played]
    _store_messages(played, homes, people)
    return homes


def _thread_key(one: Played, handle: Handle) -> str:
    if one.exchange.story.public:
        return f"{one.ids[0]}:{handle.external_id}"
    return "-".join(sorted((one.account.external_id, handle.external_id), key=int))


def _conversation(one: Played, handle: Handle, thread_key: str) -> Conversation:
    return Conversation(
        account=one.account,
        brand=one.account.brand,
        network="x",
        thread_key=thread_key,
        handle=handle,
        private=not one.exchange.story.public,
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
