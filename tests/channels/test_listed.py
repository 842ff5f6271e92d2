"""An item of a list that is not what its network promises is set aside alone; what stands beside it arrives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.channels.answering import Json, answering
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.collecting import collect
from webcare.channels.inbound import Parsing, Received
from webcare.channels.receipt import Receipt
from webcare.channels.registry import adapter
from webcare.lib.now import real_now
from webcare.team.brand import Brand

AT = datetime.now(UTC) - timedelta(minutes=5)
ISO, MILLISECONDS = AT.strftime("%Y-%m-%dT%H:%M:%S.000Z"), int(AT.timestamp() * 1000)
US, MIA = "1000000000000001", "7200000000000021"
ODD: tuple[object, ...] = (None, 7, "words", [], {}, {"id": {}, "text": "odd"})  # whatever the network


def facebook_post(number: int, text: str) -> Json:
    return {"id": f"{US}_{number}", "from": {"id": MIA, "name": "Mia"}, "message": text, "created_time": ISO}


def facebook_comment(number: int, text: str) -> Json:
    return {**facebook_post(number, text), "id": f"1_{number}"}


def instagram_comment(number: int, text: str) -> Json:
    return {"id": str(number), "from": {"id": MIA, "username": "mia"}, "text": text, "timestamp": ISO}


def direct(number: int, text: str) -> Json:
    people = {"from": {"id": MIA, "name": "Mia"}, "to": {"data": [{"id": US}]}}
    return {"id": f"m_{number}", "message": text, "created_time": ISO, **people}


def linkedin_comment(number: int, text: str) -> Json:
    post = "urn:li:activity:70001"
    comment = {
        "entity": f"urn:li:comment:({post},{number})", "object": post, "text": text,
        "owner": "urn:li:person:abc", "actor": "urn:li:person:abc",
    }  # fmt: skip
    return {
        "notificationId": number, "action": "COMMENT", "organizationalEntity": f"urn:li:organization:{US}",
        "lastModifiedAt": MILLISECONDS, "sourcePost": post, "generatedActivity": comment["entity"],
        "decoratedGeneratedActivity": {"comment": comment},
    }  # fmt: skip


def weibo_post(number: int, text: str) -> Json:
    created = AT.strftime("%a %b %d %H:%M:%S +0000 %Y")
    return {"id": number, "created_at": created, "text": text, "user": {"id": int(MIA), "name": "Mia"}}


def telegram_update(number: int, text: str) -> Json:
    person = {"id": int(MIA), "is_bot": False, "first_name": "Mia"}
    chat = {"id": int(MIA), "type": "private", "first_name": "Mia"}
    message = {"message_id": number, "from": person, "chat": chat, "date": MILLISECONDS // 1000, "text": text}
    return {"update_id": number, "message": message}


def x_post(number: int, text: str) -> Json:
    return {"id": str(number), "text": text, "author_id": MIA, "created_at": ISO, "conversation_id": str(number)}


def x_message(number: int, text: str) -> Json:
    told = {"event_type": "MessageCreate", "sender_id": MIA, "dm_conversation_id": f"{US}-{MIA}"}
    return {"id": str(number), "text": text, "created_at": ISO, "participant_ids": [US, MIA], **told}


def mastodon_status(number: int, text: str, **more: object) -> Json:
    account = {"id": "21", "username": "mia", "acct": "mia"}
    told = {"id": str(number), "created_at": ISO, "visibility": "public", "content": f"<p>{text}</p>"}
    return {**told, "account": account, **more}


def mastodon_mention(number: int, text: str) -> Json:
    status = mastodon_status(number, text)
    return {"id": str(number), "type": "mention", "created_at": ISO, "account": status["account"], "status": status}


def bluesky_mention(number: int, text: str) -> Json:
    author = {"did": "did:plc:mia", "handle": "mia.sky.example"}
    told = {"reason": "mention", "record": {"text": text, "createdAt": ISO}, "indexedAt": ISO}
    return {"uri": f"at://did:plc:mia/app.bsky.feed.post/{number}", "author": author, **told}


@dataclass(frozen=True)
class Listing:
    """A list of a network: where it stands, what wraps it, how an item of it looks; `above` is what leads there."""

    name: str
    address: str
    item: Callable[[int, str], Json]
    wrapped: Callable[[list[object]], Any] = lambda items: {"data": items}
    above: dict[str, Json] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    external_id: str = US

    @property
    def network(self) -> str:
        return self.name.partition(" ")[0]


TALKS = {"conversations": {"data": [{"id": "t_1", "updated_time": ISO}]}}
MEDIA = {"media": {"data": [{"id": "5", "timestamp": ISO}]}}
LISTINGS = (
    Listing("facebook posts", "feed", facebook_post),
    Listing(
        "facebook comments", "feed", facebook_comment,
        lambda items: {"data": [{**facebook_post(1, "Storm"), "from": {"id": US}, "comments": {"data": items}}]},
    ),
    Listing("facebook messages", "messages", direct, above=TALKS),
    Listing("instagram comments", "comments", instagram_comment, above=MEDIA, settings={"page_id": "77"}),
    Listing("instagram messages", "messages", direct, above=TALKS, settings={"page_id": "77"}),
    Listing(
        "linkedin notifications", "organizationalEntityNotifications", linkedin_comment,
        lambda items: {"elements": items}, external_id=f"urn:li:organization:{US}",
    ),
    Listing("weibo mentions", "mentions.json", weibo_post, lambda items: {"statuses": items, "comments": []}),
    Listing(
        "telegram updates", "getUpdates", telegram_update, lambda items: {"ok": True, "result": items},
        settings={"updates": "asking"},
    ),
    Listing("x mentions", "mentions", x_post),
    Listing("x messages", "dm_events", x_message),
    Listing("x search", "recent", x_post),
    Listing(
        "mastodon mentions", "notifications", mastodon_mention, lambda items: items,
        above={str(number): mastodon_status(number, text) for number, text in ((9001, "first"), (9002, "last"))},
        external_id="lowland.social/1000001",
    ),
    Listing(
        "bluesky mentions", "app.bsky.notification.listNotifications", bluesky_mention,
        lambda items: {"notifications": items}, external_id="did:plc:lowlandair",
    ),
)  # fmt: skip
every_listing = pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)


def account_of(listing: Listing, base: str) -> Account:
    keys = {"access_token": "a", "page_token": "a", "bot_token": "1234:abcdefghijklmnop", "app_secret": "a"}
    return Account.objects.create(
        network=listing.network,
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=Application.objects.create(network=listing.network, settings={"api_base": base}, secrets=keys),
        external_id=listing.external_id,
        secrets=keys,
        settings={**listing.settings, "service": base},
        connected_at=real_now() - timedelta(hours=1),
    )


def collected(listing: Listing, items: list[object]) -> Account:
    """After a look at this list; all others are empty, and whatever was confirmed is not given again."""
    shown = listing.wrapped(items)

    def answer(path: str) -> tuple[int, Json]:
        last = path.rpartition("/")[2]
        if last != listing.address:
            return 200, listing.above.get(last) or listing.wrapped([])
        if listing.network != "telegram":
            return 200, shown
        told = dict(shown)
        shown["result"] = []
        return 200, told

    with answering(answer) as base:
        account = account_of(listing, base)
        collect(account)
    return account


def texts_of(account: Account) -> list[str]:
    parsing = Parsing(real_now(), account=account.external_id, own_ids=frozenset({account.external_id}))
    network = adapter(account.network)
    receipts = Receipt.objects.filter(set_aside_at=None).order_by("pk")
    told = [one for each in receipts for one in network.parse(bytes(each.payload), parsing)]
    return sorted({one.text for one in told if isinstance(one, Received) and not one.ours})


@pytest.mark.django_db
@every_listing
def test_what_makes_no_sense_is_set_aside_alone_and_what_stands_around_it_arrives(listing: Listing) -> None:
    first, last = listing.item(9001, "first"), listing.item(9002, "last")
    account = collected(listing, [first, *ODD, last])
    assert texts_of(account) == ["first", "last"]
    aside = Receipt.objects.set_aside()
    assert aside.count() == len(ODD)
    assert all(each.error.endswith(".") and each.account_id == account.pk for each in aside)
    assert account.cursor


@pytest.mark.django_db
@every_listing
def test_what_stands_there_at_every_look_is_set_aside_once(listing: Listing) -> None:
    account = collected(listing, [*ODD])
    assert Receipt.objects.set_aside().count() == len(ODD)
    with answering(lambda _path: (200, listing.wrapped([*ODD]))) as base:
        assert account.application is not None
        account.application.settings["api_base"] = account.settings["service"] = base
        collect(account)
    assert Receipt.objects.set_aside().count() == len(ODD)
