"""Reading what a caller sends: JSON bodies, pages of a list, fields and expansions."""

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from sandbox.clock import from_iso
from sandbox.world.posts import Slice
from sandbox.x.naming import live_names
from sandbox.x.problems import invalid
from sandbox.x.shapes import ALL_POST_FIELDS, ALL_USER_FIELDS, Shape


async def body_of(request: Request, known: frozenset[str]) -> Shape:
    """Raises a Problem when it is not an object or has a member that the API does not know."""
    try:
        body: Any = json.loads(await request.body() or b"{}")
    except ValueError:
        raise invalid("The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise invalid("The request body must be a JSON object.")
    for key in body:
        if key not in known:
            raise invalid(
                f"$.{key}: is not defined in the schema and the schema does not allow additional properties", key
            )
    return body


def text_in(body: Shape, key: str, default: str = "") -> str:
    value = body.get(key, default)
    if not isinstance(value, str):
        raise invalid(f"$.{key}: string expected", key)
    return value


def id_in(body: Shape, key: str) -> str | None:
    value = body.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value.isdigit() or len(value) > 19:
        raise invalid(f"$.{key}: does not match the regex pattern ^[0-9]{{1,19}}$", key, str(value))
    return value


def ids_in(body: Shape, key: str) -> tuple[str, ...]:
    values = body.get(key) or []
    if not isinstance(values, list):
        raise invalid(f"$.{key}: array expected", key)
    return tuple(found for value in values if (found := id_in({key: value}, key)))


def truth_in(body: Shape, key: str) -> bool:
    value = body.get(key)
    if not isinstance(value, bool):
        raise invalid(f"$.{key}: boolean expected", key)
    return value


def part_in(body: Shape, key: str, known: frozenset[str]) -> Shape:
    value = body.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict) or set(value) - known:
        raise invalid(f"$.{key}: object with {', '.join(sorted(known))} expected", key)
    return value


def words(request: Request, *names: str) -> frozenset[str]:
    return live_names(word for name in names for word in request.query_params.get(name, "").split(","))


@dataclass(frozen=True)
class Wish:
    """Which fields the caller wants, and which objects beside the data."""

    post_fields: frozenset[str]
    user_fields: frozenset[str]
    expansions: frozenset[str]


def wish_of(request: Request) -> Wish:
    """What is expanded is also shown: an expansion of `author_id` brings the field."""
    expansions = words(request, "expansions")
    shown = words(request, "tweet.fields", "post.fields") | (expansions & ALL_POST_FIELDS)
    if "attachments.media_keys" in expansions:
        shown |= {"attachments"}
    return Wish(shown, words(request, "user.fields") & ALL_USER_FIELDS, expansions)


def number(request: Request, name: str, default: int, smallest: int, largest: int) -> int:
    text = request.query_params.get(name)
    if text is None:
        return default
    if not text.isdigit() or not smallest <= int(text) <= largest:
        raise invalid(
            f"The `{name}` query parameter value [{text}] is not between {smallest} and {largest}", name, text
        )
    return int(text)


def snowflake(request: Request, name: str) -> str | None:
    return id_in({name: request.query_params[name]}, name) if name in request.query_params else None


def moment(request: Request, name: str) -> int | None:
    text = request.query_params.get(name)
    if text is None:
        return None
    try:
        return from_iso(text)
    except ValueError:
        raise invalid(f"The `{name}` query parameter value [{text}] is not a valid time", name, text) from None


def page_of(request: Request, default: int, smallest: int) -> Slice:
    """A page token is the id before which the page starts, in hexadecimal."""
    token = request.query_params.get("pagination_token") or request.query_params.get("next_token")
    return Slice(
        since_id=snowflake(request, "since_id"),
        until_id=page_start(token) or snowflake(request, "until_id"),
        start=moment(request, "start_time"),
        end=moment(request, "end_time"),
        limit=number(request, "max_results", default, smallest, 100),
    )


def page_start(token: str | None) -> str | None:
    if token is None:
        return None
    try:
        return str(int(token, 16))
    except ValueError:
        raise invalid(f"The page token [{token}] is not one of ours", "pagination_token", token) from None


def page_token(last_id: str) -> str:
    return f"{int(last_id):016x}"
