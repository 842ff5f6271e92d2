"""The units for systemd start commands that exist, in the right order, and give them the time that they need to end."""

from __future__ import annotations

import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.house.sources import ROOT
from webcare.commands import COMMANDS, _parser
from webcare.commands.working import GRACE
from webcare.lib.logs import configuration

FOLDER = ROOT / "deploy/systemd"
UNITS = sorted(FOLDER.glob("*.*"))
KEPT_RUNNING = ("web", "live", "worker")


def read(unit: Path) -> ConfigParser:
    parser = ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names have capitals
    parser.read(unit)
    return parser


@pytest.mark.parametrize("unit", [unit for unit in UNITS if unit.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_ours_with_words_that_it_knows(unit: Path) -> None:
    words = read(unit)["Service"]["ExecStart"].replace("%i", "8000").split()
    assert words[:3] == ["/srv/webcare/.venv/bin/python", "-m", "webcare"]
    assert words[3] in COMMANDS
    assert _parser(words[3:4]).parse_args(words[3:]).command == words[3]


@pytest.mark.parametrize("kind", KEPT_RUNNING)
def test_what_is_kept_running_is_prepared_first_and_ends_in_its_own_time(kind: str) -> None:
    unit = read(FOLDER / f"webcare-{kind}@.service")
    assert "webcare-prepare.service" in unit["Unit"]["Requires"] and "webcare-prepare.service" in unit["Unit"]["After"]
    assert unit["Service"]["Restart"] == "always"
    if kind == "worker":
        assert int(unit["Service"]["TimeoutStopSec"]) > GRACE + 10
    wish = re.search(r"WEBCARE_LOG=(\S+)", unit["Service"]["Environment"])
    assert wish and configuration(wish[1])["loggers"]["webcare.journal"]["level"] == "INFO"


def test_the_target_wants_one_of_each() -> None:
    wanted = read(FOLDER / "webcare.target")["Unit"]["Wants"].split()
    assert [re.sub(r"@.*", "", name) for name in wanted] == [f"webcare-{kind}" for kind in KEPT_RUNNING]
    assert all((FOLDER / re.sub(r"@[^.]*", "@", name)).exists() for name in wanted)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_itself_reads_it(unit: Path, tmp_path: Path) -> None:
    """Where there is a systemd to ask; its words about programs that are not installed here do not count."""
    if not shutil.which("systemd-analyze"):
        assert all(line.strip() == "" or re.match(r"[\[#]|[A-Z]\w+=", line) for line in unit.read_text().splitlines())
        return
    for one in UNITS:
        shutil.copy(one, tmp_path / one.name)
    name = unit.name.replace("@.", "@8000.")
    words = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
    said = subprocess.run(
        words, capture_output=True, text=True, check=False, env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    ).stderr
    assert not re.findall(r"(?:Unknown|Failed to parse|Invalid).*", said), said
