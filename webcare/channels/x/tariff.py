"""What X charges for, and which of it a call or an event is. The prices are those of X's list in 2026; each is a setting."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from webcare.channels.length import links
from webcare.channels.tariff import Item, Tariff
from webcare.channels.x.fields import Shape

TARIFF = Tariff(
    "US$",
    (
        Item("post_event", _("a post that X tells us"), "0.005"),
        Item("message_event", _("a direct message that X tells us"), "0.010"),
        Item("post_read", _("a post that we read"), "0.005"),
        Item(
            "own_read",
            _("a mention or post of ours that we read"),
            "0.001",
            _("0.005 where the app on X belongs to another account than the one that answers."),
        ),
        Item("message_read", _("a direct message that we read"), "0.010"),
        Item("user_read", _("a profile that we read"), "0.010"),
        Item("post", _("a post that we write"), "0.015"),
        Item("post_with_link", _("a post with a link that we write"), "0.200"),
        Item("message", _("a direct message that we write"), "0.015"),
        Item("removal", _("something of ours that we take down"), "0.010"),
        Item("order", _("a reply hidden or shown, a picture described, a mute ended"), "0.005"),
        Item("person", _("a person muted, blocked or unblocked"), "0.015"),
    ),
)
CALLS = tuple(
    (method, re.compile(rf"/2/{path}\Z"), key)
    for method, path, key in (
        ("GET", r"users/\d+/(?:mentions|tweets)", "own_read"),
        ("GET", r"tweets", "own_read"),
        ("GET", r"tweets/search/recent", "post_read"),
        ("GET", r"(?:dm_conversations/with/\d+/)?dm_events", "message_read"),
        ("GET", r"users/(?:me|by/username/\w+)", "user_read"),
        ("POST", r"tweets", "post"),
        ("POST", r"dm_conversations/with/\d+/messages", "message"),
        ("DELETE", r"(?:tweets|dm_events)/\d+", "removal"),
        ("PUT", r"tweets/\d+/hidden", "order"),
        ("POST", r"media/metadata", "order"),
        ("DELETE", r"users/\d+/muting/\d+", "order"),
        ("POST", r"users/\d+/(?:muting|dm/(?:un)?block)", "person"),
    )
)
EVENTS = {
    "post.create": "post_event",
    "post.mention.create": "post_event",
    "post.reply.create": "post_event",
    "post.quote.create": "post_event",
    "like.create": "post_event",
    "dm.received": "message_event",
    "chat.received": "message_event",
}


def items_of(method: str, path: str, body: Mapping[str, Any] | None, answer: Shape | None) -> dict[str, int]:
    """What a call costs: what it reads by the piece, what it does by the call. `answer` None: nobody knows what became of it."""
    key = next((key for verb, pattern, key in CALLS if verb == method and pattern.match(path)), "")
    if not key:
        return {}
    if key == "post" and links(str((body or {}).get("text", ""))):
        key = "post_with_link"
    found = answer.values.get("data") if answer else None
    return {key: len(found) if isinstance(found, list) else int(method != "GET" or bool(found))}


def item_of_event(body: bytes) -> str:
    """What an event at our door costs; "" for those that X does not charge for."""
    try:
        return EVENTS.get(json.loads(body)["data"]["event_type"], "")
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
