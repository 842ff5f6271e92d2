"""What a program does in its repository, and reads in others': records, files, muting."""

from sandbox.bluesky import naming, problems, repo
from sandbox.bluesky.door import Call, Json
from sandbox.bluesky.problems import invalid
from sandbox.world.media import PICTURES
from sandbox.world.sky import Record
from sandbox.world.ties import Tie
from sandbox.world.users import User

LARGEST_FILE = 50 * 1024**2


async def create(call: Call) -> Json:
    rkey = call.text("rkey") if "rkey" in call.told else ""
    return _written(repo.create(call.network, _own(call), call.text("collection"), rkey, call.told.get("record")))


async def put(call: Call) -> Json:
    owner, record = _own(call), _addressed(call)
    repo.swapped(record, call.told)
    return _written(repo.put(call.network, owner, call.text("collection"), call.text("rkey"), call.told.get("record")))


async def delete(call: Call) -> Json:
    """What is not there is as it should be."""
    _own(call)
    record = _addressed(call)
    if record:
        repo.swapped(record, call.told)
        repo.remove(call.network, record)
    return {}


async def get(call: Call) -> Json:
    record = _addressed(call)
    if record is None:
        raise problems.no_record(naming.uri_of(call.text("repo"), call.text("collection"), call.text("rkey")))
    return _shown(record)


async def listed(call: Call) -> Json:
    owner = _person(call, call.text("repo"))
    below, limit = call.cursor(), call.number("limit", 50, 100)
    found = call.network.world.sky.listed(call.text("collection"), owner_id=owner.id, below=below, limit=limit)
    told: Json = {"records": [_shown(each) for each in found]}
    return told | ({"cursor": str(found[-1].number)} if len(found) == limit else {})


async def upload(call: Call) -> Json:
    kind = call.request.headers.get("content-type", "")
    if not 0 < len(call.content) <= LARGEST_FILE:
        raise invalid("request entity too large")
    kept = call.network.world.media.keep(
        call.account.id, kind if kind in PICTURES else "image/jpeg", "bluesky", call.content
    )
    ref = {"$link": naming.file_cid(kept.id)}
    return {"blob": {"$type": "blob", "ref": ref, "mimeType": kept.media_type, "size": kept.total_bytes}}


async def mute(call: Call) -> Json:
    call.network.world.ties.make(Tie.MUTE, call.account.id, _person(call, call.text("actor")).id)
    return {}


async def unmute(call: Call) -> Json:
    call.network.world.ties.undo(Tie.MUTE, call.account.id, _person(call, call.text("actor")).id)
    return {}


def _own(call: Call) -> User:
    """Nobody writes in another's repository."""
    owner = naming.user_of(call.network, call.text("repo"))
    if owner is None or owner.id != call.account.id:
        raise problems.bad_token("Not allowed to write in this repository")
    return owner


def _person(call: Call, name: str) -> User:
    found = naming.user_of(call.network, name)
    if found is None:
        raise invalid(f"Could not find repo: {name}")
    return found


def _addressed(call: Call) -> Record | None:
    owner = _person(call, call.text("repo"))
    uri = naming.uri_of(naming.did_of(owner.id), call.text("collection"), call.text("rkey"))
    return call.network.world.sky.get(uri)


def _written(record: Record) -> Json:
    commit = {"cid": naming.cid_of(record.uri), "rev": naming.tid(record.indexed_at * 1000)}
    return {"uri": record.uri, "cid": record.cid, "commit": commit, "validationStatus": "valid"}


def _shown(record: Record) -> Json:
    return {"uri": record.uri, "cid": record.cid, "value": record.value}
