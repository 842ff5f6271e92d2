"""Scripts: pairs of signs for the search index, direction for the page, a configuration for PostgreSQL."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.reading.script import bigrams, is_cjk, letters, regconfig, script_of


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("行李丢失了", "行李 李丢 丢失 失了"),
        ("行", "行"),
        ("行李", "行李"),
        ("Where is my Bag?", "where is my bag?"),
        ("我在Schiphol等行李", "我在 schiphol 等行 行李"),
        ("ｌｏｗｌａｎｄ", "lowland"),
        ("カバン", "カバ バン"),
        ("ｶﾊﾞﾝ", "カバ バン"),
        ("가방 분실", "가방 분실"),
        ("スーツケース", "スー ーツ ツケ ケー ース"),
        ("", ""),
    ],
)
def test_only_runs_without_spaces_are_cut_into_pairs(text: str, indexed: str) -> None:
    assert bigrams(text) == indexed


@given(st.text(alphabet="行李丢失荷物가방", min_size=2, max_size=12), st.data())
def test_every_part_of_a_run_is_found_again(run: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(run) - 2))
    part = run[start : data.draw(st.integers(start + 2, len(run)))]
    assert set(bigrams(part).split()) <= set(bigrams(f"a {run} b").split())


def test_cjk_is_seen_anywhere_in_a_text() -> None:
    assert is_cjk("my 行李")
    assert not is_cjk("my bag, мой багаж")


@pytest.mark.parametrize(
    ("text", "script"),
    [("bag", "latin"), ("багаж", "cyrillic"), ("行李", "han"), ("荷物が", "kana"), ("가방", "hangul"), ("42!", None)],
)
def test_the_script_is_named(text: str, script: str | None) -> None:
    assert script_of(text) == script


def test_a_sign_says_more_than_a_letter() -> None:
    assert letters("行李") == letters("Lowland Air")


@pytest.mark.parametrize(
    ("language", "configuration"),
    [
        ("nl", "dutch"), ("en", "english"), ("pt-BR", "portuguese"), ("pt_BR", "portuguese"), ("NL", "dutch"),
        ("zh", "simple"), ("ja", "simple"), ("ko", "simple"), (None, "simple"), ("", "simple"), ("xx", "simple"),
    ],
)  # fmt: skip
def test_a_language_has_a_search_configuration(language: str | None, configuration: str) -> None:
    assert regconfig(language) == configuration
