"""Names of our code in the documentation are names in our code: classes, functions, columns, verbs of the ledger."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import code, name, pages, rows
from tests.house.sources import files, python_files
from webcare.ledger.vocabulary import VERBS
from webcare.team.person import Role

OURS = [name(page) for page in pages() if not name(page).startswith(("sandbox/", "webcare/channels/"))]
IDENTIFIER = re.compile(r"\.?([A-Za-z_]\w*)(?:\(.*\))?")
CALL = re.compile(r"(\w+)\.(\w+)\(.*\)")
EXAMPLES = {"webcare_semaphore"}  # in docs/networks.md, a package that somebody else writes
OF_OTHERS = {  # PostgreSQL's, htmx's, django's and the data files' own words
    "pg_snapshot_xmin", "pg_trgm", "unaccent", "pg_dump", "proxy_buffering", "tweet_id", "tweet_created", "author_id",
    "created_at", "in_response_to_tweet_id", "MultiFernet", "PR_SET_PDEATHSIG", "DATABASE_URL", "compilemessages",
}  # fmt: skip
NOUNS = {verb.split(".")[0] for verb in VERBS}


@pytest.mark.parametrize("page", OURS)
def test_identifiers_are_in_the_code(page: str) -> None:
    known = _words()
    unknown = sorted(
        {
            word
            for piece in code(page)
            for match in [IDENTIFIER.fullmatch(piece)]
            if match and _looks_like_ours(word := match[1]) and word not in known | OF_OTHERS | EXAMPLES
        }
    )
    assert not unknown, f"{page} names what the code does not: {unknown}"


@pytest.mark.parametrize("page", OURS)
def test_methods_are_in_the_code(page: str) -> None:
    known = _words()
    unknown = [match[0] for piece in code(page) if (match := CALL.fullmatch(piece)) and match[2] not in known]
    assert not unknown, f"{page} calls what the code does not have: {unknown}"


@pytest.mark.parametrize("page", OURS)
def test_verbs_of_the_ledger_are_in_its_vocabulary(page: str) -> None:
    told = [piece for piece in code(page) if re.fullmatch(r"[a-z]+\.(?!py$|md$|html$)[a-z_]+", piece)]
    unknown = [verb for verb in told if verb.split(".")[0] in NOUNS and verb not in VERBS]
    assert not unknown, f"{page}: {unknown}"


def test_every_role_is_explained_to_administrators() -> None:
    assert [cells[0] for cells in rows("docs/administrators.md", "role")] == [str(role.label) for role in Role]


def _looks_like_ours(word: str) -> bool:
    """CamelCase, CONSTANT or snake_case; an ordinary word between backticks is no name. Settings have a test of their own."""
    if word.startswith("WEBCARE_"):
        return False
    return "_" in word.strip("_") or bool(re.fullmatch(r"(?:[A-Z][a-z]+){2,}", word))


def _words() -> frozenset[str]:
    sources = [source.text for source in python_files("webcare", "sandbox", "tests")]
    others = [path.read_text() for suffix in (".html", ".js", ".css") for path in files(suffix, "webcare")]
    tables = {
        f"webcare_{word.lower()}" for text in sources for word in re.findall(r"^class (\w+)\(", text, re.MULTILINE)
    }
    return frozenset(re.findall(r"\w+", "\n".join([*sources, *others]))) | tables
