"""Customers who post: signed events as the network brings them, with the words of the make-believe world."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from webcare.bench.company import OWN_ID, SECRET
from webcare.channels.x.signing import signature
from webcare.demo import cast
from webcare.demo.telling import Storyteller

LANGUAGES = ("en", "en", "en", "en", "nl", "nl", "nl", "de", "fr", "es", "pt", "it", "ru", "zh", "ja", "ko")
BACK_SHARE = 0.25  # of the posts, those by somebody who goes on in an exchange of their own
FIRST_POST = 1_900_000_000_000_000_000
FIRST_PERSON = 5_000_000


@dataclass(frozen=True, slots=True)
class Signed:
    """A request's body and the proof that goes with it."""

    body: bytes
    signature: str


@dataclass(frozen=True, slots=True)
class _Writer:
    number: int
    root: int


class Talker:
    """What people write in public to the company, in its eleven languages; equal seeds say the same."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"talk of a bench {seed}")
        self._teller = Storyteller(seed, "bench")
        self._count = 0

    def say(self, at: datetime) -> tuple[int, str]:
        """The number of somebody, and what they say."""
        self._count += 1
        while True:
            story = self._teller.tell(self._rng.choice(LANGUAGES), at)
            if story.public:
                named = "@" in story.text
                return self._count, story.text if named else f"@{cast.LOWLAND_AIR.handle} {story.text}"


class Crowd:
    """Three of four posts begin an exchange, the fourth goes on in one."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(f"crowd of a bench {seed}")
        self._talker = Talker(seed)
        self._base = FIRST_POST + seed * 1_000_000_000
        self._people = FIRST_PERSON + seed * 10_000_000
        self._said = 0
        self._writers: list[_Writer] = []

    def posts(self, count: int) -> list[Signed]:
        """The next `count` events, as if they were all posted in this second."""
        return [self._post(datetime.now(UTC)) for _ in range(count)]  # noqa: TID251 - the network's clock, not ours

    def _post(self, at: datetime) -> Signed:
        self._said += 1
        number = self._base + self._said
        goes_on = bool(self._writers) and self._rng.random() < BACK_SHARE
        writer = self._rng.choice(self._writers) if goes_on else _Writer(self._people + self._said, number)
        if not goes_on:
            self._writers.append(writer)
        body = json.dumps(_event(number, writer, self._talker.say(at)[1], at), ensure_ascii=False).encode()
        return Signed(body, signature(SECRET, body))


def _event(number: int, writer: _Writer, text: str, at: datetime) -> dict[str, object]:
    """A mention as the network's documentation shows it, with the author included."""
    posted = at - timedelta(seconds=2)
    goes_on = writer.root != number
    return {
        "data": {
            "event_uuid": str(number),
            "filter": {"user_id": OWN_ID},
            "event_type": "post.mention.create",
            "payload": {
                "id": str(number),
                "text": text,
                "author_id": str(writer.number),
                "created_at": posted.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "conversation_id": str(writer.root),
                "edit_history_tweet_ids": [str(number)],
                "entities": {"mentions": [{"start": 0, "end": 11, "username": cast.LOWLAND_AIR.handle, "id": OWN_ID}]},
                "lang": "en",
                "possibly_sensitive": False,
                "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 0, "quote_count": 0},
                "reply_settings": "everyone",
                **({"referenced_tweets": [{"type": "replied_to", "id": str(writer.root)}]} if goes_on else {}),
                "in_reply_to_user_id": str(writer.number) if goes_on else OWN_ID,
            },
        },
        "includes": {"users": [_user(writer.number)]},
    }


def _user(number: int) -> dict[str, object]:
    return {
        "id": str(number),
        "name": f"Customer {number}",
        "username": f"customer{number}",
        "verified": False,
        "created_at": "2019-04-01T10:00:00.000Z",
        "public_metrics": {"followers_count": number % 997, "following_count": 120, "tweet_count": 800},
    }
