"""/2/tweets/search/recent: the query language, turned into SQL."""

import re
from dataclasses import dataclass

from sandbox.network import Network
from sandbox.x.access import Context
from sandbox.x.answering import page_answer
from sandbox.x.asking import page_of, wish_of
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import Problem, invalid

LONGEST_QUERY = 512
TOKEN = re.compile(r'\s*(-?(?:"[^"]+"|[()]|[^\s()]+))')
REPOSTS = "0"


@dataclass(frozen=True)
class Condition:
    sql: str
    values: tuple[int | str, ...] = ()


@endpoint(Limit(300, 450), Context.EITHER, ("tweet.read", "users.read"))
async def recent(call: Call) -> Answer:
    part = page_of(call.request, 10, 10)
    condition = condition_of(call.network, call.request.query_params.get("query", ""))
    found = call.network.world.posts.where(condition.sql, condition.values, part)
    return Answer(page_answer(call.network, found, wish_of(call.request), part.limit))


def condition_of(network: Network, query: str) -> Condition:
    """Words side by side mean *and*, which binds tighter than OR; a minus negates."""
    if not query.strip() or len(query) > LONGEST_QUERY:
        raise invalid(f"The `query` query parameter needs 1 to {LONGEST_QUERY} characters", "query", query)
    tokens = [found[1] for found in TOKEN.finditer(query)]
    condition, rest = _any_of(network, tokens)
    if rest:
        raise _bad(rest[0])
    return condition


def _any_of(network: Network, tokens: list[str]) -> tuple[Condition, list[str]]:
    condition, tokens = _all_of(network, tokens)
    found = [condition]
    while tokens and tokens[0] == "OR":
        condition, tokens = _all_of(network, tokens[1:])
        found.append(condition)
    return _joined(found, " OR "), tokens


def _all_of(network: Network, tokens: list[str]) -> tuple[Condition, list[str]]:
    found: list[Condition] = []
    while tokens and tokens[0] not in ("OR", ")"):
        condition, tokens = _one(network, tokens)
        found.append(condition)
    if not found:
        raise _bad(tokens[0] if tokens else "")
    return _joined(found, " AND "), tokens


def _one(network: Network, firsts: list[str]) -> tuple[Condition, list[str]]:
    first, rest = firsts[0], firsts[1:]
    if first.startswith("-") and len(first) > 1:
        condition, rest = _one(network, [first[1:], *rest])
        return Condition(f"NOT {condition.sql}", condition.values), rest
    if first != "(":
        return _term(network, first), rest
    condition, rest = _any_of(network, rest)
    if rest[:1] != [")"]:
        raise _bad("(")
    return condition, rest[1:]


def _joined(conditions: list[Condition], word: str) -> Condition:
    sql = word.join(f"({condition.sql})" for condition in conditions)
    return Condition(f"({sql})", tuple(value for condition in conditions for value in condition.values))


def _term(network: Network, token: str) -> Condition:
    if token.startswith("@"):
        return Condition("id IN (SELECT post_id FROM mentions WHERE user_id = ?)", (_id_of(network, token),))
    operator, colon, value = token.partition(":")
    if colon and operator in ("is", "has"):
        return _trait(token)
    by_id = {"conversation_id": "conversation_id", "in_reply_to_tweet_id": "reply_to", "quotes_of_tweet_id": "quoted"}
    if colon and operator in by_id and value.isdigit():
        return Condition(f"{by_id[operator]} = ?", (int(value),))
    by_person = {"from": "author_id", "to": "reply_to_user"}
    if colon and operator in by_person and value:
        return Condition(f"{by_person[operator]} = ?", (_id_of(network, value),))
    if colon and operator == "lang":
        return Condition("lang = ?", (value,))
    word = token.strip('"').replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return Condition("text LIKE ? ESCAPE '\\'", (f"%{word}%",))


def _trait(token: str) -> Condition:
    traits = {
        "is:reply": "reply_to IS NOT NULL",
        "is:quote": "quoted IS NOT NULL",
        "is:retweet": REPOSTS,
        "is:repost": REPOSTS,
        "is:verified": "author_id IN (SELECT id FROM users WHERE verified)",
        "has:media": "media_ids <> ''",
        "has:images": "media_ids <> ''",
        "has:links": "text LIKE '%http%://%'",
        "has:hashtags": "text LIKE '%#%'",
        "has:mentions": "id IN (SELECT post_id FROM mentions)",
    }
    if token not in traits:
        raise _bad(token)
    return Condition(traits[token])


def _id_of(network: Network, handle: str) -> int:
    """Nobody has the id 0, so an unknown handle finds nothing."""
    user = network.world.users.named(handle) or network.world.users.get(handle)
    return int(user.id) if user else 0


def _bad(token: str) -> Problem:
    return invalid(f"The query cannot be read near “{token}”.", "query", token)
