"""What is fuzzed: for each target, bytes in; nothing may come out but what it promises, and nothing may take long.

`parse …` gets bytes as they come, `twist …` an event in the network's shape with several places changed, `verify …` a
request that nobody signed. A new network is here by itself as soon as it is registered.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from functools import cache, partial
from itertools import cycle
from typing import Any

from tests.channels.test_hostile_payloads import EVENTS, HOSTILE, US, places, storable, understood
from tests.channels.test_html import faults
from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.email.quoting import parted
from webcare.channels.html import safe
from webcare.channels.inbound import Received, Unparsable
from webcare.channels.registry import BUILT_IN, adapter

Target = Callable[[bytes], None]
SECONDS = 2.0  # for one input, on a machine that does other things as well
LARGEST = 6144  # bytes; the largest of the payloads fits
SECRETS = (
    "consumer_secret",
    "app_secret",
    "client_secret",
    "token",
    "encoding_key",
    "channel_secret",
    "signing_secret",
)
BY_OUR_WORD = {
    "telegram"
}  # brings back a word that is made with the database's own key; tests/channels/telegram has it
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
HEADERS = (
    "x-twitter-webhooks-signature", "x-hub-signature-256", "x-li-signature", "x-telegram-bot-api-secret-token", "x-line-signature",
    "webhook-signature", "authorization",
)  # fmt: skip
WORDS = ("signature", "timestamp", "nonce", "msg_signature", "echostr")


def parses(network: str, data: bytes) -> None:
    """Understood, or Unparsable with a sentence; what is taken out of it still is bytes."""
    try:
        found = adapter(network).parse(data, US)
    except Unparsable:
        return
    finally:
        assert isinstance(adapter(network).redact(data, ["1"]), bytes)
    for one in found:
        if isinstance(one, Received):
            storable(one)


def twists(network: str, data: bytes) -> None:
    """The first byte chooses an event, each further three a place and what is put there; the last may be JSON of its own."""
    names = _names(network)
    name = names[(data[0] if data else 0) % len(names)]
    event = json.loads(_written(name))
    for high, low, what in zip(data[1:13:3], data[2:13:3], data[3:13:3], strict=False):
        event = _put(event, high << 8 | low, deepcopy(HOSTILE[what % len(HOSTILE)]))
    with suppress(ValueError, RecursionError):
        event = _put(event, sum(data[:13]), json.loads(data[13:]))
    understood(name, event)


def _put(event: Any, number: int, value: Any) -> Any:
    """The event itself, with a value in one of its places."""
    there = list(places(event))
    path = there[number % len(there)]
    if not path:
        return value
    holder = event
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return event


@cache
def _names(network: str) -> list[str]:
    return [name for name in EVENTS if name.startswith(f"{network}/")]


@cache
def _written(name: str) -> str:
    return json.dumps(EVENTS[name])


def verifies(network: str, data: bytes) -> None:
    """Nobody gets in who has not signed. The first line has the words that are signed with, the rest is the body."""
    first, _, body = data.partition(b"\n")
    line = first.decode("utf-8", "replace")
    request = WebhookRequest(body, dict.fromkeys(HEADERS, line), dict(zip(WORDS, cycle(line.split(" ")), strict=False)))
    registered = Application(network=network, name="", key="door", secrets=dict.fromkeys(SECRETS, KEY))
    try:
        adapter(network).verify(registered, request)
    except BadSignature:
        return
    raise AssertionError("Somebody got in who signed nothing.")


def cleans(data: bytes) -> None:
    """Whatever HTML comes in, nothing goes out that runs, fetches or leads inside; and it is clean when cleaned again."""
    html = data.decode("utf-8", "replace")
    out = safe(html).html
    assert not faults(out)
    again = safe(out).html
    assert not faults(again)


def quotes(data: bytes) -> None:
    """What somebody wrote and what they quoted."""
    text = data.decode("utf-8", "replace")
    parted(text)


def in_time(target: Target, data: bytes) -> None:
    """One run."""
    began = time.process_time()
    target(data[:LARGEST])
    assert time.process_time() - began < SECONDS, "it took too long"


def _targets() -> dict[str, Target]:
    known: dict[str, Target] = {"html": cleans, "quotes": quotes}
    for network in BUILT_IN:
        known[f"parse {network}"] = partial(parses, network)
        if any(name.startswith(f"{network}/") for name in EVENTS):
            known[f"twist {network}"] = partial(twists, network)
        if adapter(network).capabilities.webhooks and network not in BY_OUR_WORD:
            known[f"verify {network}"] = partial(verifies, network)
    return known


TARGETS = _targets()
