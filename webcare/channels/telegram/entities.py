"""What stands behind the words of a Telegram text: links that only a click would show. Pure."""

from __future__ import annotations

from webcare.channels.telegram.fields import Shape


def told(text: str, entities: list[Shape]) -> str:
    """The text with the address behind each linked word; places are counted in UTF-16, as Telegram does."""
    units = text.encode("utf-16-le", "surrogatepass")
    for entity in sorted(entities, key=_end, reverse=True):
        address = entity.maybe_words("url") if entity.maybe_words("type") == "text_link" else ""
        end = _end(entity) * 2
        start = end - 2 * (entity.maybe_number("length") or 0)
        if address and 0 <= start < end <= len(units) and _words(units[start:end]) != address:
            units = units[:end] + f" ({address})".encode("utf-16-le", "surrogatepass") + units[end:]
    return _words(units)


def _end(entity: Shape) -> int:
    return (entity.maybe_number("offset") or 0) + (entity.maybe_number("length") or 0)


def _words(units: bytes) -> str:
    return units.decode("utf-16-le", "replace")
