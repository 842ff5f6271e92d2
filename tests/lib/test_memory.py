"""What a process no longer uses goes back to the machine."""

import subprocess
import sys

import pytest

PIECES = """
import re, sys
from webcare.lib.memory import keep_little
if {told}:
    keep_little() or sys.exit("another C library")
def kib():
    return int(re.search(r"VmRSS:\\s+(\\d+)", open("/proc/self/status").read())[1])
bytearray(b"x") * 30_000_000  # after this glibc keeps what is smaller
before, kept = kib(), []
pieces = []
for number in range(40):
    pieces.append(bytearray(b"x") * 1_000_000)
    kept.append(bytes(100_000))
del pieces
print(kib() - before - 40 * 98)
"""


def _kept(told: bool) -> int:
    """KiB that stay after large pieces, between which small ones lie, are no longer used."""
    done = subprocess.run([sys.executable, "-c", PIECES.format(told=told)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(done.stderr.strip())
    return int(done.stdout)


def test_large_pieces_go_back_although_small_ones_between_them_stay() -> None:
    told, untold = _kept(told=True), _kept(told=False)
    assert told < 8_000
    assert untold > 3 * 8_000
