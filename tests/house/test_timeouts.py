"""Nobody waits for ever: whatever speaks over a wire says how long it waits."""

from __future__ import annotations

import ast

from tests.house.sources import python_files

WIRES = {  # what is called → the word that limits it
    "Client": "timeout",
    "AsyncClient": "timeout",
    "SMTP": "timeout",
    "SMTP_SSL": "timeout",
    "MailBoxUnencrypted": "timeout",
    "urlopen": "timeout",
    "create_connection": "timeout",
}


def test_whatever_speaks_over_a_wire_says_how_long_it_waits() -> None:
    patient = [
        f"{source.name}:{call.lineno} {name} waits for ever; give it {WIRES[name]}="
        for source in python_files("webcare")
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and (name := _name(call.func)) in WIRES
        if WIRES[name] not in {word.arg for word in call.keywords}
    ]
    assert not patient, "\n".join(patient)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
