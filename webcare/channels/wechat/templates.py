"""Template messages (模板消息) and subscription notices (订阅通知): texts that the account chose at WeChat, for when the window has closed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.calling import understood
from webcare.channels.listed import Aside
from webcare.channels.template import Blank, Chosen, Template
from webcare.channels.wechat.addresses import NAME
from webcare.channels.wechat.api import Api
from webcare.channels.wechat.fields import Shape
from webcare.channels.wechat.limits import offers_notices

DATA = re.compile(r"\{\{\s*([A-Za-z0-9_]{1,40})\.DATA\s*\}\}")
LABEL = re.compile(r"([^:：{}]{1,40})[:：]\s*\Z")
NOTICE = "notice:"  # stands before the key of a notice, which is sent otherwise
NOTICE_KIND = "订阅通知"
LANGUAGE = "zh"  # WeChat tells none


def templates(account: Account) -> list[Template]:
    """None where WeChat has not given the account this interface; the connection test says so. Raises DeliveryError."""
    kinds = [listed, notices] if offers_notices(account) else [listed]
    return [template for kind in kinds for template in _where_given(kind, account)]


def listed(account: Account) -> list[Template]:
    """Those that the account has. Raises DeliveryError."""
    with understood(NAME):
        told = Api.of(account).get("template/get_all_private_template")
        return [template_of(each) for each in Aside().sound(told, "template_list", reads=template_of)]


def notices(account: Account) -> list[Template]:
    """Those that the account has; each reaches only who agreed to it before. Raises DeliveryError."""
    with understood(NAME):
        told = Api.of(account).get("/wxaapi/newtmpl/gettemplate")
        return [notice_of(each) for each in Aside().sound(told, "data", reads=notice_of)]


def _where_given(kind: Callable[[Account], list[Template]], account: Account) -> list[Template]:
    try:
        return kind(account)
    except DeliveryError as error:
        if error.reauth or not error.permanent:
            raise
        return []


def notice_of(told: Shape) -> Template:
    """As a template message, but for its name at WeChat."""
    named = {"template_id": told.words("priTmplId"), **told.values}
    found = template_of(Shape(named, told.where))
    return replace(found, key=NOTICE + found.key, category=NOTICE_KIND)


def template_of(told: Shape) -> Template:
    """A line for each thing that is told, most with a label before the blank."""
    content = told.words("content").replace("\r\n", "\n")
    text = DATA.sub(lambda found: f"{{{{{found[1]}}}}}", content).strip()
    blanks = tuple(_blanks(content, told.maybe_words("example")))
    return Template(told.words("template_id"), told.words("title"), LANGUAGE, text, blanks)


def is_notice(chosen: Chosen) -> bool:
    """Whether it is sent only to who agreed to it."""
    return chosen.key.startswith(NOTICE)


def written(chosen: Chosen) -> dict[str, Any]:
    """As a message wants it."""
    return {
        "template_id": chosen.key.removeprefix(NOTICE),
        "data": {key: {"value": value} for key, value in chosen.values.items()},
    }


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
