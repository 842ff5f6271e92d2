"""Whatever arrives with a valid proof: it is understood, or Unparsable with a sentence, and nothing else; on every network.

A network is here as soon as its folder has JSON in `payloads/`.
"""

import copy
import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.channels.adapter import WebhookRequest
from webcare.channels.inbound import ContextPost, InboundAttachment, Parsing, Reacted, Received, Unparsable
from webcare.channels.registry import adapter, networks
from webcare.lib.now import real_now

FOLDERS = {network: Path(inspect.getfile(type(adapter(network)))).parent / "payloads" for network in networks()}
EVENTS = {
    f"{network}/{path.stem}": json.loads(path.read_text())
    for network, folder in FOLDERS.items()
    for path in sorted(folder.glob("*.json"))
}
NETWORKS = sorted({name.partition("/")[0] for name in EVENTS})
OUR_IDS = frozenset(
    {
        "1111",
        "1000000000000001",
        "8100000001",
        "1902538057",
        "urn:li:organization:2414183",
        "lowland.social/109000",
        "did:plc:lowlandair22222222222222",
        "U1a11f1e0000000000000000000000001",
    }
)  # of our accounts in the payloads
US = Parsing(real_now(), account="8100000001", own_ids=OUR_IDS)
HOSTILE: list[Any] = [
    None, True, 0, -1, 2**64, 10**400, 1.5, float("nan"), "", " ", "\x00", "\ud800", "x" * 300, "9" * 40, "-5", "١٢٣",
    "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-13-45", "2026-07-24T21:05:48", "99999999999999",
    "Fri Jul 99 18:09:20 +0800 2026", "Fri Xxx 24 18:09:20 +0800 2026", "Fri Jul 24 18:09:20 +9999 0001",
    [], {}, [None], [[]], [{}], {"data": None}, {"data": {"data": {}}}, {"id": None}, {"": ""}, "a" * 100_001,
    "https://files.example]/a.png",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from(HOSTILE),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
Path_ = tuple[str | int, ...]


def places(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Every place within a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from places(inner, (*path, key))


def _strings(value: Any) -> list[str]:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value] if isinstance(value, str) else [text for one in inner for text in _strings(one)]


def changed(event: Any, path: Path_, value: Any) -> Any:
    """The event with another value in one place."""
    if not path:
        return value
    event = copy.deepcopy(event)
    holder = event
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return event


def without(event: Any, path: Path_) -> Any:
    event = copy.deepcopy(event)
    holder = event
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]
    return event


def understood(name: str, event: Any) -> None:
    """Parse it, and see that what comes out can be stored."""
    try:
        body = json.dumps(event).encode()
    except ValueError:  # more digits than Python writes
        return
    network = adapter(name.partition("/")[0])
    try:
        found = network.parse(body, US)
    except Unparsable:
        return
    finally:
        assert isinstance(network.redact(body, ["1"]), bytes)
    for each in found:
        if isinstance(each, Received):
            storable(each)
        elif isinstance(each, Reacted):
            assert "\x00" not in "".join(each.signs) + each.author.name
            assert each.at.tzinfo is not None


def storable(message: Received) -> None:
    assert message.sent_at.tzinfo is not None
    parts: list[str] = [message.text, message.external_id, message.thread_key, message.account, message.permalink]
    people = [message.author, *([message.recipient] if message.recipient else [])]
    attachments: tuple[InboundAttachment, ...] = message.attachments
    context: tuple[ContextPost, ...] = message.context
    people += [post.author for post in context]
    parts += [post.text for post in context] + [person.name + person.handle for person in people]
    parts += [file.url + file.filename + file.alt + file.content_type for file in attachments]
    for part in parts:
        assert "\x00" not in part
        part.encode()
    for key in (message.external_id, message.thread_key, *message.parents):
        key.encode()
        assert "\x00" not in key
        assert len(key) <= 512
    assert len(message.account) <= 255
    assert len(message.language_hint) <= 255
    for person in people:
        assert person.followers is None or 0 <= person.followers < 2**63


@pytest.mark.parametrize("name", EVENTS)
def test_a_hostile_value_in_any_place_breaks_nothing(name: str) -> None:
    event = EVENTS[name]
    for path in places(event):
        for value in HOSTILE:
            understood(name, changed(event, path, value))


@pytest.mark.parametrize("name", EVENTS)
def test_nothing_that_is_missing_breaks_anything(name: str) -> None:
    event = EVENTS[name]
    for path in places(event):
        if path:
            understood(name, without(event, path))


@pytest.mark.parametrize("name", EVENTS)
def test_the_words_of_a_deleted_post_go_and_the_rest_still_says_what_it_said(name: str) -> None:
    body = json.dumps(EVENTS[name]).encode()
    network = adapter(name.partition("/")[0])
    found = [one for one in network.parse(body, US) if isinstance(one, Received)]
    for gone in found:
        left = network.redact(body, gone.own_ids)
        kept = {
            one.external_id: one.text for one in (network.parse(left, US) if left else ()) if isinstance(one, Received)
        }
        if gone.text in _strings(EVENTS[name]):  # and not a sentence of ours about what it is
            assert not kept.get(gone.external_id)
        others = {one.external_id: one.text for one in found if one.external_id != gone.external_id}
        assert {key: kept.get(key) for key in others} == others


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_any_json_in_several_places_breaks_nothing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(EVENTS)))
    event = EVENTS[name]
    for _ in range(data.draw(st.integers(1, 4))):
        event = changed(event, data.draw(st.sampled_from(list(places(event)))), data.draw(JSON))
    understood(name, event)


@pytest.mark.parametrize("network", NETWORKS)
@settings(deadline=None)
@given(payload=st.binary(max_size=300))
def test_any_bytes_break_nothing(network: str, payload: bytes) -> None:
    with pytest.raises(Unparsable):
        adapter(network).parse(payload, Parsing(real_now()))


@pytest.mark.parametrize("network", NETWORKS)
@settings(deadline=None)
@given(payload=st.binary(max_size=300))
def test_bytes_that_nobody_understands_are_known_again(network: str, payload: bytes) -> None:
    """By a key that fits into its column, or they are refused with a ValueError and known by their digest."""
    try:
        keys = {adapter(network).receipt_key(WebhookRequest(payload, {})) for _ in range(2)}
    except ValueError:
        return
    assert len(keys) == 1 and 0 < len(keys.pop()) <= 255
