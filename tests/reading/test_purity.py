"""The rules of reading and clocks decide without Django, and load no model before there is a message."""

import subprocess
import sys

import pytest

PURE = [
    "webcare.reading.plain",
    "webcare.reading.script",
    "webcare.reading.direction",
    "webcare.reading.language",
    "webcare.reading.phrase",
    "webcare.reading.chatter",
    "webcare.reading.abuse",
    "webcare.reading.urgency",
    "webcare.reading.reading",
    "webcare.reading.secrets",
    "webcare.channels.lateness",
    "webcare.clocks.hours",
    "webcare.clocks.promise",
    "webcare.clocks.deadline",
    "webcare.clocks.figures",
]


@pytest.mark.parametrize("module", PURE)
def test_a_pure_module_needs_no_django_and_no_model(module: str) -> None:
    question = f"import sys, {module}; print(sorted({{'django', 'eldc', 'py3langid', 'numpy'}} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
