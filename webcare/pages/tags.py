"""Template tags of the house: times, languages, networks, texts as people wrote them."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html, json_script, urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from webcare.channels.adapter import Capabilities
from webcare.channels.registry import UnknownNetwork, adapter
from webcare.clocks.deadline import level
from webcare.ledger.vocabulary import VERBS
from webcare.lib import sentence
from webcare.lib.duration import LEVELS, in_words, words
from webcare.lib.now import now
from webcare.reading.direction import direction
from webcare.team.languages import language_name

register = template.Library()
URGENCIES = {
    "safety": _("Danger"),
    "medical": _("Medical"),
    "child": _("Child"),
    "stranded": _("Stranded"),
    "travels_today": _("Travels today"),
    "deadline": _("Deadline"),
}
REASONS = {
    "answered": _("answered"),
    "spam": _("spam"),
    "tag_only": _("only a tag"),
    "chatter": _("chatter"),
    "other": _("something else"),
    "customer": _("the customer wrote again"),
    "expired": _("its time was over"),
}
RESTRICTIONS = {"mute": _("muted"), "block": _("blocked"), "report": _("reported")}
MENTION = re.compile(r"(?<![\w@/])(@[\w-]{2,60})")
LINK = re.compile(r"<a href=")
LIKE_A_LINK = re.compile(r"\S[.:@]\S")
DAYS = 1_000  # of which their written form is remembered


@register.simple_tag
def ago(when: datetime | None) -> str:
    """How long ago, exact on hover; the page keeps it fresh."""
    if when is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}" data-ago>{}</time>', when.isoformat(), exact(when), in_words(now() - when)
    )


@register.simple_tag
def left(due_at: datetime | None, soon_at: datetime | None = None) -> str:
    """How long until a promise is broken, with the colour that says so; the page keeps it fresh."""
    if due_at is None:
        return ""
    at = now()
    colour = level(soon_at or due_at, due_at, at)
    return format_html(
        '<time class="left {}" datetime="{}" data-left data-soon="{}" title="{}">{}</time>',
        colour,
        due_at.isoformat(),
        soon_at.isoformat() if soon_at else "",
        gettext("promised by %(when)s") % {"when": exact(due_at)},
        LEVELS[colour] % {"span": in_words(abs(due_at - at))},
    )


@register.simple_tag
def moment(when: datetime | None) -> str:
    """The time of day, with the date unless it is today, in the reader's time zone; exact on hover."""
    if when is None:
        return ""
    local, today = timezone.localtime(when), timezone.localtime(now()).date()
    day = "" if local.date() == today else _day(local.date(), "j M " if local.year == today.year else "j M Y ")
    return format_html('<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact(when), f"{day}{local:%H:%M}")


def _day(day: date, shape: str) -> str:
    return _day_in(get_language(), day, shape)


@lru_cache(maxsize=DAYS)
def _day_in(language: str | None, day: date, shape: str) -> str:
    return date_format(day, shape)


@register.filter
def exact(when: datetime) -> str:
    """Date and time to the second with the zone, for a title."""
    local = timezone.localtime(when)
    return f"{_day(local.date(), 'DATE_FORMAT')} {local:%H:%M:%S %Z}"


@register.filter
def language(code: str) -> str:
    """The language in the reader's language."""
    if not code:
        return gettext("language uncertain")
    return language_name(code)


@register.filter
def capabilities(network: str) -> Capabilities | None:
    """What the network can do, None when its adapter is gone."""
    try:
        return adapter(network).capabilities
    except UnknownNetwork:
        return None


@register.filter
def network_name(network: str) -> str:
    """The network as people say it."""
    known = capabilities(network)
    return known.name if known else network


@register.simple_tag
def net(network: str, inline: bool = False) -> str:
    """The badge of a network."""
    known = capabilities(network)
    badge, name = (known.badge, known.name) if known else (network[:2], network)
    return format_html(
        '<span class="net{}" role="img" aria-label="{}" title="{}">{}</span>',
        " inline" if inline else "",
        name,
        name,
        badge,
    )


@register.filter
def initials(name: str) -> str:
    """Two letters for a face."""
    words = [word for word in re.split(r"[\s_\-.]+", name.lstrip("@")) if word]
    return "".join(word[0] for word in (words[0], *words[1:][-1:])).upper() if words else "?"


@register.filter
def linked(text: str) -> SafeString:
    """A message as it was written, with links that tell the other side nothing about us."""
    if not LIKE_A_LINK.search(text):
        return escape(text)
    links = urlize(text, nofollow=True, autoescape=True)
    told_nothing = links.replace('rel="nofollow"', 'rel="nofollow noopener noreferrer"')
    html = LINK.sub('<a target="_blank" href=', told_nothing)
    return mark_safe(html)  # noqa: S308 - urlize has escaped the text


register.filter("runs", direction)


@register.filter
def noted(text: str) -> SafeString:
    """A note with its mentions marked."""
    html = MENTION.sub(r'<span class="mention">\1</span>', conditional_escape(text))
    return mark_safe(html)  # noqa: S308 - escaped in the line above


@register.filter
def happened(verb: str) -> str:
    """The sentence of the ledger for a verb."""
    return str(VERBS.get(verb, verb))


@register.simple_tag
def key(keys: str) -> str:
    """A key as people see it on the keyboard; screen readers get it from aria-keyshortcuts."""
    return format_html('<kbd aria-hidden="true">{}</kbd>', keys)


@register.simple_tag(takes_context=True)
def is_here(context: dict[str, Any], path: str) -> str:
    """aria-current for the link to where we are."""
    request = context.get("request")
    here = request.path if request else ""
    hit = (
        here == path or (path != "/" and here.startswith(path)) or (path == "/" and here.startswith("/conversations/"))
    )
    return mark_safe('aria-current="page"') if hit else ""


@register.simple_tag
def words_for_scripts() -> SafeString:
    """The words that the page's own clock and lists need, as data (no script runs inline)."""
    keys = {
        "down": gettext("Next in the list"),
        "up": gettext("Previous in the list"),
        "pick": gettext("Select in the list"),
        "back": gettext("Back to the list"),
    }
    keys |= {"space": gettext("space")}
    return json_script(words() | keys, "words")


@register.filter
def urgency(reason: str) -> str:
    """Why it cannot wait, in two words for a list."""
    return str(URGENCIES.get(reason, reason))


@register.filter
def reason(why: str) -> str:
    """The reason of an event: our own keys and sentences in the reader's words, what people wrote as it is."""
    return str(REASONS[why]) if why in REASONS else sentence.told(why)


@register.filter
def told(written: str) -> str:
    """What was written down in English when it happened, in the reader's language."""
    return sentence.told(written)


@register.filter
def act(act: str) -> str:
    """What was done to somebody."""
    return str(RESTRICTIONS.get(act, act))
