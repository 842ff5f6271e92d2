"""A file is what its bytes say."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests.conversations import files
from webcare.conversations.inspecting import UNKNOWN, content_type, filename
from webcare.conversations.previewing import EDGE, picture


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.picture("PNG"), "image/png"),
        (files.picture("JPEG"), "image/jpeg"),
        (files.picture("GIF"), "image/gif"),
        (files.picture("WEBP"), "image/webp"),
        (files.PDF, "application/pdf"),
        (files.HOSTILE_SVG, "image/svg+xml"),
        (files.SVG_BEHIND_A_COMMENT, "image/svg+xml"),
        (files.HTML_CALLED_PICTURE, "text/html"),
        (files.UTF16_HTML, "text/html"),
        (b"<?xml version='1.0'?><flight/>", "application/xml"),
        ("Grüße aus 東京".encode(), "text/plain"),
        (b"\x00\x01\x02\x03", UNKNOWN),
        (b"\xff\xfe\xff", UNKNOWN),
        (b"caf\xe9", UNKNOWN),
    ],
)
def test_the_bytes_say_what_it_is(content: bytes, kind: str) -> None:
    assert content_type(content) == kind


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\bram\\bag.jpg", "bag.jpg"),
        ("bag\u202egpj.exe", "baggpj.exe"),
        ("line\r\nbreak\x00.png", "linebreak.png"),
        ('so "called".png', "so _called_.png"),
        (".hidden", "hidden"),
        ("", ""),
        ("荷物.png", "荷物.png"),
    ],
)
def test_a_name_is_safe_to_offer_for_saving(given: str, safe: str) -> None:
    assert filename(given) == safe


def test_a_long_name_keeps_its_ending() -> None:
    name = filename("x" * 500 + ".jpeg")
    assert len(name) == 120
    assert name.endswith(".jpeg")


def test_a_preview_is_small_upright_and_without_the_place() -> None:
    seen = picture(files.picture_with_a_place())
    assert seen
    assert (seen.width, seen.height) == (600, 800)
    assert b"Keizersgracht" not in seen.preview
    small = picture(seen.preview)
    assert small
    assert (small.width, small.height) == (EDGE * 600 // 800, EDGE)


@pytest.mark.parametrize("content", [files.bomb(), files.CUT_OFF_PNG, files.HOSTILE_SVG, files.PDF, b""])
def test_what_cannot_be_decoded_with_a_quiet_mind_has_no_preview(content: bytes) -> None:
    assert picture(content) is None


def test_a_transparent_picture_stays_transparent() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
    seen = picture(clear.getvalue())
    assert seen
    with Image.open(io.BytesIO(seen.preview)) as preview:
        assert preview.mode == "RGBA"
