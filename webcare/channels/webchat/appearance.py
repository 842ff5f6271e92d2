"""What a widget's settings mean: sites as a browser's policy writes them, and a colour on which one can read. Pure."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SITE = re.compile(r"(?P<scheme>https?)://(?P<host>(?:\*\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?P<port>:[0-9]{1,5})?/?\Z")
COLOUR = re.compile(r"#[0-9a-f]{6}\Z")
OWN_MACHINE = {"localhost", "127.0.0.1"}
LIGHT, DARK = "#ffffff", "#000000"


def site_of(written: str) -> str:
    """An origin as policies write it; empty where that is none. Without TLS only on this very machine."""
    found = SITE.match(written.strip().lower())
    if found is None or (found["scheme"] == "http" and found["host"] not in OWN_MACHINE):
        return ""
    return f"{found['scheme']}://{found['host']}{found['port'] or ''}"


def sites_in(written: str) -> tuple[list[str], list[str]]:
    """The origins in a text, and the words that are none."""
    words = written.replace(",", " ").split()
    return list(dict.fromkeys(site_of(word) for word in words if site_of(word))), [w for w in words if not site_of(w)]


def is_colour(written: str) -> bool:
    """Whether it is a colour as #rrggbb."""
    return bool(COLOUR.match(written))


def is_page(written: str) -> bool:
    """Whether it is the address of a page that one may open."""
    try:
        return urlsplit(written).scheme in {"http", "https"} and bool(urlsplit(written).hostname)
    except ValueError:
        return False


def ink_on(colour: str) -> str:
    """White or black, whichever reads better on it; one of them always has a contrast of 4.5 or more (WCAG 2.2, 1.4.3)."""
    brightness = _luminance(colour)
    on_light = 1.05 / (brightness + 0.05)
    on_dark = (brightness + 0.05) / (_luminance(DARK) + 0.05)
    return LIGHT if on_light >= on_dark else DARK


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
