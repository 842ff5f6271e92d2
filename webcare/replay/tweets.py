"""Read a file of tweets as lines to post: who says what, in answer to which. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

_MENTION = re.compile(r"@(\w+)")


class UnreadableFile(Exception):
    """The file is not what its format promises; the sentence says where."""


@dataclass(frozen=True, slots=True)
class Tweet:
    """One line to post. `key` is its place in the file, `answers` the key of an earlier tweet. `ours`: the company's own
    app says it. `at` is when it was said, by the file."""

    key: str
    handle: str
    text: str
    at: datetime
    ours: bool = False
    answers: str = ""


def read(path: Path, kind: str, brand: str, limit: int | None = None) -> list[Tweet]:
    """The tweets of a file, oldest first. `kind` is one of KINDS; mentions of its companies become `@brand`."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(islice(csv.DictReader(file, delimiter="\t"), limit))
        tweets = list(KINDS[kind](rows, brand))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFile(f"{path} cannot be read: {error}") from error
    except (KeyError, ValueError, TypeError) as error:
        raise UnreadableFile(f"{path} is not a file of the kind {kind!r}: {error!r}") from error
    if not tweets:
        raise UnreadableFile(f"{path} holds no tweet.")
    return _in_order(tweets)


def _airline(rows: Sequence[dict[str, str]], brand: str) -> Iterator[Tweet]:
    """One tweet to an airline a row, each the start of its own thread; the same id twice is said by the same person."""
    for place, row in enumerate(rows):
        mention = f"@{row['airline'].replace(' ', '')}"
        text = re.sub(rf"{re.escape(mention)}\w*", f"@{brand}", row["text"], flags=re.IGNORECASE)
        yield Tweet(
            key=str(place),
            handle=f"u{row['tweet_id'][-12:]}",
            text=_addressed(text, brand),
            at=datetime.strptime(row["tweet_created"], "%m/%d/%Y %H:%M").replace(tzinfo=UTC),
        )


def _twcs(rows: Sequence[dict[str, str]], brand: str) -> Iterator[Tweet]:
    """Both directions of support threads; whoever is not a number in the file is a company, and becomes ours."""
    companies = {row["author_id"] for row in rows if not row["author_id"].isdecimal()}
    known: set[str] = set()
    for row in sorted(rows, key=lambda row: _twcs_time(row["created_at"])):
        ours = row["author_id"] in companies
        parent = row["in_response_to_tweet_id"].split(".")[0]
        known.add(row["tweet_id"])
        if ours and parent not in known:
            continue  # an answer to something that the file does not hold
        text = _MENTION.sub(lambda found: f"@{brand}" if found[1] in companies else found[0], row["text"])
        yield Tweet(
            key=row["tweet_id"],
            handle=brand if ours else f"c{row['author_id']}",
            text=text if ours else _addressed(text, brand),
            at=_twcs_time(row["created_at"]),
            ours=ours,
            answers=parent if parent in known else "",
        )


KINDS: dict[str, Callable[[Sequence[dict[str, str]], str], Iterator[Tweet]]] = {"airline": _airline, "twcs": _twcs}


def _addressed(text: str, brand: str) -> str:
    """A tweet to a company that does not name it would not reach it."""
    named = re.search(rf"(?<!\w)@{re.escape(brand)}(?!\w)", text, re.IGNORECASE)
    return text if named else f"@{brand} {text}"


def _twcs_time(written: str) -> datetime:
    return datetime.strptime(written, "%a %b %d %H:%M:%S %z %Y")


def _in_order(tweets: Sequence[Tweet]) -> list[Tweet]:
    return sorted(tweets, key=lambda tweet: tweet.at)
