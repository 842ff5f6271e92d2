"""Every section of the settings is explained to those who may open it, in the order in which they find it."""

from __future__ import annotations

from django.utils.translation import override

from tests.docs.pages import rows
from webcare.pages.settings.sections import CHAPTERS


def test_every_section_is_explained_with_its_role() -> None:
    with override("en"):
        there = [[str(one.label), str(one.role.label)] for chapter in CHAPTERS for one in chapter.sections]
    assert [cells[:2] for cells in rows("docs/administrators.md", "section")] == there
