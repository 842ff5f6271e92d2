"""Whatever arrives with a valid word: it is understood, or Unparsable with a sentence, and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webcare.channels.telegram
from tests.channels.meta.test_hostile_payloads import HOSTILE, JSON, changed, places, storable, without
from webcare.channels.inbound import Parsing, Reacted, Received, Unparsable
from webcare.channels.telegram.parse import parse
from webcare.lib.now import real_now

PAYLOADS = sorted((Path(webcare.channels.telegram.__file__).parent / "payloads").glob("*.json"))
EVENTS = {path.stem: json.loads(path.read_text()) for path in PAYLOADS}
US = Parsing(real_now(), account="8100000001", own_ids=frozenset({"8100000001"}))


def understood(event: Any) -> None:
    """Parse it, and see that what comes out can be stored."""
    try:
        body = json.dumps(event).encode()
    except ValueError:  # more digits than Python writes
        return
    try:
        found = parse(body, US)
    except Unparsable:
        return
    for each in found:
        if isinstance(each, Received):
            storable(each)
        elif isinstance(each, Reacted):
            assert "\x00" not in "".join(each.signs) + each.author.name
            assert each.at.tzinfo is not None


@pytest.mark.parametrize("name", EVENTS)
def test_a_hostile_value_in_any_place_and_nothing_in_it_breaks_nothing(name: str) -> None:
    event = EVENTS[name]
    for path in places(event):
        for value in HOSTILE:
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
