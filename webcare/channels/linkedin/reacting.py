"""Who reacts to our answers. No notification tells it: the answers of the last days are looked at in turn, some at each look."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.delivery import Delivery
from webcare.channels.linkedin import completing, insights
from webcare.channels.linkedin.added import ADDED
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.fields import Shape, number_of
from webcare.channels.linkedin.limits import INSIGHTS
from webcare.channels.linkedin.parse import REACTIONS
from webcare.channels.linkedin.problems import Refused
from webcare.channels.listed import Aside
from webcare.lib.now import real_now

LATELY, ANSWERS = timedelta(days=7), 100  # how far back, and of how many answers
PEOPLE = 100  # who reacted last, of one answer
KNOWN, LOOKED = "reacted", "reactions_of"  # in the cursor: who stood where at the last look, and how far it came
Json = dict[str, Any]
log = logging.getLogger(__name__)


def look(account: Account) -> Iterator[RawEvent]:
    """LinkedIn counts for many answers at once; only of those whose number changed we ask who it was."""
    answers = _recent(account)
    turn = _turn(account, answers)
    try:
        counts = {one.external_id: one.likes or 0 for one in insights.of(account, turn)} if turn else {}
        for answer, count in counts.items():
            if count != _known(account, answer).get("count", 0):
                yield from _changed(account, answer, count)
    except Refused as refused:
        if not refused.keeps_it_from_us:
            raise
        log.info("LinkedIn does not tell who reacts to answers of %s: %s", account, refused.message)
    kept = {answer: known for answer in answers if (known := _known(account, answer))}
    account.cursor = {**account.cursor, KNOWN: kept}


def _changed(account: Account, answer: str, count: int) -> Iterator[RawEvent]:
    """Those who reacted since, or otherwise than before, and those whose reaction is no longer there."""
    api, at = Api(account), real_now()
    path = f"reactions/(entity:{named(answer)})?q=entity&sort=(value:REVERSE_CHRONOLOGICAL)&start=0&count={PEOPLE}"
    with understood():
        standing = {one["actor"]: one for one in map(_told, Aside().sound(api.get(path), "elements", reads=_told))}
        before: Mapping[str, str] = _known(account, answer).get("people", {})
        fresh = [one for actor, one in standing.items() if before.get(actor) != one["reactionType"]]
        gone = sorted(before.keys() - standing.keys()) if count <= PEOPLE else []
        people = completing.people_named(api, {one["actor"] for one in fresh})
    if fresh or gone:
        yield _event(account, answer, at, reactions=fresh, gone=gone, **{ADDED: {"people": people}})
    now_there = {"count": count, "people": {actor: one["reactionType"] for actor, one in standing.items()}}
    account.cursor = {**account.cursor, KNOWN: {**_all_known(account), answer: now_there}}


def _event(account: Account, answer: str, at: datetime, **told: Any) -> RawEvent:
    moment = round(at.timestamp() * 1000)
    whole = {"type": REACTIONS, "page": account.external_id, "comment": answer, "at": moment, **told}
    payload = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return RawEvent(f"reactions:{number_of(answer)}:{moment}", payload)


def _told(reaction: Shape) -> Json:
    """Who, how and since when: what parse.py reads."""
    created = reaction.shape("lastModified" if reaction.has("lastModified") else "created")
    at = created.maybe_moment("time")
    kind = reaction.words("reactionType")[:40]
    return {"actor": created.actor("actor"), "reactionType": kind, "at": round(at.timestamp() * 1000) if at else None}


def _recent(account: Account) -> list[str]:
    """Our answers, the newest first."""
    sent = Delivery.objects.filter(account=account, sent_at__gt=real_now() - LATELY)
    rows = sent.filter(external_id__startswith="urn:li:comment:").order_by("-sent_at")
    return list(rows.values_list("external_id", flat=True)[:ANSWERS])


def _turn(account: Account, answers: list[str]) -> list[str]:
    """Whose turn it is, one after the other and then again from the newest."""
    told = account.cursor.get(LOOKED)
    start = answers.index(told) + 1 if told in answers else 0
    turn = (answers[start:] + answers[:start])[:INSIGHTS]
    account.cursor = {**account.cursor, LOOKED: turn[-1] if turn else ""}
    return turn


def _known(account: Account, answer: str) -> Json:
    known = _all_known(account).get(answer)
    return known if isinstance(known, dict) else {}


def _all_known(account: Account) -> Json:
    told = account.cursor.get(KNOWN)
    return told if isinstance(told, dict) else {}
