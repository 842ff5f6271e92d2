"""The counter beside the box says what the server will say, on what people really write."""

from __future__ import annotations

import pytest

from tests.browser.conftest import SitDown
from tests.world import World
from webcare.channels.adapter import Length
from webcare.channels.length import measure
from webcare.demo.content import load_all

ODD = [
    "", "a", "é", "e\u0301", "汉字かな한글", "👍", "👩‍👩‍👧‍👦", "🇳🇱🇧🇪", "👍🏽", "#️⃣ 1 # *", "☎️ ☎", "line\r\nend\rend",
    "see https://lowlandair.example/a?b=c#d now", "www.example.com", "lowlandair.com/help is fine", "no.link here.Really",
    "mail me@example.com", "(https://example.com)", "“quotes” – dashes … and ‘more’", "א ב ג ؟", "€ £ ™ © 100%", "𝒳 𐍈",
    "@mia@town.example and @tom hello", "a@b.example @a.b_c@d.example-", "http://x.example https://y.example/@z@a.example", "zero\u200bwidth\u200djoin\u2060er", "\u202eright to left", "1️⃣2️⃣", "❤️ ❤ ♥", "3.50 5.6.2026 v1.2",
]  # fmt: skip
COUNT = "([texts, unit]) => import('/static/js/counting.js').then(({ measure }) => texts.map((text) => measure(text, unit)))"


@pytest.mark.parametrize("unit", ["weighted", "characters", "bytes", "graphemes", "half-width", "shortened"])
def test_the_page_counts_as_the_server_does(unit: str, world: World, sit_down: SitDown) -> None:
    texts = (
        ODD
        + [line.text for book in load_all() for line in book.lines]
        + [answer for book in load_all() for line in book.lines for answer in line.answers]
    )
    counted = sit_down(None, "/account/login/").evaluate(COUNT, [texts, unit])
    wrong = [
        f"{text!r}: the page says {page}, the server {server}"
        for text, page in zip(texts, counted, strict=True)
        if page != (server := measure(text, Length(280, unit)))
    ]
    assert not wrong, "\n".join(wrong)
