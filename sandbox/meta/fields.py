"""Reads what a caller wants to see: `id,from,comments.order(reverse_chronological).limit(5){id,message}`."""

import re
from dataclasses import dataclass, field

from sandbox.meta.problems import invalid

WORD = re.compile(r"[a-z_]+")
OPTION = re.compile(r"\.([a-z_]+)\(([^()]*)\)")
DEEPEST = 5


@dataclass(frozen=True)
class Field:
    """One thing that is wanted, with how (`limit`, `order`, `filter`) and what of it."""

    name: str
    options: dict[str, str] = field(default_factory=dict)
    fields: tuple["Field", ...] = ()


def fields_of(text: str, usual: str) -> tuple[Field, ...]:
    """Without a wish one gets what is usual; `id` is always there."""
    reader = _Reader("".join((text or usual).split()))
    found = reader.several(0)
    if reader.rest:
        raise invalid(f"Syntax error at end of fields: “{reader.rest[:40]}”")
    return found if any(each.name == "id" for each in found) else (Field("id"), *found)


class _Reader:
    def __init__(self, rest: str) -> None:
        self.rest = rest

    def several(self, depth: int) -> tuple[Field, ...]:
        found = [self._one(depth)]
        while self._take(","):
            found.append(self._one(depth))
        return tuple(found)

    def _one(self, depth: int) -> Field:
        word = WORD.match(self.rest)
        if word is None or depth > DEEPEST:
            raise invalid(f"Syntax error: a field expected before “{self.rest[:40]}”")
        self.rest = self.rest[word.end() :]
        options: dict[str, str] = {}
        while option := OPTION.match(self.rest):
            options[option[1]] = option[2]
            self.rest = self.rest[option.end() :]
        inner: tuple[Field, ...] = ()
        if self._take("{"):
            inner = self.several(depth + 1)
            if not self._take("}"):
                raise invalid("Syntax error: } expected")
        return Field(word[0], options, inner)

    def _take(self, mark: str) -> bool:
        if not self.rest.startswith(mark):
            return False
        self.rest = self.rest[1:]
        return True
