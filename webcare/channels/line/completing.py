"""LINE tells no names with its events: who they are of is looked up before they are read."""

from __future__ import annotations

import json

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.completing import accounts_behind, as_account, unnamed
from webcare.channels.inbound import Unparsable
from webcare.channels.line.api import Api, understood
from webcare.channels.line.fields import Shape
from webcare.channels.line.parse import PEOPLE
from webcare.channels.line.places import GROUP, USER, Place
from webcare.channels.listed import Aside

KEPT = ("displayName", "language")


def complete(source: Account | Application, payload: bytes) -> bytes:
    """With the profiles of those whom we do not know yet. Raises DeliveryError."""
    try:
        call = Shape.read(payload)
        ours, places = call.identifier("destination"), _spoken(call)
    except Unparsable:  # whoever parses it will say why
        return payload
    account = accounts_behind(source, {ours}).get(ours)
    new = unnamed("line", set(places)) if account and not call.has(PEOPLE) else set()
    if account is None or not new:
        return payload
    with as_account(account):
        found = {person: profile for person in sorted(new) if (profile := _profile(Api(account), places[person]))}
    told = {**call.values, PEOPLE: found}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _spoken(call: Shape) -> dict[str, Place]:
    """Who said something, and where; whoever parses the call will say what is odd in it."""
    sound = Aside().sound(call, "events", reads=_place)
    return {place.person: place for each in sound if (place := _place(each)) and place.person}


def _place(event: Shape) -> Place | None:
    return Place.of(event.shape("source")) if event.maybe_words("type") in {"message", "postback"} else None


def _profile(api: Api, place: Place) -> dict[str, str]:
    """Nothing of somebody whom LINE does not show: that is no reason to hold back what they said."""
    where = "profile" if place.kind == USER else f"{'group' if place.kind == GROUP else 'room'}/{place.chat}/member"
    try:
        with understood():
            profile = api.get(f"/v2/bot/{where}/{place.person}")
            return {name: profile.maybe_words(name)[:200] for name in KEPT}
    except DeliveryError as error:
        if error.permanent and not error.reauth:
            return {}
        raise
