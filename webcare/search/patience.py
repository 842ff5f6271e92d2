"""How long a search may take: whoever asks for too much at once hears so instead of waiting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

SECONDS = 5.0


class TooMuch(Exception):
    """It would take too long; a further word or a filter helps."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Whatever is asked inside ends after so many seconds a statement. Raises TooMuch."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
            yield
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooMuch from error
        raise
