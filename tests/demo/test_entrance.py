"""The code of a demo that others can reach is easy to type and hard to guess."""

from __future__ import annotations

import pytest

from webcare.demo.entrance import fresh_code, is_right


def test_a_code_is_new_each_time_and_too_long_to_guess() -> None:
    codes = {fresh_code() for _ in range(200)}
    assert len(codes) == 200
    signs = {sign for code in codes for sign in code} - {"-"}
    assert len(signs) ** min(len(code.replace("-", "")) for code in codes) > 2**56


def test_it_is_right_however_somebody_types_it() -> None:
    assert all(is_right(typed, "gx4k-92mr") for typed in ("gx4k-92mr", " GX4K 92MR ", "gx4k92mr"))


@pytest.mark.parametrize("typed", ["", "gx4k", "gx4k-92ms", "ｇx4k-92mr", "-", "gx4k-92mr1"])
def test_nothing_else_is_right(typed: str) -> None:
    assert not is_right(typed, "gx4k-92mr")
