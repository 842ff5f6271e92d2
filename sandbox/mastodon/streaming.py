"""What the server says at once to whoever holds a line for an account: notices, posts of its own, what was changed or deleted."""

import json
from collections.abc import AsyncIterator, Iterator

from starlette.responses import StreamingResponse

from sandbox.mastodon.door import Call, Json
from sandbox.mastodon.lists import KINDS
from sandbox.mastodon.shapes import notice_shape, status_shape
from sandbox.network import Network
from sandbox.watching import Happening, News
from sandbox.world.toots import Stretch
from sandbox.world.users import User

BREATH = 5.0  # seconds after which it says that it is still there
NEWEST = Stretch(limit=1)


async def user(call: Call) -> Json:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_said(call.network, call.account), media_type="text/event-stream", headers=headers)


async def _said(network: Network, account: User) -> AsyncIterator[str]:
    with network.watchers.watching(network.watchers.latest) as watch:
        notice, own = _marks(network, account)
        yield ":)\n"
        while (news := await watch.next(BREATH)) is not None:
            if not news:
                yield ":thump\n"
                continue
            for kind, payload in _happened(network, account, notice, own, news):
                yield f"event: {kind}\ndata: {payload}\n\n"
            notice, own = _marks(network, account)


def _marks(network: Network, account: User) -> tuple[int, int]:
    """The newest notice, and the newest post of its own."""
    notices = network.world.toots.notices(account.id, KINDS, NEWEST)
    own = network.world.toots.by([account.id], NEWEST)
    return int(notices[0].id) if notices else 0, int(own[0].id) if own else 0


def _happened(network: Network, account: User, notice: int, own: int, news: list[News]) -> Iterator[tuple[str, str]]:
    toots = network.world.toots
    for each in toots.notices(account.id, KINDS, Stretch(notice, limit=80, forwards=True)):
        yield "notification", json.dumps(notice_shape(network, each))
    for toot in toots.by([account.id], Stretch(own, limit=80, forwards=True)):
        yield "update", json.dumps(status_shape(network, toot))
    for one in news:
        if one.what is Happening.TOOT_GONE and account.id in toots.named_in(one.about):
            yield "delete", one.about
        if one.what is Happening.TOOT_CHANGED and account.id in toots.named_in(one.about):
            changed = toots.get(one.about)
            if changed is not None:
                yield "status.update", json.dumps(status_shape(network, changed))
