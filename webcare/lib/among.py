"""`field__among=values`: what `__in` says, with one array: for batches of hundreds, and for keys that are looked up first.

A subquery as an array (`ArraySubquery`) is no part of the join, so that PostgreSQL plans it by itself and soon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Lookup

if TYPE_CHECKING:
    AnyLookup = Lookup[Any]
else:
    AnyLookup = Lookup


class Among(AnyLookup):
    """The values are of the column's own type: keys, not rows."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """`column = ANY(array)`, which indexes serve as they serve IN; an empty array has to say of what it is empty."""
        column, params = self.process_lhs(compiler, connection)
        if hasattr(self.rhs, "as_sql"):
            array, asked = self.process_rhs(compiler, connection)
            return f"{column} = ANY({array})", [*params, *asked]
        kind = self.lhs.output_field.rel_db_type(connection)
        return f"{column} = ANY(%s::{kind}[])", [*params, list(self.rhs)]
