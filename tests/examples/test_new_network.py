"""A network in somebody else's package, installed by its entry point, is held to all that ours are held to; so is a fresh one."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "semaphore"
SCRIPT = ROOT / "bin" / "new-network"
HELD_TO = ("test_contract.py", "test_hostile_payloads.py", "test_matrix*.py")


def installed(package: Path, site: Path) -> str:
    """A search path on which the package is as pip would leave it: importable, with its entry points told beside it."""
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    told = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    groups = [
        f"[{group}]\n" + "".join(f"{name} = {place}\n" for name, place in entries.items())
        for group, entries in project["entry-points"].items()
    ]
    (told / "entry_points.txt").write_text("\n".join(groups))
    return os.pathsep.join((str(package), str(site), str(ROOT)))


def fresh(name: str, folder: Path) -> Path:
    subprocess.run([SCRIPT, name, "--into", str(folder)], check=True, capture_output=True)
    return folder / f"webcare-{name}"


@pytest.mark.parametrize("name", ["semaphore", "heliograph"])
def test_a_package_of_its_own_passes_what_every_network_has_to_pass(name: str, tmp_path: Path) -> None:
    package = EXAMPLE if name == "semaphore" else fresh(name, tmp_path)
    shared = sorted(path for pattern in HELD_TO for path in (ROOT / "tests" / "channels").glob(pattern))
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", name, *shared, package / "tests"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": installed(package, tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-3000:] + told.stderr[-3000:]
    assert " skipped" not in told.stdout


def test_nothing_of_the_example_is_left_in_a_fresh_one(tmp_path: Path) -> None:
    package = fresh("heliograph", tmp_path)
    written = {path.relative_to(package).as_posix(): path.read_text() for path in package.rglob("*") if path.is_file()}
    assert not [name for name, text in written.items() if "semaphore" in (name + text).lower()]
    assert 'badge="H"' in written["webcare_heliograph/adapter.py"]
    assert len(written) == len([path for path in EXAMPLE.rglob("*") if path.is_file() and path.suffix != ".pyc"])


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("x", "already"), ("email", "already"), ("semaphore", "already"), ("Heliograph", "no key"), ("../a", "no key"),
     ("heliograph", "there already")],
)  # fmt: skip
def test_a_name_that_cannot_be_is_refused_and_nothing_is_written(name: str, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "webcare-heliograph").mkdir()
    told = subprocess.run([SCRIPT, name, "--into", str(tmp_path)], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert sentence in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["webcare-heliograph"]
    assert not list((tmp_path / "webcare-heliograph").iterdir())
