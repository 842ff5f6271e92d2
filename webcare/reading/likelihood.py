"""How likely a text is in each language: by the model of py3langid, kept in a tenth of the memory, and without numpy.

The model is naive Bayes over sequences of bytes, which an automaton finds. Its file has 39 MB of transitions and 28 MB of
odds in 142 languages. We keep transitions by the byte that they take, where they need a byte or two each, and the odds of
the languages that are asked for; those of all others stay in a file without a name, which few messages look into.
"""

from __future__ import annotations

import ast
import lzma
import math
import os
import shutil
import tempfile
import unicodedata
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from struct import Struct, pack, unpack
from typing import IO, Any
from zipfile import ZipFile

MODEL = "data/model.npz.xz"
HALF = 2  # bytes of one number among the odds
BYTES = 256
CHUNK = 1 << 20

LOWEST = -64.0  # no odds are lower; above it they are counted, so that none is negative
UNIT = 1 << 24  # of what is counted: odds are multiples of it, or so nearly that no vote changes
LANE = 8  # bytes in which one language's sum has room
REMEMBERED = 200_000  # numbers that stay unpacked, of the features that texts are full of

Row = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Automaton:
    """From each row of transitions to the next, by a byte; for each byte, what it leads to is numbered from 0.

    `to[byte][row]` is that number; by it `rows[byte]` tells the next row, `features[byte]` what was found, or -1.
    """

    start: int
    to: Sequence[Sequence[int]]
    rows: Sequence[Sequence[int]]
    features: Sequence[Sequence[int]]

    def found_in(self, text: bytes) -> Counter[int]:
        """Which features the text has, and how often."""
        to, rows, features, row = self.to, self.rows, self.features, self.start
        found: list[int] = []
        for byte in text:
            number = to[byte][row]
            row = rows[byte][number]
            found.append(features[byte][number])
        counted = Counter(found)
        counted.pop(-1, None)
        return counted


