"""Imports and foreign keys only point down the stairs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.house.sources import ROOT, floors


def test_imports_only_point_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def test_every_room_has_its_place_on_the_stairs() -> None:
    here = {path.name for path in (ROOT / "webcare").iterdir() if (path / "__init__.py").exists()}
    assert here - {"migrations"} <= set(floors()), "name the room in pyproject.toml, [tool.importlinter]"


def test_foreign_keys_only_point_down() -> None:
    wrong = [
        f"{model.__name__}.{field.name} points up: {_room(model)} → {_room(field.related_model)}"
        for model in apps.get_app_config("webcare").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and _room(field.related_model)
        if floors()[_room(field.related_model)] > floors()[_room(model)]
    ]
    assert not wrong, "\n".join(wrong)


def test_rooms_on_one_floor_have_no_keys_to_each_other() -> None:
    wrong = [
        f"{model.__name__}.{field.name}: {_room(model)} and {_room(field.related_model)} are strangers"
        for model in apps.get_app_config("webcare").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and _room(field.related_model) not in {"", _room(model)}
        if floors()[_room(field.related_model)] == floors()[_room(model)]
    ]
    assert not wrong, "\n".join(wrong)


def _room(model: object) -> str:
    parts = str(getattr(model, "__module__", "")).split(".")
    return parts[1] if parts[0] == "webcare" else ""
