"""How LinkedIn writes names of things (URNs), moments and texts; whatever is not so is told by the field's name. Pure."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from webcare.channels import shape
from webcare.channels.inbound import Unparsable

NUMBER = r"[0-9]{1,25}"
POST = re.compile(rf"urn:li:(?:activity|share|ugcPost):{NUMBER}\Z")
COMMENT = re.compile(rf"urn:li:comment:\((?:urn:li:)?((?:activity|share|ugcPost|comment):{NUMBER}),({NUMBER})\)\Z")
ACTOR = re.compile(r"urn:li:(?:person|organization):[A-Za-z0-9_-]{1,60}\Z")
LATEST = 99_999_999_999_999  # milliseconds; the year 5138, which datetime can still hold


def comment_urn(written: str) -> str:
    """A comment's one name: LinkedIn writes the post within it with `urn:li:` and without. Empty where it is none."""
    found = COMMENT.match(written)
    return f"urn:li:comment:(urn:li:{found[1]},{found[2]})" if found else ""


def post_of(comment: str) -> str:
    """The post that a comment's name holds."""
    found = COMMENT.match(comment)
    return f"urn:li:{found[1]}" if found else ""


def number_of(comment: str) -> str:
    """What a comment is called below its post."""
    found = COMMENT.match(comment)
    return found[2] if found else ""


class Shape(shape.Shape):
    """A JSON object of LinkedIn's notifications, or of what its API answers."""

    __slots__ = ()

    def comment(self, *names: str) -> str:
        """The name of a comment."""
        name, value = self._first(names)
        urn = comment_urn(value) if isinstance(value, str) else ""
        if not urn:
            raise self._wrong(name, "names no comment")
        return urn

    def maybe_comment(self, *names: str) -> str:
        """The name of a comment, or an empty string."""
        return self.comment(*names) if self._first(names)[1] not in (None, "") else ""

    def post(self, *names: str) -> str:
        """The name of a post."""
        return self._urn(POST, "names no post", names)

    def maybe_post(self, *names: str) -> str:
        """The name of a post, or an empty string."""
        return self.post(*names) if self._first(names)[1] not in (None, "") else ""

    def actor(self, *names: str) -> str:
        """The name of a person or an organisation."""
        return self._urn(ACTOR, "names nobody", names)

    def maybe_actor(self, *names: str) -> str:
        """The name of a person or an organisation, or an empty string."""
        return self.actor(*names) if self._first(names)[1] not in (None, "") else ""

    def maybe_moment(self, *names: str) -> datetime | None:
        """Milliseconds since 1970; None where there are none."""
        name, value = self._first(names)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LATEST:
            raise self._wrong(name, "is no time")
        return datetime.fromtimestamp(value / 1000, UTC)

    def identifier(self, *names: str) -> str:
        """A number of LinkedIn's, which it writes with quotes or without."""
        name, value = self._first(names)
        written = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
        if not isinstance(written, str) or not re.fullmatch(r"-?[0-9]{1,25}", written):
            raise self._wrong(name, "is no number")
        return written

    def _urn(self, kind: re.Pattern[str], wrong: str, names: tuple[str, ...]) -> str:
        name, value = self._first(names)
        if not isinstance(value, str) or not kind.match(value):
            raise self._wrong(name, wrong)
        return value

    def _wrong(self, name: str, what: str) -> Unparsable:
        return Unparsable(f"{self._path(name)} {what}.")


def raw(item: Shape) -> dict[str, Any]:
    """The object again, to be written down."""
    return dict(item.values)
