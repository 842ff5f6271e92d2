"""A text runs as its own words do, whoever it is addressed to."""

import pytest

from webcare.reading.direction import direction


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("متى تغادر رحلتي؟", "rtl"),
        ("@lowlandair متى تغادر رحلتي LL1187؟", "rtl"),
        ("https://example.org/a #LL1187 @lowlandair איפה המזוודה שלי", "rtl"),
        ("LL1187 متى؟", "ltr"),
        ("@lowlandair waar is mijn koffer?", "ltr"),
        ("@lowlandair 行李", "ltr"),
        ("@lowlandair 👏 123", "auto"),
        ("", "auto"),
    ],
)
def test_names_and_links_do_not_decide_which_way_a_text_runs(text: str, way: str) -> None:
    assert direction(text) == way
