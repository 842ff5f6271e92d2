"""Template messages (模板消息): texts that the account chose at WeChat, all that still reaches a follower when the window has closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.calling import understood
from webcare.channels.listed import Aside
from webcare.channels.template import Blank, Chosen, Template
from webcare.channels.wechat.addresses import NAME
from webcare.channels.wechat.api import Api
from webcare.channels.wechat.fields import Shape

DATA = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,40})\.DATA\s*\}\}")
LABEL = re.compile(r"([^:：{}]{1,40})[:：]\s*\Z")
LANGUAGE = "zh"  # WeChat tells none


def templates(account: Account) -> list[Template]:
    """None where WeChat has not given the account this interface; the connection test says so. Raises DeliveryError."""
    try:
        return listed(account)
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        return []


def listed(account: Account) -> list[Template]:
    """Those that the account has. Raises DeliveryError."""
    with understood(NAME):
        told = Api.of(account).get("template/get_all_private_template")
        return [template_of(each) for each in Aside().sound(told, "template_list", reads=template_of)]


def template_of(told: Shape) -> Template:
    """A line for each thing that is told, most with a label before the blank."""
    content = told.words("content").replace("\r\n", "\n")
    text = DATA.sub(lambda found: f"{{{{{found[1]}}}}}", content).strip()
    blanks = tuple(_blanks(content, told.maybe_words("example")))
    return Template(told.words("template_id"), told.words("title"), LANGUAGE, text, blanks)


def written(chosen: Chosen) -> dict[str, Any]:
    """As a message wants it."""
    return {"template_id": chosen.key, "data": {key: {"value": value} for key, value in chosen.values.items()}}


def _blanks(content: str, example: str) -> Iterator[Blank]:
    """Each once, named by the label before it; the example is of the whole text, line by line."""
    shown = example.replace("\r\n", "\n").split("\n")
    known = set[str]()
    for number, line in enumerate(content.split("\n")):
        for found in DATA.finditer(line):
            label = LABEL.search(line[: found.start()].rpartition("}}")[2])
            alone = DATA.sub("", line, count=1) == line[: found.start()]
            filled = shown[number] if alone and number < len(shown) else ""
            if found[1] not in known:
                value = filled.removeprefix(line[: found.start()])[:100]
                yield Blank(found[1], label[1].strip() if label else found[1], value)
            known.add(found[1])
