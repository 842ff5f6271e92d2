"""Tables for people's own spreadsheets, as comma-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

CONTENT_TYPE = "text/csv; charset=utf-8"
RUN = {"=", "+", "-", "@", "\t", "\r"}


def line(cells: Iterable[object]) -> str:
    """A cell that a spreadsheet would run as a formula is made a word."""
    written = [str(cell) for cell in cells]
    row = io.StringIO()
    csv.writer(row).writerow([f"'{cell}" if cell[:1] in RUN else cell for cell in written])
    return row.getvalue()


def named(name: str) -> str:
    """The header under which a browser keeps it as a file."""
    return f'attachment; filename="{name}.csv"'
