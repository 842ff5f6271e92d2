"""A push names nobody: who wrote in private is looked up before the message is read."""

from __future__ import annotations

import json
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.completing import accounts_behind, as_account
from webcare.channels.inbound import Unparsable
from webcare.channels.weibo.api import Api, understood
from webcare.channels.weibo.fields import Shape
from webcare.channels.weibo.parse import LISTED
from webcare.channels.weibo.private import SENDER, SPOKEN
from webcare.customers.handle import Handle


def complete(source: Account | Application, payload: bytes) -> bytes:
    """With the sender, where somebody said something and we do not know them yet. Raises DeliveryError."""
    try:
        event = Shape.read(payload)
        if event.has(LISTED) or event.has(SENDER) or event.words("type") not in SPOKEN:
            return payload
        ours, person = event.identifier("receiver_id"), event.identifier("sender_id")
    except Unparsable:  # whoever parses it will say why
        return payload
    account = accounts_behind(source, {ours}).get(ours)
    known = Handle.objects.filter(network="weibo", external_id=person).exclude(name="").exists()
    if account is None or known:
        return payload
    with as_account(account), understood():
        user = _user(account, person)
        sender = {SENDER: _sender(user, person)} if user else {}
    told = {**event.values, **sender}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _sender(user: Shape, person: str) -> dict[str, Any]:
    """Only what is read later, each of it as it has to be."""
    told: dict[str, Any] = {"idstr": person, "verified": user.flag("verified")}
    told |= {name: user.maybe_words(name) for name in ("screen_name", "name")}
    return told | {"followers_count": user.maybe_count("followers_count")}


def _user(account: Account, person: str) -> Shape | None:
    """Somebody whom Weibo does not show is no reason to hold their message back."""
    try:
        user = Api(account).get("users/show", uid=person)
    except DeliveryError as error:
        if error.permanent and not error.reauth:
            return None
        raise
    return user if user.identifier("idstr", "id") == person else None
