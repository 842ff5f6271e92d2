"""What stands around a post: those above it, who else reacted; and the post itself without what nobody here reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.listed import Aside
from webcare.channels.mastodon.api import Api, understood
from webcare.channels.mastodon.fields import Shape

DEEPEST = 50  # posts that are followed upwards
PEOPLE = 80  # who reacted last
PERSON = ("id", "username", "acct", "display_name", "followers_count", "bot")
POST = (
    "id", "uri", "url", "created_at", "edited_at", "in_reply_to_id", "in_reply_to_account_id", "visibility", "content",
    "spoiler_text", "sensitive", "language", "mentions", "poll",
)  # fmt: skip
FILE = ("id", "type", "url", "remote_url", "description")
FAILING = "failing"  # in the cursor: what the server failed at, and how often
PATIENCE, MOST_FAILING = 3, 50
Json = dict[str, Any]
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Above:
    """The nearest post as it is, and the names of all, nearest first."""

    nearest: Json | None = None
    chain: list[Json] = field(default_factory=list)


def above(account: Account, api: Api, status: Shape) -> Above:
    """Nothing where it begins, or where what it answers is gone or kept from us."""
    if not status.has("in_reply_to_id"):
        return Above()
    path = f"/api/v1/statuses/{status.identifier('id')}/context"
    return patiently(account, path, partial(_above, api, path), Above())


def _above(api: Api, path: str) -> Above:
    found = list(Aside().sound(api.get(path), "ancestors", reads=trimmed))
    nearest_first = found[::-1][:DEEPEST]
    if found and found[0].identifier("id") != nearest_first[-1].identifier("id"):
        nearest_first.append(found[0])  # the exchange is named after where it began
    chain = [{"id": each.identifier("id"), "account": named(each.shape("account"))} for each in nearest_first]
    return Above(trimmed(nearest_first[0]) if nearest_first else None, chain)


def others(account: Account, api: Api, status: str, kind: str) -> set[str]:
    """Who did the other of both to a post: passed it on, or starred it; the last ones, which are those who do both at once."""
    path = f"/api/v1/statuses/{status}/{'reblogged_by' if kind == 'favourite' else 'favourited_by'}"
    return patiently(account, path, partial(_people, api, path), set[str]())


def _people(api: Api, path: str) -> set[str]:
    return {each.identifier("id") for each in api.listed(path, [("limit", str(PEOPLE))], _id)}


def _id(person: Shape) -> str:
    return person.identifier("id")


def patiently(account: Account, path: str, ask: Callable[[], Told], otherwise: Told) -> Told:
    """What a server tells of one post; `otherwise` where it refuses, or failed at it at some looks: others wait behind it."""
    try:
        with understood():
            return ask()
    except DeliveryError as error:
        if error.reauth or error.retry_after or not (error.permanent or _failed(account, path) >= PATIENCE):
            raise
        return otherwise


def _failed(account: Account, path: str) -> int:
    """How often so far; the account's cursor remembers the last ones that failed."""
    told = account.cursor.get(FAILING)
    known = {str(pair[0]): int(pair[1]) for pair in told} if isinstance(told, list) else {}
    times = known.pop(path, 0) + 1
    account.cursor = {**account.cursor, FAILING: [*map(list, known.items()), [path, times]][-MOST_FAILING:]}
    return times


def named(account: Shape) -> Json:
    """Who it is, without what they tell of themselves."""
    return {key: account.values[key] for key in PERSON if key in account.values}


def trimmed(status: Shape) -> Json:
    """What parse.py reads of it."""
    told = {key: status.values[key] for key in POST if status.values.get(key) is not None}
    told["account"] = named(status.shape("account"))
    told["media_attachments"] = [
        {key: each.values[key] for key in FILE if key in each.values} for each in status.shapes("media_attachments")
    ]
    quote = status.maybe_shape("quote")
    if quote and (quoted := quote.maybe_shape("quoted_status")):
        told["quote"] = {"quoted_status": trimmed(quoted)}
    elif quote and quote.has("quoted_status_id"):
        told["quote"] = {"quoted_status_id": quote.values["quoted_status_id"]}
    return told
