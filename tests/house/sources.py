"""The project's own files, for the rules that read them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {".venv", ".git", "node_modules", "__pycache__", "var"}


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """As it stands in the project: webcare/cases/case.py."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """The room of the house: cases; a file that stands alone is its own room."""
        return self.path.relative_to(ROOT).with_suffix("").parts[1]


@cache
def python_files(*tops: str) -> tuple[Source, ...]:
    """All Python files below these folders, migrations left out: Django writes them."""
    return tuple(
        Source(path, text, ast.parse(text))
        for path in files(".py", *tops)
        if "migrations" not in path.parts
        for text in [path.read_text()]
    )


def files(suffix: str, *tops: str) -> list[Path]:
    """All files with this suffix below these folders (default: the whole project)."""
    found = [path for top in tops or (".",) for path in (ROOT / top).rglob(f"*{suffix}")]
    return sorted(path for path in found if not SKIPPED & set(path.relative_to(ROOT).parts))


@cache
def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


@cache
def floors() -> dict[str, int]:
    """Each room's height on the stairs, the ground being 0, from the one place that says so."""
    layers = pyproject()["tool"]["importlinter"]["contracts"][0]["layers"]
    return {room.strip(): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Calls of a function by its bare name, or as an attribute of something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node) in names:
            yield node


def texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in the code with its line, sentences in docstrings left out."""
    sentences = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in sentences:
            yield node.lineno, node.value


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Name):
        return node.func.id
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""
