"""The lines of the list as HTML: made once for all who see them alike, and remembered; only the time is told anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from webcare.pages.tags import ago, left, moment, register
from webcare.routing.line import Line

REMEMBERED = 1_000  # lines of some 2 kB
_TIME = "<!--time-->"  # no text of anybody can hold it: texts are escaped


@dataclass(frozen=True, slots=True)
class Seen:
    """What of a line depends on who looks, from where and when."""

    language: str
    query: str
    may_answer: bool
    current: bool
    closed: bool
    mine: bool
    holder: str


@register.simple_tag(takes_context=True)
def waiting_line(context: dict[str, Any], line: Line) -> SafeString:
    """One line of the list."""
    before, after = _made(line, _seen(context, line, context["now_at"]))
    return mark_safe(before + _time(line) + after)  # noqa: S308 - two halves of a template, and what format_html says


def _seen(context: dict[str, Any], line: Line, at: datetime) -> Seen:
    waiting, opened = context["waiting"], context.get("conversation")
    return Seen(
        language=get_language() or "",
        query=waiting.query,
        may_answer=context["may_answer"],
        current=opened is not None and opened.pk == line.pk,
        closed=waiting.filters.tab == "all",
        mine=bool(line.holder_at(at)) and line.holder_id == context["person"].pk,
        holder=line.holder_at(at),
    )


def _time(line: Line) -> str:
    if line.snoozed_until:
        return moment(line.snoozed_until)
    if line.due_at:
        return left(line.due_at, line.soon_from)
    return format_html('<span class="left">{}</span>', ago(line.waiting_since or line.last_message_at))


@lru_cache(maxsize=REMEMBERED)
def _made(line: Line, seen: Seen) -> tuple[str, str]:
    """Before and after the time."""
    place = mark_safe(_TIME)  # noqa: S308 - our own words
    made = get_template("desk/item.html").render({"line": line, "seen": seen, "time": place})
    before, _, after = made.partition(_TIME)
    return before, after
