"""What customers write is whole: every file loads, fits the network, is in its language, and a bad entry names itself."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import eldc
import pytest
from twitter_text import parse_tweet

from webcare.demo.cast import LANGUAGES
from webcare.demo.content import ContentError, Line, Mail, Phrasebook, load, load_all
from webcare.demo.wording import Slots, variants

BOOKS = load_all()
AT_LEAST = {"en": (150, 12), "nl": (150, 12)}
OTHERS_AT_LEAST = (35, 4)
A_POST = 280

every_book = pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.language)


def longest_slots(book: Phrasebook) -> Slots:
    """The longest that may ever be filled in."""
    city = max(book.cities, key=lambda name: parse_tweet(name).weightedLength)
    return Slots(
        handle="@lowlandholidays",
        flight="LL1249",
        city=city,
        time="14:35",
        later="19:35",
        gate="D58",
        code="K7PQ2M",
        name="Wilhelmina Josephina van der Heijden",
        first_name="Wilhelmina",
        agent="Mareike",
        initials="MV",
    )


def entries(book: Phrasebook) -> tuple[Line | Mail, ...]:
    return (*book.lines, *book.mails)


def texts(entry: Line | Mail) -> tuple[str, ...]:
    follow_ups = entry.follow_ups if isinstance(entry, Line) else ()
    return (entry.text, *follow_ups, *entry.answers, *entry.then)


def detected(book: Phrasebook) -> Iterator[tuple[str, str]]:
    """The text and its detected language, for all that are long enough to tell."""
    detector = eldc.instance()
    detector.set_languages(list(LANGUAGES))
    slots = longest_slots(book)
    for entry in entries(book):
        for text in texts(entry):
            plain = re.sub(r"[@#^]\w+", " ", slots.fill(next(variants(text)))).strip()
            if len(plain) >= 20:
                yield plain, detector.detect(plain)


@pytest.fixture(scope="module", autouse=True)
def language_detector() -> None:
    eldc.init()


def test_there_is_enough_to_say_in_every_language() -> None:
    assert [book.language for book in BOOKS] == list(LANGUAGES)
    for book in BOOKS:
        lines, mails = AT_LEAST.get(book.language, OTHERS_AT_LEAST)
        assert len(book.lines) >= lines, book.language
        assert len(book.mails) >= mails, book.language
        assert len(book.nudges) >= 5, book.language
        assert len(book.thanks) >= 5, book.language
    assert sum(len(book.lines) for book in BOOKS) >= 600


@every_book
def test_every_post_and_answer_fits_the_network_in_every_wording(book: Phrasebook) -> None:
    slots = longest_slots(book)
    posts = [text for line in book.lines for text in texts(line)] + [*book.nudges, *book.thanks]
    for post in posts:
        for wording in variants(post):
            filled = slots.fill(wording)
            assert parse_tweet(filled).weightedLength <= A_POST, filled


@every_book
def test_the_texts_are_recognised_as_their_language(book: Phrasebook) -> None:
    found = list(detected(book))
    wrong = [text for text, language in found if language != book.language]
    assert len(wrong) <= 0.03 * len(found), wrong


@every_book
def test_every_kind_of_message_occurs(book: Phrasebook) -> None:
    kinds = Counter(line.kind for line in book.lines)
    for kind in ("question", "complaint", "urgent", "praise", "thanks", "chatter", "spam", "abusive"):
        assert kinds[kind] >= 2, kind
    assert any(line.private == "yes" for line in book.lines)
    assert any(len(line.then) >= 2 for line in book.lines)


@every_book
def test_no_text_stands_twice(book: Phrasebook) -> None:
    counted = Counter(entry.text for entry in entries(book))
    assert [text for text, times in counted.items() if times > 1] == []


@every_book
def test_links_and_addresses_lead_nowhere(book: Phrasebook) -> None:
    for entry in entries(book):
        for domain in re.findall(r"[a-z0-9-]+\.(?:com|net|org|nl|eu|io|info|ru|cn|jp|kr)\b", " ".join(texts(entry))):
            pytest.fail(f"{domain} may belong to somebody; use one that ends with .example.")


GOOD = 'kind = "question"\ntopic = "delay"\nprivate = "no"\ntext = "When?"\nanswers = ["At {later}. ^{initials}"]\n'


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (('"question"', '"riddle"'), "xx.toml, line 1: “riddle” is no kind; known are question"),
        (('"delay"', '"weather"'), "“weather” is no topic"),
        (("When?", "When, {aircraft}?"), "“When, {aircraft}\\?” has the unknown slot aircraft"),
        ((" ^{initials}", ""), "does not end with"),
        (('answers = ["At {later}. ^{initials}"]', ""), "a question needs an answer"),
        (('"question"', '"spam"'), "a spam message needs no answer"),
        (('"question"', '"urgent"'), "gives the reason of an urgent message"),
        (("When?", "Booking {code}?"), "a booking code stands in a post"),
        (("text =", "txet ="), "nothing is called “txet” here"),
        (('text = "When?"\n', ""), "text is missing or not a text"),
        (('["At {later}. ^{initials}"]', '"At {later}. ^{initials}"'), "answers is not a list of texts"),
        (("When?", " "), "a text is empty"),
    ],
)
def test_a_bad_entry_is_named_with_what_to_change(tmp_path: Path, change: tuple[str, str], complaint: str) -> None:
    entry = GOOD.replace(*change)
    assert entry != GOOD
    (tmp_path / "xx.toml").write_text(f"[[line]]\n{entry}")
    with pytest.raises(ContentError, match=complaint):
        load("xx", tmp_path)


def test_a_good_entry_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / "xx.toml").write_text(f'[[line]]\n{GOOD}then = ["Thanks {{handle}}"]\n')
    (line,) = load("xx", tmp_path).lines
    assert line == Line(
        "xx", "question", "delay", "no", "When?", answers=("At {later}. ^{initials}",), then=("Thanks {handle}",)
    )


def test_a_missing_language_and_broken_toml_say_so(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"There is no yy\.toml"):
        load("yy", tmp_path)
    (tmp_path / "yy.toml").write_text("[[line")
    with pytest.raises(ContentError, match=r"yy\.toml is not valid TOML"):
        load("yy", tmp_path)
