"""What stands around a post: those above it, who else reacted; and the post itself without what nobody here reads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from webcare.channels.adapter import DeliveryError
from webcare.channels.mastodon.api import Api
from webcare.channels.mastodon.fields import Shape

DEEPEST = 50  # posts that are followed upwards
PEOPLE = 80  # who reacted last
PERSON = ("id", "username", "acct", "display_name", "followers_count", "bot")
POST = (
    "id", "uri", "url", "created_at", "edited_at", "in_reply_to_id", "in_reply_to_account_id", "visibility", "content",
    "spoiler_text", "sensitive", "language", "mentions", "poll",
)  # fmt: skip
FILE = ("id", "type", "url", "remote_url", "description")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Above:
    """The nearest post as it is, and the names of all, nearest first."""

    nearest: Json | None = None
    chain: list[Json] = field(default_factory=list)


def above(api: Api, status: Shape) -> Above:
    """Nothing where it begins, or where what it answers is gone or kept from us."""
    if not status.has("in_reply_to_id"):
        return Above()
    try:
        found = api.get(f"/api/v1/statuses/{status.identifier('id')}/context").shapes("ancestors")
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        return Above()
    nearest_first = found[::-1][:DEEPEST]
    if found and found[0].identifier("id") != nearest_first[-1].identifier("id"):
        nearest_first.append(found[0])  # the exchange is named after where it began
    chain = [{"id": each.identifier("id"), "account": named(each.shape("account"))} for each in nearest_first]
    return Above(trimmed(nearest_first[0]) if nearest_first else None, chain)


def others(api: Api, status: str, kind: str) -> set[str]:
    """Who did the other of both to a post: passed it on, or starred it; the last ones, which are those who do both at once."""
    asked = "reblogged_by" if kind == "favourite" else "favourited_by"
    try:
        found = api.listed(f"/api/v1/statuses/{status}/{asked}", [("limit", str(PEOPLE))])
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        return set()
    return {each.identifier("id") for each in found}


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
