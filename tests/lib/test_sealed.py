"""Nothing can be taken from a sealed file, changed in it or read out of it without being noticed."""

from __future__ import annotations

import io

import pytest

from webcare.lib.sealed import HEAD, PIECE, TAG, Damaged, NotSealed, Opener, Sealer, WrongSeal

KEY = "the-key-of-the-house"
SIZES = (0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE)


def sealed(content: bytes, key: str = KEY) -> bytes:
    target = io.BytesIO()
    with Sealer(target, key) as sealer:
        for start in range(0, len(content), 700_001):
            sealer.write(content[start : start + 700_001])
    return target.getvalue()


def opened(content: bytes, *keys: str) -> bytes:
    return Opener(io.BytesIO(content), keys or (KEY,)).readall() or b""


@pytest.mark.parametrize("size", SIZES)
def test_what_went_in_comes_out(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    assert opened(sealed(content)) == content


def test_any_of_several_keys_opens_it() -> None:
    assert opened(sealed(b"hello"), "another", KEY) == b"hello"


def test_another_key_is_told_from_damage() -> None:
    with pytest.raises(WrongSeal):
        opened(sealed(b"hello"), "another")


def test_what_is_no_sealed_file_is_told_so() -> None:
    for other in (b"", b"PK\x03\x04", b"-- PostgreSQL database dump"):
        with pytest.raises(NotSealed):
            opened(other)


def test_nothing_of_the_content_can_be_read_without_the_key() -> None:
    assert b"suitcase" not in sealed(b"Where is my suitcase?" * 100)
    assert sealed(b"the same") != sealed(b"the same")


@pytest.mark.parametrize("at", [20, HEAD - 10, HEAD + 5, HEAD + PIECE + TAG + 5, -1])
def test_a_changed_byte_is_noticed(at: int) -> None:
    changed = bytearray(sealed(b"x" * (2 * PIECE)))
    changed[at] ^= 1
    with pytest.raises((Damaged, WrongSeal)):
        opened(bytes(changed))


def test_pieces_that_were_cut_off_moved_or_repeated_are_noticed() -> None:
    whole = sealed(b"a" * PIECE + b"b" * PIECE + b"c" * PIECE)
    head, pieces = whole[:HEAD], [whole[HEAD + n * (PIECE + TAG) :][: PIECE + TAG] for n in range(3)]
    for wrong in ([0, 1], [], [1, 0, 2], [0, 0, 1, 2], [0, 2], [0, 1, 2, 2]):
        with pytest.raises(Damaged):
            opened(head + b"".join(pieces[number] for number in wrong))


def test_a_file_that_was_never_finished_is_damaged() -> None:
    target = io.BytesIO()
    sealer = Sealer(target, KEY)
    sealer.write(b"x" * (2 * PIECE + 5))
    with pytest.raises(Damaged):
        opened(target.getvalue())
