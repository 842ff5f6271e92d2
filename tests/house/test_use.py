"""Nothing is there that nobody asks for: what is defined is named somewhere else too."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.house.sources import files, python_files

ASKED_BY_OTHERS = {  # Django, allauth, and Python's parsers and files call these by their names
    "Meta",
    "_decode_id_token",
    "_set_content_type_params",
    "as_sql",
    "connection_lost",
    "connection_made",
    "create_superuser",
    "data_received",
    "db_type",
    "format_email_subject",
    "from_db_value",
    "get_by_natural_key",
    "get_placeholder",
    "handle_data",
    "handle_endtag",
    "handle_starttag",
    "has_module_perms",
    "has_perm",
    "is_open_for_signup",
    "is_staff",
    "pre_social_login",
    "process_view",
    "readinto",
    "select_format",
    "send_password_reset_mail",
    "value_to_string",
    "writable",
}


def test_what_is_defined_is_used() -> None:
    """By name only, so that a word which is common elsewhere goes unnoticed; what is found here is certainly dead."""
    ours = python_files("webcare", "sandbox")
    told = [source.text for source in (*ours, *python_files("tests"))]
    told += [path.read_text() for suffix in (".html", ".js", ".svg") for path in files(suffix, "webcare", "sandbox")]
    uses = Counter(word for text in told for word in re.findall(r"\w+", text))
    definitions = [
        (node.name, f"{source.name}:{node.lineno}")
        for source in ours
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    times = Counter(name for name, _ in definitions)
    dead = [
        f"{place} {name}: nobody names it; take it out"
        for name, place in definitions
        if uses[name] <= times[name] and name not in ASKED_BY_OTHERS and not name.startswith(("__", "clean_"))
    ]
    assert not dead, "\n".join(dead)
