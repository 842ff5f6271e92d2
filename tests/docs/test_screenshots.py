"""The pictures in the README are those that bin/screenshots takes, each of them shown, none of them heavy."""

from __future__ import annotations

import re

import pytest
from PIL import Image

from tests.docs.pages import text
from tests.docs.screenshots import FOLDER, MOST_BYTES, SHOTS


def test_every_picture_is_there_and_no_other() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{shot.name}.png" for shot in SHOTS}


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_is_light_and_has_its_shape(shot: object) -> None:
    path = FOLDER / f"{shot.name}.png"  # type: ignore[attr-defined]  # a Shot; pytest knows none
    assert path.stat().st_size < MOST_BYTES
    with Image.open(path) as image:
        assert image.format == "PNG"
        assert image.width / image.height == pytest.approx(shot.width / shot.height, rel=0.01)  # type: ignore[attr-defined]  # a Shot


def test_every_picture_is_shown_with_words_for_who_cannot_see_it() -> None:
    shown = dict(re.findall(r"docs/screenshots/([\w-]+)\.png\" alt=\"([^\"]+)\"", text("README.md")))
    assert set(shown) == {shot.name for shot in SHOTS}
    assert all(len(words.split()) > 4 for words in shown.values())
