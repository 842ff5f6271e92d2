"""Which networks there are, and the adapter behind each; a package of its own may add one through an entry point."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from webcare.channels.adapter import Adapter

GROUP = "webcare.channels"
BUILT_IN = {
    "x": "webcare.channels.x.adapter:XAdapter",
    "facebook": "webcare.channels.facebook.adapter:FacebookAdapter",
    "instagram": "webcare.channels.instagram.adapter:InstagramAdapter",
    "line": "webcare.channels.line.adapter:LineAdapter",
    "mastodon": "webcare.channels.mastodon.adapter:MastodonAdapter",
    "telegram": "webcare.channels.telegram.adapter:TelegramAdapter",
    "weibo": "webcare.channels.weibo.adapter:WeiboAdapter",
    "wechat": "webcare.channels.wechat.adapter:WeChatAdapter",
    "whatsapp": "webcare.channels.whatsapp.adapter:WhatsAppAdapter",
    "bluesky": "webcare.channels.bluesky.adapter:BlueskyAdapter",
    "linkedin": "webcare.channels.linkedin.adapter:LinkedInAdapter",
    "webchat": "webcare.channels.webchat.adapter:WebChatAdapter",
    "email": "webcare.channels.email.adapter:EmailAdapter",
    "notes": "webcare.channels.notes.adapter:NotesAdapter",
}


class UnknownNetwork(LookupError):
    """Nobody brought an adapter for this network."""


@cache
def adapter(network: str) -> Adapter:
    """The adapter of a network, made at the first call; every later call gives the same one."""
    try:
        module, name = _places()[network].split(":")
    except KeyError:
        known = ", ".join(networks())
        raise UnknownNetwork(f"There is no network {network!r} here; there are {known}.") from None
    return cast(Adapter, getattr(import_module(module), name)())


def networks() -> tuple[str, ...]:
    """The keys of all networks: ours first, then those that other packages bring, by name."""
    return tuple(_places())


@cache
def _places() -> dict[str, str]:
    brought = {entry.name: entry.value for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name)}
    return {**BUILT_IN, **{name: place for name, place in brought.items() if name not in BUILT_IN}}