@dataclass(frozen=True, slots=True)
class Likelihood:
    """Weighs a text in some languages; `odds_of` a feature are one number for each of them."""

    codes: Sequence[str]
    prior: Sequence[float]
    automaton: Automaton
    odds_of: Callable[[int], Row]
    _abreast: Callable[[int], int] = field(init=False)

    def __post_init__(self) -> None:
        remembered = lru_cache(REMEMBERED // max(len(self.codes), 1))
        object.__setattr__(self, "_abreast", remembered(lambda feature: _abreast(self.odds_of(feature))))

    def of(self, text: str) -> dict[str, float]:
        """The share of each code; together 1. A text in which nothing is found has the same for all of them."""
        signs = unicodedata.normalize("NFC", text.lower() if text.isupper() else text)
        said = signs.encode("utf-8", "surrogatepass")
        shares: dict[str, float] = {}
        for code, share in zip(self.codes, self._shares(said), strict=True):
            shares[code] = shares.get(code, 0.0) + share  # a language with two scripts stands there twice
        return shares

    def _shares(self, said: bytes) -> list[float]:
        scores = self._scores(self.automaton.found_in(said))
        calm = 1.0 / math.sqrt(len(said) or 1)  # a longer text says less a byte than independence would have it
        highest = max(scores, default=0.0)
        powers = [math.exp((score - highest) * calm) for score in scores]
        whole = sum(powers)
        return [power / whole for power in powers]

    def _scores(self, found: Counter[int]) -> Sequence[float]:
        if not found:
            return [0.0] * len(self.codes)
        by_times: dict[int, list[int]] = {}
        for feature, times in found.items():
            by_times.setdefault(times, []).append(feature)
        scores = self.prior
        for times, features in by_times.items():
            weight = math.log1p(times)
            scores = [score + weight * odds for score, odds in zip(scores, self._sums(features), strict=True)]
        return scores

    def _sums(self, features: Sequence[int]) -> list[float]:
        """The odds of these features together, by language: all languages stand in one number, so that one sum adds them."""
        lanes = len(self.codes)
        together = sum(map(self._abreast, features)).to_bytes(lanes * LANE, "little")
        return [counted / UNIT + len(features) * LOWEST for counted in unpack(f"<{lanes}Q", together)]


def _abreast(odds: Row) -> int:
    return int.from_bytes(pack(f"<{len(odds)}Q", *(round((one - LOWEST) * UNIT) for one in odds)), "little")


class Model:
    """The whole of it, from the file that comes with py3langid."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile() as unpacked:
            with lzma.open(_path()) as packed:
                shutil.copyfileobj(packed, unpacked, CHUNK)
            with ZipFile(unpacked) as archive:
                self.automaton = _automaton(
                    _numbers(archive, "nextmove"), _numbers(archive, "nextmove_row"), _numbers(archive, "out_feat")
                )
                self.prior = _numbers(archive, "pc")
                with archive.open("classes.npy") as file:
                    self.codes = _words(file)
                self._odds: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as we are
                with archive.open("ptc.npy") as file:
                    _described(file)
                    shutil.copyfileobj(file, self._odds, CHUNK)
        self._odds.flush()

    def whole(self) -> Likelihood:
        """In all languages that it knows; the odds are read from the file."""
        file, row = self._odds, Struct(f"<{len(self.codes)}e")
        return Likelihood(
            self.codes,
            self.prior,
            self.automaton,
            lambda feature: row.unpack(os.pread(file.fileno(), row.size, feature * row.size)),
        )

    def among(self, wanted: Callable[[str], bool]) -> Likelihood:
        """In the languages whose codes are wanted; their odds are kept."""
        columns = [number for number, code in enumerate(self.codes) if wanted(code)]
        kept = self._columns(columns)
        row = Struct(f"<{len(columns)}e")
        return Likelihood(
            [self.codes[number] for number in columns],
            [self.prior[number] for number in columns],
            self.automaton,
            lambda feature: row.unpack_from(kept, feature * row.size),
        )

    def _columns(self, columns: Sequence[int]) -> bytes:
        """The odds of some languages, one row a feature."""
        file, width = self._odds.fileno(), len(self.codes)
        step = width * HALF * 4096  # bytes of whole rows
        parts: list[bytes] = []
        for start in range(0, os.fstat(file).st_size, step):
            odds = array("H", os.pread(file, step, start))  # half precision has no letter of its own here
            part = array("H", bytes(len(odds) // width * len(columns) * HALF))
            for place, number in enumerate(columns):
                part[place :: len(columns)] = odds[number::width]
            parts.append(part.tobytes())
        return b"".join(parts)


def _path() -> Path:
    spec = find_spec("py3langid")  # found, not imported: the package itself would load numpy
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("py3langid, whose model reads languages, is not installed.")
    return Path(spec.submodule_search_locations[0]) / MODEL


def _automaton(moves: Sequence[int], row_of: Sequence[int], feature_of: Sequence[int]) -> Automaton:
    """`moves` has a state for each row and byte; states with the same moves share a row."""
    to, rows, features = [], [], []
    for byte in range(BYTES):
        column = moves[byte::BYTES]
        states = sorted(set(column))
        number = {state: place for place, state in enumerate(states)}
        to.append(array("B" if len(states) <= BYTES else "H", map(number.__getitem__, column)))
        rows.append(array("H", [row_of[state] for state in states]))
        features.append(array("i", [feature_of[state] for state in states]))
    return Automaton(row_of[0], _once(to), rows, features)


def _once(columns: Iterable[array[int]]) -> Sequence[Sequence[int]]:
    """Equal columns as one: no UTF-8 has some bytes, and few languages have some others."""
    seen: dict[bytes, array[int]] = {}
    return [seen.setdefault(column.tobytes(), column) for column in columns]


def _numbers(archive: ZipFile, name: str) -> array[Any]:  # Any: whole numbers or others, as the file says
    """What NumPy wrote as one row of numbers."""
    letters = {"<u2": "H", "<u4": "I", "<i4": "i", "<f4": "f"}
    with archive.open(f"{name}.npy") as file:
        numbers = array(letters[_described(file)])
        while chunk := file.read(CHUNK):
            numbers.frombytes(chunk)
    return numbers


def _words(file: IO[bytes]) -> list[str]:
    """What NumPy wrote as one row of words: each as long as the longest, filled up with zeros."""
    size = int(_described(file).removeprefix("<U")) * 4
    words = iter(lambda: file.read(size), b"")
    return [word.decode("utf-32-le").rstrip("\0") for word in words]


def _described(file: IO[bytes]) -> str:
    """The type of the numbers, from the head of a .npy file; what follows are they."""
    version = file.read(8)[6]
    length = int.from_bytes(file.read(2 if version == 1 else 4), "little")
    return str(ast.literal_eval(file.read(length).decode("latin-1"))["descr"])
