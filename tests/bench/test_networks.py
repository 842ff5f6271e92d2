"""`webcare bench networks` measures every adapter, and its mixed stream is what it says."""

from __future__ import annotations

from webcare.bench.networks import calling
from webcare.bench.parsed import measure_parsing
from webcare.channels.registry import networks


def test_every_adapter_is_measured_with_payloads_that_it_understands() -> None:
    rates = {measure.name.partition(":")[0]: measure.value for measure in measure_parsing(0.001)}
    assert set(rates) == set(networks())
    assert all(rate > 0 for rate in rates.values())


def test_in_the_mixed_stream_x_comes_first_and_the_others_call_us_by_themselves() -> None:
    first, *others = [square.network for square in calling()]
    assert first == "x"
    assert others.count("facebook") == 2, "comments and messages"
    assert {"instagram", "whatsapp", "wechat", "line"} <= set(others)
    assert not {"telegram", "email", "bluesky"} & set(others), "they are asked by turns"
