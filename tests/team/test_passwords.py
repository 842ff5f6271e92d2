"""A password that was stolen elsewhere is found in a file of any size, and no other one is refused for it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from webcare.team.passwords import NotStolen


def sha(password: str) -> str:
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


def list_of(folder: Path, passwords: set[str], line: str = "{}:{}", end: str = "\r\n") -> NotStolen:
    path = folder / "stolen.txt"
    lines = [line.format(hashed, 7) for hashed in sorted(map(sha, passwords))]
    path.write_bytes("".join(one + end for one in lines).encode())
    return NotStolen(str(path))


def is_refused(known: NotStolen, password: str) -> bool:
    try:
        known.validate(password)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(("line", "end"), [("{}:{}", "\r\n"), ("{}:{}", "\n"), ("{}", "\n")])
def test_each_line_is_found_the_first_and_the_last_too(tmp_path: Path, line: str, end: str) -> None:
    stolen = {f"correct horse {number}" for number in range(257)}
    known = list_of(tmp_path, stolen, line, end)
    assert all(is_refused(known, password) for password in stolen)
    assert not any(is_refused(known, f"{password}!") for password in stolen)


def test_a_last_line_without_its_end_is_found(tmp_path: Path) -> None:
    stolen = {"tulips and clogs", "bicycle in the rain"}
    path = tmp_path / "stolen.txt"
    path.write_text("\n".join(sorted(map(sha, stolen))))
    assert all(is_refused(NotStolen(str(path)), password) for password in stolen)


def test_an_empty_file_refuses_nothing(tmp_path: Path) -> None:
    assert not is_refused(list_of(tmp_path, set()), "anything that is long")


def test_a_file_that_is_gone_lets_nothing_pass(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        NotStolen(str(tmp_path / "gone.txt")).validate("anything that is long")


@given(st.sets(st.text(max_size=20), max_size=40), st.text(max_size=20))
def test_what_is_refused_is_what_stands_there(
    tmp_path_factory: pytest.TempPathFactory, stolen: set[str], tried: str
) -> None:
    stolen, tried = (
        {word.encode("utf-8", "replace").decode() for word in stolen},
        tried.encode("utf-8", "replace").decode(),
    )
    known = list_of(tmp_path_factory.mktemp("stolen"), stolen)
    assert is_refused(known, tried) == (tried in stolen)
