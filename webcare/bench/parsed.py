"""How many events a second each adapter understands: its own payloads, again and again, in one thread, and nothing is stored."""

from __future__ import annotations

import time
from inspect import getfile
from itertools import cycle
from pathlib import Path

from webcare.bench.measure import Measure
from webcare.channels.adapter import Adapter
from webcare.channels.inbound import Parsing, Unparsable
from webcare.channels.registry import adapter, networks
from webcare.lib.now import real_now

US = "8100000001"
AT_ONCE = 50  # events between two looks at the clock


def measure_parsing(seconds: float) -> list[Measure]:
    """For each network, so many seconds long."""
    return [
        Measure(f"{network}: events understood", _rate(adapter(network), seconds), "events/s") for network in networks()
    ]


def _rate(network: Adapter, seconds: float) -> float:
    ours = Parsing(real_now(), account=US, own_ids=frozenset({US}))
    events = cycle(_events(network, ours))
    done, began = 0, time.perf_counter()
    while (took := time.perf_counter() - began) < seconds:
        for _ in range(AT_ONCE):
            network.parse(next(events), ours)
        done += AT_ONCE
    return done / took


def _events(network: Adapter, ours: Parsing) -> list[bytes]:
    """Those that lie in the adapter's folder and are understood as a whole."""
    found = []
    for path in sorted((Path(getfile(type(network))).parent / "payloads").iterdir()):
        payload = path.read_bytes()
        try:
            understood = network.parse(payload, ours)
        except Unparsable:
            continue
        if understood:
            found.append(payload)
    return found
