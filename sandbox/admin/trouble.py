"""/sandbox/faults and /sandbox/reset: making trouble on purpose, ending it, and starting from nothing."""

from dataclasses import asdict, fields, replace
from typing import Any

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.blackout import APIS
from sandbox.faults import Dialect, Faults, SendFault
from sandbox.turnstile import Turnstile
from sandbox.watching import Happening, News

KNOWN = {field.name for field in fields(Faults)}


async def show(wish: Wish) -> Json:
    return _json(wish.network.faults.now)


async def change(wish: Wish) -> Json:
    """Only what is named changes."""
    strange = set(wish.members) - KNOWN
    if strange:
        raise BadWish(f"Unknown: {', '.join(sorted(strange))}. Known: {', '.join(sorted(KNOWN))}.")
    now = wish.network.faults.now
    changes: dict[str, Any] = {name: _value(wish, name, getattr(now, name)) for name in wish.members}
    wish.network.faults.now = replace(now, **changes)
    wish.network.mail_waiting.set()
    return _json(wish.network.faults.now)


async def clear(wish: Wish) -> Json:
    wish.network.faults.clear()
    turnstile: Turnstile = wish.request.app.state.turnstile
    turnstile.clear()
    wish.network.mail_waiting.set()
    return _json(wish.network.faults.now)


async def reset(wish: Wish) -> Json:
    """Everybody and everything goes, faults too."""
    await clear(wish)
    wish.network.world.reset()
    wish.network.visits.clear()
    wish.network.prepare()
    wish.network.watchers.tell(News(Happening.RESET))
    return {"reset": True}


def _value(wish: Wish, name: str, before: Any) -> Any:
    value = wish.members[name]
    if name == "away":
        return _away(value)
    try:
        match before:
            case tuple():
                return tuple(SendFault(kind) for each in value for kind in _times(each))
            case Dialect():
                return Dialect(value)
            case bool():
                return wish.truth(name, before)
            case int():
                return max(int(value), 1 if name == "repeat" else 0)
            case _:
                return max(float(value), 0.0)
    except (TypeError, ValueError, KeyError):
        raise BadWish(f"“{name}” cannot be {value!r}.") from None


def _away(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not set(map(str, value)) <= APIS.keys():
        raise BadWish(f"“away” is a list of {', '.join(APIS)}, not {value!r}.")
    return tuple(map(str, value))


def _times(each: Any) -> list[str]:
    """`"unavailable"`, or `{"kind": "unavailable", "times": 3}`."""
    return [each["kind"]] * int(each.get("times", 1)) if isinstance(each, dict) else [each]


def _json(faults: Faults) -> Json:
    return asdict(faults)
