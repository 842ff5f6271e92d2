"""Repositories: records are written, replaced and removed, and whoever they are about is told."""

from typing import Any

from sandbox.bluesky import lexicon, naming
from sandbox.bluesky.naming import BLOCK, GATE, LIKE, POST, REPOST
from sandbox.bluesky.problems import Problem, broken
from sandbox.clock import now_ms
from sandbox.network import Network
from sandbox.watching import Happening, News
from sandbox.world.sky import Record
from sandbox.world.ties import Tie
from sandbox.world.users import User

Json = dict[str, Any]
MENTION = "app.bsky.richtext.facet#mention"


def create(network: Network, owner: User, collection: str, rkey: str, value: Any, *, at: int | None = None) -> Record:
    """Raises a Problem, also where something lies there already; the tree of a real server only knows that it broke."""
    rkey = rkey or new_rkey(network, at)
    if network.world.sky.get(naming.uri_of(naming.did_of(owner.id), collection, rkey)):
        raise broken()
    return put(network, owner, collection, rkey, value, at=at)


def put(network: Network, owner: User, collection: str, rkey: str, value: Any, *, at: int | None = None) -> Record:
    lexicon.check_key(rkey)
    record = lexicon.check(network, collection, value)
    uri = naming.uri_of(naming.did_of(owner.id), collection, rkey)
    made = Record(0, owner.id, collection, rkey, uri, naming.cid_of(record), record, at or now_ms())
    with network.world.database.together():
        is_new = network.world.sky.get(uri) is None
        kept = network.world.sky.put(made)
        if collection == BLOCK and (blocked := naming.user_of(network, str(record.get("subject")))):
            network.world.ties.make(Tie.BLOCK, owner.id, blocked.id)
        if is_new:
            _tell(network, kept)
    _show(network, kept)
    return kept


def remove(network: Network, record: Record) -> None:
    with network.world.database.together():
        network.world.sky.remove(record.uri)
        blocked = naming.user_of(network, str(record.value.get("subject"))) if record.collection == BLOCK else None
        if blocked:
            network.world.ties.undo(Tie.BLOCK, record.owner_id, blocked.id)
    _show(network, record)


def swapped(record: Record | None, wish: Json) -> None:
    """Raises a Problem where something else lies there than whoever writes has seen."""
    if "swapRecord" in wish and (record.cid if record else None) != wish["swapRecord"]:
        raise Problem(400, "InvalidSwap", f"Record was at {record.cid if record else None}")


def new_rkey(network: Network, at: int | None = None) -> str:
    """A TID as programs make it, which no other record has."""
    unique = int(network.world.snowflakes.at(at or now_ms()))
    return naming.tid((at or now_ms()) * 1000 + unique % 1000, unique >> 10)


def root_of(record: Record) -> str:
    """The post at the top of the exchange."""
    reply = record.value.get("reply")
    return str(reply["root"]["uri"]) if reply else record.uri


def _tell(network: Network, record: Record) -> None:
    """Each once; who mutes or blocks the author hears nothing."""
    told: dict[str, tuple[str, str]] = {}
    if record.collection in {LIKE, REPOST}:
        subject = record.value["subject"]["uri"]
        told = {_owner(network, subject): ("like" if record.collection == LIKE else "repost", subject)}
    elif record.collection == POST:
        for uri in (root_of(record), _above(record)):
            told |= {_owner(network, uri): ("reply", uri)} if uri and uri != record.uri else {}
        if quoted := quoted_in(record.value):
            told = {_owner(network, quoted): ("quote", quoted)} | told
        for did in _mentioned(record.value):
            told = {getattr(naming.user_of(network, did), "id", ""): ("mention", "")} | told
    ties = network.world.ties
    for user_id, (reason, subject) in told.items():
        deaf = any(ties.stands(tie, user_id, record.owner_id) for tie in (Tie.BLOCK, Tie.MUTE)) if user_id else True
        if user_id != record.owner_id and not deaf:
            network.world.sky.tell(user_id, record, reason, subject)


def is_hidden(network: Network, record: Record) -> bool:
    """Whether whoever began the exchange hides it."""
    gate = network.world.sky.get(root_of(record).replace(POST, GATE))
    return gate is not None and record.uri in (gate.value.get("hiddenReplies") or [])


def quoted_in(value: Json) -> str:
    embed = value.get("embed") or {}
    inner = embed.get("record") or {}
    return str(inner.get("uri") or (inner.get("record") or {}).get("uri") or "")


def _above(record: Record) -> str:
    reply = record.value.get("reply")
    return str(reply["parent"]["uri"]) if reply else ""


def _mentioned(value: Json) -> list[str]:
    features = [each for facet in value.get("facets") or [] for each in facet.get("features") or []]
    return [str(each.get("did")) for each in features if each.get("$type") == MENTION]


def _owner(network: Network, uri: str) -> str:
    record = network.world.sky.get(uri)
    return record.owner_id if record else ""


def _show(network: Network, record: Record) -> None:
    """Open pages look again."""
    about = record.value.get("subject") if record.collection in {LIKE, REPOST} else None
    post = network.world.sky.get(about["uri"]) if isinstance(about, dict) else record
    if post is None or post.collection not in {POST, GATE}:
        return
    uri = str(post.value["post"]) if post.collection == GATE else root_of(post)
    root = network.world.sky.get(uri)
    network.watchers.tell(
        News(Happening.WALL, str(root.number if root else post.number), post.owner_id, record.owner_id)
    )
