"""Our reading of py3langid's model tells the same as py3langid does, and keeps a tenth of it."""

import math
import re
import subprocess
import sys

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from webcare.reading.likelihood import Likelihood, Model

SENTENCES = [
    "My suitcase did not arrive, who can help me?",
    "Waar blijft mijn koffer, ik sta hier al een uur te wachten",
    "Gdzie jest moja walizka, czekam już trzy godziny na lotnisku",
    "WO IST MEIN KOFFER",
    "Мој кофер није стигао",
    "荷物がまだ届いていません",
    "Cafe\u0301",
    "\ud800 where is my bag",
    "no no no no no",
    "7",
    "",
]
MOST_MIB = 45


@pytest.fixture(scope="module")
def model() -> Model:
    return Model()


@pytest.fixture(scope="module")
def theirs() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_all_languages_are_as_likely_as_py3langid_says(model: Model, theirs: LanguageIdentifier, sentence: str) -> None:
    theirs.set_languages(None)
    _same(model.whole(), theirs, sentence)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_few_languages_are_as_likely_as_py3langid_says(
    model: Model, theirs: LanguageIdentifier, sentence: str
) -> None:
    few = {"en", "nl", "de", "sr", "ja"}
    theirs.set_languages(few)
    _same(model.among(few.__contains__), theirs, sentence)


def test_the_shares_are_one_together_however_long_the_text_is(model: Model) -> None:
    for text in ("koffer", "koffer " * 20_000):
        assert math.isclose(sum(model.whole().of(text).values()), 1.0)


def test_nothing_is_found_where_no_language_is_asked_for(model: Model) -> None:
    assert model.among(lambda _code: False).of("Where is my bag?") == {}


def test_the_model_takes_little_memory_and_no_numpy() -> None:
    program = (
        "import re, sys\nfrom webcare.reading.likelihood import Model\n"
        "def kib(): return int(re.search(r'VmRSS:\\s+(\\d+)', open('/proc/self/status').read())[1])\n"
        "before = kib(); model = Model(); few = model.among({'en', 'nl', 'de'}.__contains__)\n"
        "few.of('Where is my bag?'); print(kib() - before, 'numpy' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    taken = re.fullmatch(r"(\d+) False\n", told)
    assert taken, told
    assert int(taken[1]) / 1024 < MOST_MIB


def _same(ours: Likelihood, theirs: LanguageIdentifier, sentence: str) -> None:
    expected = dict(theirs.rank(sentence))
    found = ours.of(sentence)
    assert found.keys() == expected.keys()
    for code, share in found.items():
        assert math.isclose(share, expected[code], abs_tol=1e-4), code
