"""The template messages that every account here has chosen, and one of them filled in."""

import re
from typing import Any

from sandbox.wechat.problems import Problem

Json = dict[str, Any]
BLANK = re.compile(r"\{\{(\w+)\.DATA\}\}")
LONGEST = 20  # characters of what stands in a blank
TEMPLATES: tuple[Json, ...] = (
    {
        "template_id": "iPk5sOIt5X_flOVKn5GrTFpncEYTojx6ddbt8WYoV5s",
        "title": "航班变动通知",
        "primary_industry": "交通工具",
        "deputy_industry": "航空",
        "content": "航班号：{{character_string1.DATA}}\n新的起飞时间：{{time2.DATA}}\n备注：{{thing3.DATA}}",
        "example": "航班号：LL1024\n新的起飞时间：2026年7月24日 18:40\n备注：请提前两小时到达",
    },
    {
        "template_id": "q7Yw2bGmW0nR1dS4c9vT3aLkXzEoUhJf6iPpKtNsQxA",
        "title": "行李查询结果",
        "primary_industry": "交通工具",
        "deputy_industry": "航空",
        "content": "查询编号：{{character_string1.DATA}}\n处理结果：{{thing2.DATA}}",
        "example": "查询编号：QX7RT2\n处理结果：已找到",
    },
)
NOTICES: tuple[Json, ...] = (
    {
        "priTmplId": "zun-LzcQyW-edafCVvzPkK4de2Rllr1fFpw2A_x0oXE",
        "title": "行李送达通知",
        "content": "行李编号:{{character_string1.DATA}}\n送达时间:{{time2.DATA}}",
        "example": "行李编号:QX7RT2\n送达时间:2026年7月24日 18:40",
        "type": 2,
    },
)


def filled(wish: Json) -> str:
    """What the follower reads. Raises a Problem where WeChat would refuse it."""
    return _filled(wish, next((each for each in TEMPLATES if each["template_id"] == wish.get("template_id")), None))


def filled_notice(wish: Json) -> str:
    """The same of a subscription notice."""
    return _filled(wish, next((each for each in NOTICES if each["priTmplId"] == wish.get("template_id")), None))


def _filled(wish: Json, found: Json | None) -> str:
    if found is None:
        raise Problem(40037, "invalid template_id")
    given = wish.get("data")
    values = {name: str(each.get("value", "")) for name, each in given.items()} if isinstance(given, dict) else {}
    for name in BLANK.findall(found["content"]):
        if not 0 < len(values.get(name, "")) <= LONGEST:
            raise Problem(47003, f"argument invalid! data.{name}.value invalid")
    return BLANK.sub(lambda blank: values[blank[1]], found["content"])
