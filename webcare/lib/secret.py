"""Secrets at rest: a field whose JSON is encrypted with keys that live outside the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cryptography.fernet import InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

from webcare.lib.keys import WrongKey, box_of


def box() -> MultiFernet:
    """Encrypts with the first of the keys, reads with any of them."""
    return box_of(tuple(settings.WEBCARE_SECRET_KEYS))


def sealed(words: Mapping[str, Any]) -> str:
    """For what has to wait somewhere else for a moment, such as in a session."""
    return box().encrypt(json.dumps(words).encode()).decode()


def unsealed(text: str, lasts: timedelta) -> dict[str, Any] | None:
    """What was sealed no longer ago than that; None for anything else."""
    try:
        words: dict[str, Any] = json.loads(box().decrypt(text.encode(), ttl=int(lasts.total_seconds())))
    except InvalidToken:
        return None
    return words


if TYPE_CHECKING:
    EncryptedField = models.BinaryField[dict[str, str], dict[str, str]]
else:
    EncryptedField = models.BinaryField


class SecretField(EncryptedField):
    """A dict of strings, encrypted in the column; never shown in an error or a repr."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, kwargs

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, dict):
            value = box().encrypt(json.dumps(value, sort_keys=True).encode())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return {}
        try:
            return json.loads(box().decrypt(bytes(value)))
        except InvalidToken as error:
            raise WrongKey(
                "Secrets in the database were stored with another key. Start with the key that WEBCARE_SECRET_KEYS held."
            ) from error

    def to_python(self, value: Any) -> Any:
        return value if isinstance(value, dict) else super().to_python(value)

    def value_to_string(self, obj: models.Model) -> str:
        return ""
