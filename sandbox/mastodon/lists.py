"""What a program reads: who it is, what the server says of itself, notices, posts, people."""

from starlette.responses import JSONResponse

from sandbox.clock import now_ms
from sandbox.mastodon import naming, posting
from sandbox.mastodon.door import BASE, Call, Json, Listed
from sandbox.mastodon.problems import Problem
from sandbox.mastodon.shapes import account_shape, media_shape, notice_shape, status_shape
from sandbox.world.ties import Tie
from sandbox.world.toots import Toot

KINDS = ("mention", "favourite", "reblog")


async def ourselves(call: Call) -> Json:
    return {**account_shape(call.network, call.account), "source": {"privacy": "public", "sensitive": False}}


async def instance(call: Call) -> Json:
    statuses = {"max_characters": posting.LONGEST, "max_media_attachments": 4, "characters_reserved_per_url": 23}
    configuration = {
        "urls": {"streaming": f"{call.network.settings.public_url.replace('http', 'ws', 1)}{BASE}"},
        "statuses": statuses,
        "media_attachments": {"description_limit": 1500, "image_size_limit": 16777216},
    }
    about = {"domain": naming.HOME, "title": "Lowland", "version": "4.5.0", "api_versions": {"mastodon": 7}}
    return {**about, "configuration": configuration}


async def notifications(call: Call) -> Json:
    kinds = [each for each in call.several("types") if each in KINDS] or ([] if call.several("types") else list(KINDS))
    found = call.network.world.toots.notices(call.account.id, kinds, call.stretch()) if kinds else []
    found.sort(key=lambda each: -int(each.id))
    return Listed([notice_shape(call.network, each) for each in found], [each.id for each in found])


async def conversations(call: Call) -> Json:
    """One for each group of people who were named together; with the last that was said in it."""
    last: dict[frozenset[str], Toot] = {}
    for toot in call.network.world.toots.directs_of(call.account.id):
        people = frozenset({toot.author_id, *call.network.world.toots.named_in(toot.id)})
        last.setdefault(people, toot)
    part = call.stretch()
    within = [each for each in last.items() if part.since < int(each[1].id) < part.before]
    chosen = within[-part.limit :] if part.forwards else within[: part.limit]
    return Listed([_conversation(call, *each) for each in chosen], [toot.id for _people, toot in chosen])


async def statuses_of(call: Call) -> Json:
    """Of an account; what it said to one person alone only to itself."""
    found = call.network.world.toots.by([call.id], call.stretch())
    shown = [each for each in found if posting.may_see(call.network, each, call.account.id)]
    shown.sort(key=lambda each: -int(each.id))
    return Listed([status_shape(call.network, each) for each in shown], [each.id for each in shown])


async def statuses(call: Call) -> Json:
    """Several at once; those that are not there are left out."""
    found = (call.network.world.toots.get(each) for each in call.several("id")[:20])
    seen = [each for each in found if each and posting.may_see(call.network, each, call.account.id)]
    return [status_shape(call.network, each) for each in seen]


async def status(call: Call) -> Json:
    return status_shape(call.network, posting.there(call.network, call.id, call.account.id))


async def source(call: Call) -> Json:
    toot = posting.there(call.network, call.id, call.account.id)
    return {"id": toot.id, "text": toot.text, "spoiler_text": toot.warning}


async def context(call: Call) -> Json:
    """Those above it, oldest first, and those below."""
    toot = posting.there(call.network, call.id, call.account.id)
    thread = call.network.world.toots.thread(toot.root, call.account.id)
    by_id, above = {each.id: each for each in thread}, list[Toot]()
    while (parent := by_id.get((above[-1] if above else toot).answers or "")) is not None:
        above.append(parent)
    below = [each for each in thread if int(each.id) > int(toot.id)]
    shown = {"ancestors": above[::-1], "descendants": below}
    return {name: [status_shape(call.network, each) for each in found] for name, found in shown.items()}


async def favourited_by(call: Call) -> Json:
    return _who(call, Tie.STAR)


async def reblogged_by(call: Call) -> Json:
    return _who(call, Tie.BOOST)


async def person(call: Call) -> Json:
    user = call.network.world.users.get(call.id)
    if user is None:
        raise Problem(404, "Record not found")
    return account_shape(call.network, user)


async def look_up(call: Call) -> Json:
    user = naming.found(call.network, call.text("acct"))
    if user is None:
        raise Problem(404, "Record not found")
    return account_shape(call.network, user)


async def media(call: Call) -> Json:
    found = call.network.world.media.get(call.id)
    if found is None or found.owner_id != call.account.id:
        raise Problem(404, "Record not found")
    ready = found.is_ready(now_ms())
    return JSONResponse(media_shape(call.network, found, ready=ready), 200 if ready else 206)


def _who(call: Call, kind: Tie) -> Json:
    toot, world = posting.there(call.network, call.id, call.account.id), call.network.world
    found = world.users.several(world.ties.sources(kind, toot.id))
    return Listed([account_shape(call.network, each) for each in found], [each.id for each in found])


def _conversation(call: Call, people: frozenset[str], last: Toot) -> Json:
    others = call.network.world.users.several(people - {call.account.id})
    told = {"id": last.root, "unread": last.author_id != call.account.id}
    return {
        **told,
        "accounts": [account_shape(call.network, each) for each in others],
        "last_status": status_shape(call.network, last),
    }
