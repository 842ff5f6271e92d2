"""What people said to us without naming us: X tells of it by webhook at most, and lists it nowhere, so it is searched for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import RawEvent
from webcare.channels.listed import Aside
from webcare.channels.x import wishes
from webcare.channels.x.api import Api, path_id, understood
from webcare.channels.x.catching import OVERLAP, as_event, iso, read_of_post
from webcare.channels.x.fields import IDENTIFIER
from webcare.lib.now import real_now

SEARCH = "/2/tweets/search/recent"
REACH = timedelta(days=6, hours=23)  # X searches seven days, and refuses to begin earlier
LONGEST = 512  # characters of a query, of those who pay by the piece
CURSOR = "followed_at"


def follow(account: Account, exchanges: Sequence[str]) -> Iterator[RawEvent]:
    """Answers to us, and what the people of these exchanges said there, as far as our name is not in it.

    Where it is, mentions show it for less. The cursor moves when everything was read to its end.
    """
    started, aside = real_now(), Aside()
    begin = iso(max(_last(account, started) - OVERLAP, started - REACH))
    with understood():
        for query in queries(account, exchanges):
            for page in Api.of(account).pages(SEARCH, query=query, start_time=begin, max_results=100, **wishes.POSTS):
                for post in aside.sound(page, "data", reads=read_of_post):
                    yield as_event(account, "post.reply.create", post, page)
    yield from aside.events
    account.cursor = {**account.cursor, CURSOR: started.isoformat()}


def queries(account: Account, exchanges: Sequence[str]) -> Iterator[str]:
    """As few as their length allows; X charges for what is found, and counts how often it is asked."""
    own = path_id(account.external_id)
    end = f") -from:{own}" + (f" -@{account.handle}" if account.handle else "")
    query = f"(to:{own}"
    for root, _colon, person in (exchange.partition(":") for exchange in exchanges):
        if not (IDENTIFIER.match(root) and IDENTIFIER.match(person)):
            continue
        each = f"conversation_id:{root} from:{person}"
        if len(f"{query} OR {each}{end}") > LONGEST:
            yield query + end
            query = f"({each}"
        else:
            query += f" OR {each}"
    yield query + end


def _last(account: Account, started: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(account.cursor.get(CURSOR)))
    except ValueError:
        return account.connected_at or started - REACH
