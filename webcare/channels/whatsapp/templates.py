"""The texts that Meta has approved for our business account, and how one of them is written into a message."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from webcare.channels.account import Account
from webcare.channels.inbound import Unparsable
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.fields import Shape
from webcare.channels.template import BLANK, Blank, Chosen, Template
from webcare.channels.whatsapp.api import Api, business_of

FIELDS = "name,language,status,category,components"
MOST = 500  # a business may have so many; more are not read
PAGE = 100
WRITTEN = ("header", "body", "footer")


def templates(account: Account) -> list[Template]:
    """Those that are approved and need nothing but words. Raises DeliveryError."""
    api, found = Api.of(account), list[Template]()
    with understood():
        path = f"{path_id(business_of(account))}/message_templates"
        for page in api.pages(path, fields=FIELDS, status="APPROVED", limit=PAGE):
            found += [read for each in page.shapes("data") if (read := _understood(each))]
            if len(found) >= MOST:
                break
    return found


def _understood(told: Shape) -> Template | None:
    """One that is told otherwise than Meta promises keeps nobody from the others."""
    try:
        return template_of(told)
    except Unparsable:
        return None


def template_of(told: Shape) -> Template | None:
    """None where it needs a picture, a code or an address in a button, or is not approved."""
    parts = {each.words("type").lower(): each for each in told.shapes("components")}
    needs_words_only = set(parts) <= {*WRITTEN, "buttons"} and not _wants_more(parts)
    if (
        told.maybe_words("status") != "APPROVED"
        or not needs_words_only
        or told.maybe_words("category") == "AUTHENTICATION"
    ):
        return None
    texts, blanks = [], list[Blank]()
    for kind in WRITTEN:
        if part := parts.get(kind):
            texts.append(_named(part.maybe_words("text"), kind))
            blanks += _blanks(part, kind)
    name, language = told.words("name"), told.words("language")
    text = "\n\n".join(text for text in texts if text)
    return Template(f"{name}/{language}", name, language, text, tuple(blanks), told.maybe_words("category").lower())


def written(chosen: Chosen) -> dict[str, Any]:
    """As a message wants it: by part, in the order of the blanks; those with names are given by name."""
    name, _bar, language = chosen.key.rpartition("/")
    parts: dict[str, list[dict[str, str]]] = defaultdict(list)
    for key in sorted(chosen.values, key=_place):
        part, _dot, blank = key.partition(".")
        named = {} if blank.isdigit() else {"parameter_name": blank}
        parts[part].append({"type": "text", **named, "text": chosen.values[key]})
    components = [{"type": part, "parameters": parameters} for part, parameters in parts.items()]
    told = {"policy": "deterministic", "code": language}  # in this language or not at all
    return {"name": name, "language": told, **({"components": components} if components else {})}


def _place(key: str) -> tuple[str, int, str]:
    part, _dot, blank = key.partition(".")
    return part, int(blank) if blank.isdigit() else 0, blank


def _named(text: str, part: str) -> str:
    """The text with blanks whose keys say in which part they stand: each part counts its own."""
    return BLANK.sub(lambda blank: f"{{{{{part}.{blank[1].strip()}}}}}", text)


def _wants_more(parts: dict[str, Shape]) -> bool:
    """Something other than words in the header, or something to fill in below."""
    header, buttons = parts.get("header"), parts.get("buttons")
    if header and header.maybe_words("format") not in {"", "TEXT"}:
        return True
    listed = buttons.shapes("buttons") if buttons else []
    return any(
        BLANK.search(each.maybe_words("url")) or each.maybe_words("type") in {"OTP", "COPY_CODE", "FLOW"}
        for each in listed
    )


def _blanks(part: Shape, kind: str) -> Iterator[Blank]:
    """Each once, with the example that was given to Meta."""
    keys = list(dict.fromkeys(found[1].strip() for found in BLANK.finditer(part.maybe_words("text"))))
    examples = _examples(part, kind)
    for number, key in enumerate(keys):
        example = examples.get(key) or examples.get(str(number + 1), "")
        yield Blank(f"{kind}.{key}", key.replace("_", " ") if not key.isdigit() else key, example[:100])


def _examples(part: Shape, kind: str) -> dict[str, str]:
    told = part.maybe_shape("example")
    if told is None:
        return {}
    named = {
        one.maybe_words("param_name"): one.maybe_words("example") for one in told.shapes(f"{kind}_text_named_params")
    }
    listed = told.values.get(f"{kind}_text")
    first = listed[0] if isinstance(listed, list) and listed else []
    flat = first if isinstance(first, list) else listed if isinstance(listed, list) else []
    return named | {str(number + 1): text for number, text in enumerate(flat) if isinstance(text, str)}
