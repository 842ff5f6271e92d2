"""A real ClamAV in a temporary folder, with one signature of our own: whatever holds `EVIL` is evil."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

CLAMD = Path("/usr/sbin/clamd")
EVIL = b"this bag tag bites its reader"
NAME = "Lowland.BagTag"
MOST = 2 << 20  # bytes that it takes
PATIENCE = 60.0


@contextmanager
def scanner() -> Iterator[str]:
    """Where it listens, as the setting names it; skips where there is none."""
    if not CLAMD.exists():
        pytest.skip("ClamAV is not installed: apt-get install clamav-daemon")
    with tempfile.TemporaryDirectory(prefix="scanner-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        (place / "known").mkdir()
        (place / "known" / "ours.ndb").write_text(f"{NAME}:0:*:{EVIL.hex()}\n")
        door = place / "clamd.ctl"
        told = {"LocalSocket": door, "DatabaseDirectory": place / "known", "Foreground": "yes", "StreamMaxLength": MOST}
        (place / "clamd.conf").write_text("".join(f"{name} {value}\n" for name, value in told.items()))
        with (place / "log").open("wb") as log:
            process = subprocess.Popen([CLAMD, "-c", place / "clamd.conf"], stdout=log, stderr=log)
        try:
            until = time.monotonic() + PATIENCE
            while not door.exists():
                if process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"ClamAV did not start: {(place / 'log').read_text()}")
                time.sleep(0.05)
            yield f"unix:{door}"
        finally:
            process.terminate()
            process.wait()
