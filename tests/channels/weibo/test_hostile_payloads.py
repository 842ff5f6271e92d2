"""Whatever arrives in Weibo's name: it is understood, or Unparsable with a sentence, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.weibo.test_parse import PAYLOADS, US
from tests.channels.x.test_hostile_payloads import HOSTILE, JSON, changed, places, storable, without
from webcare.channels.inbound import Parsing, Received, Unparsable
from webcare.channels.weibo.parse import parse
from webcare.channels.weibo.redact import redact
from webcare.lib.now import real_now

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted(PAYLOADS.glob("*.json"))}
SHAPES = (  # those that differ from each other
    "private_message_with_its_sender", "private_message_with_a_picture", "private_message_with_a_place", "mention_with_pictures",
    "long_mention", "mention_that_passes_a_post_on", "our_answer_from_the_app",
)  # fmt: skip
STRANGE = [
    *HOSTILE,
    "Fri Jul 99 18:09:20 +0800 2026",
    "Fri Xxx 24 18:09:20 +0800 2026",
    "Fri Jul 24 18:09:20 +9999 0001",
]


def understood(event: Any) -> None:
    """Parse it, see that what comes out can be stored, and take its words away."""
    try:
        body = json.dumps(event).encode()
    except ValueError:  # more digits than Python writes
        return
    try:
        found = parse(body, Parsing(real_now(), own_ids=frozenset({US})))
    except Unparsable:
        redact(body, ["comment:1"])
        return
    for each in found:
        assert isinstance(each, Received)
        storable(each)
        left = redact(body, [each.external_id])
        assert [
            one.text for one in parse(left, Parsing(real_now(), own_ids=frozenset({US}))) if isinstance(one, Received)
        ] == [""]


@pytest.mark.parametrize("name", SHAPES)
def test_a_hostile_value_in_any_place_breaks_nothing(name: str) -> None:
    event = EVENTS[name]
    for path in places(event):
        for value in STRANGE:
            understood(changed(event, path, value))
        if path:
            understood(without(event, path))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_any_json_in_several_places_breaks_nothing(data: st.DataObject) -> None:
    event = EVENTS[data.draw(st.sampled_from(sorted(EVENTS)))]
    for _ in range(data.draw(st.integers(1, 4))):
        event = changed(event, data.draw(st.sampled_from(list(places(event)))), data.draw(JSON))
    understood(event)


def test_the_folder_of_payloads_is_where_this_looks() -> None:
    assert Path(PAYLOADS).is_dir()
    assert len(EVENTS) > 15
