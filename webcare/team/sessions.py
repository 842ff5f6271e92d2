"""Sessions in the database, as Django keeps them; a database that is away is not taken for a session that was ended."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError

from webcare.lib.strain import is_strain


class SessionStore(db.SessionStore):
    """Django takes every trouble while writing for a session that is gone, and answers 400; ours then says 503."""

    def save(self, must_create: bool = False) -> None:
        """Raises UpdateError when it was ended meanwhile, and what the database raised when that is away."""
        try:
            super().save(must_create)
        except UpdateError as error:
            trouble = error.__context__
            if isinstance(trouble, DatabaseError) and is_strain(trouble):
                raise trouble from trouble.__cause__
            raise
