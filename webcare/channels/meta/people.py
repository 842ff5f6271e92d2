"""Who it is that writes in private: events give a number only, and the exchange with them shows a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webcare.channels.completing import unnamed
from webcare.channels.meta.api import path_id
from webcare.channels.meta.direct import Direct
from webcare.channels.meta.fields import Shape


def nameless(entry: Shape, account: str) -> Iterator[str]:
    """Those in an entry's private messages of whom it tells nothing but the number."""
    for event in entry.shapes("messaging"):
        for person in (event.maybe_shape("sender"), event.maybe_shape("recipient")):
            known = person.maybe_identifier("id") if person else ""
            if person and known and known != account and not person.maybe_words("name"):
                yield known


def people_behind(direct: Direct, ids: set[str]) -> list[dict[str, Any]]:
    """Whom we know by name already, we need not ask for."""
    unknown = sorted(unnamed(direct.account.network, ids))
    return [person_told(person, name) for person in unknown if (name := _name_of(direct, person))]


def person_told(known: str, name: str) -> dict[str, Any]:
    """As it is added to an event."""
    return {"id": known, "name": name}


def raw_of(added: Shape, name: str) -> list[dict[str, Any]]:
    """What was added before."""
    return [dict(each.values) for each in added.shapes(name)]


def _name_of(direct: Direct, person: str) -> str:
    """As the exchange with them shows it: that needs no permission beyond the one to write there."""
    path, asked = f"{path_id(direct.node)}/conversations", {"platform": direct.platform, "user_id": person}
    for exchange in direct.api.get(path, fields="participants", **asked).shapes("data"):
        for one in exchange.shapes("participants"):
            if one.identifier("id") == person:
                return one.maybe_words("name", "username")
    return ""
