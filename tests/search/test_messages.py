"""Messages are found in every language, by the beginning of a word, with filters, and only by who may see them."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.search.conftest import Look
from tests.world import World
from webcare.conversations.attachment import Attachment
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now
from webcare.search import messages
from webcare.search.marking import START, STOP, pieces
from webcare.search.query import parse

SAID = {
    "nl": "Mijn koffers zijn niet aangekomen in Lissabon",
    "en": "My suitcases never arrived in Lisbon",
    "de": "Unsere Koffer wurden gestern leider verloren",
    "fr": "Mes valises sont toujours perdues à Genève",
    "ru": "Мои чемоданы потерялись в Москве",
    "zh": "我的行李丢失了，请帮忙",
    "ja": "荷物がまだ届いていません",
    "ko": "제 가방이 아직 도착하지 않았어요",
}


@pytest.fixture
def said(world: World) -> dict[str, str]:
    for language, text in SAID.items():
        world.conversation(cast.BRAM, text, language=language)
    return SAID


@pytest.mark.parametrize(
    ("typed", "language"),
    [
        ("koffer aankomst -verloren lissabon", None),
        ("koffer lissabon", "nl"),  # the plural is found by the singular
        ("suitcase", "en"),
        ("arriving", "en"),
        ("verlorene", "de"),
        ("valise perdue", "fr"),
        ("чемодан", "ru"),
        ("行李", "zh"),
        ("行李丢失", "zh"),
        ("行", "zh"),
        ("荷物", "ja"),
        ("가방이", "ko"),
    ],
)
def test_a_word_is_found_in_its_own_language(
    look: Look, said: dict[str, str], typed: str, language: str | None
) -> None:
    assert look(typed + " ") == ([said[language]] if language else [])


def test_words_that_a_dictionary_leaves_out_do_not_hide_anything(look: Look, said: dict[str, str]) -> None:
    assert look("mijn koffers zijn niet aangekomen ") == [said["nl"]]
    assert look("my suitcases never arrived in ") == [said["en"]]


def test_the_beginning_of_a_word_finds_it(look: Look, said: dict[str, str]) -> None:
    assert look("suitc") == [said["en"]]
    assert look("suitc ") == []
    assert look("чемод") == [said["ru"]]


def test_a_phrase_keeps_its_order(look: Look, said: dict[str, str]) -> None:
    assert look('"never arrived" ') == [said["en"]]
    assert look('"arrived never" ') == []


def test_what_is_unwanted_stays_away(world: World, look: Look) -> None:
    for text in ("koffer kwijt", "koffer kapot"):
        world.conversation(cast.BRAM, text, language="nl")
    assert look("koffer -kapot") == ["koffer kwijt"]
    assert look('koffer -"koffer kwijt"') == ["koffer kapot"]


def test_words_of_two_languages_in_one_query_find_messages_that_hold_both(world: World, look: Look) -> None:
    world.conversation(cast.BRAM, "De wifi aan boord 行李 werkt niet", language="nl")
    assert look("wifi 行李 ") == ["De wifi aan boord 行李 werkt niet"]


def test_newest_comes_first_and_best_when_asked(world: World, look: Look) -> None:
    world.conversation(cast.BRAM, "koffer koffer koffer", language="nl", ago=timedelta(hours=2))
    world.conversation(cast.BRAM, "een lang verhaal waarin ook een koffer voorkomt", language="nl")
    assert look("koffer")[0].startswith("een lang")
    assert look("koffer", best_first=True)[0].startswith("koffer")


def test_best_first_says_when_it_looked_at_the_newest_only(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "RANKED", 2)
    world.conversation(cast.BRAM, "koffer koffer koffer", language="nl", ago=timedelta(hours=2))
    for _number in range(2):
        world.conversation(cast.BRAM, "een koffer", language="nl")
    hits = messages.find(world.anna, parse("koffer"), best_first=True)
    assert hits.cut and len(hits.hits) == 2
    assert not messages.find(world.anna, parse("koffer")).cut
    assert len(messages.find(world.anna, parse("koffer")).hits) == 3


def test_a_rare_word_is_found_beyond_the_newest(world: World, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "RECENT", 3)
    world.conversation(cast.BRAM, "een zeldzame koffer", language="nl", ago=timedelta(days=400))
    for number in range(6):
        world.conversation(cast.BRAM, f"koffer {number}", language="nl", ago=timedelta(minutes=number))
    assert look("zeldzame") == ["een zeldzame koffer"]
    assert look("koffer") == [*(f"koffer {number}" for number in range(6)), "een zeldzame koffer"]


def test_filters_narrow(world: World, look: Look) -> None:
    public = world.conversation(cast.BRAM, "koffer openbaar", language="nl")
    world.conversation(cast.BRAM, "koffer stil", language="nl", private=True)
    world.conversation(cast.CUSTOMERS[1], "koffer van een ander", language="nl")
    world.conversation(cast.BRAM, "koffer per post", language="nl", account=world.mail)
    world.message(public, "onze koffer", by=world.anna, language="nl")
    assert look("koffer is:private network:x") == ["koffer stil"]
    assert look("koffer network:email") == ["koffer per post"]
    assert look("koffer is:ours") == ["onze koffer"]
    assert look(f"koffer from:@{cast.CUSTOMERS[1].handle}") == ["koffer van een ander"]
    assert look("koffer lang:en") == []
    assert len(look("lang:nl")) == 5
    Attachment.objects.create(message=public.messages.get(text="koffer openbaar"))
    assert look("has:file") == ["koffer openbaar"]


def test_a_day_begins_at_the_searchers_midnight(world: World, look: Look) -> None:
    world.anna.time_zone = "Asia/Seoul"
    conversation = world.conversation(cast.BRAM, "later", language="nl")
    world.message(
        conversation, "koffer", at=now().replace(2026, 3, 2, 16, 0), language="nl"
    )  # 1 h in Seoul, a day later
    assert look("koffer after:2026-03-03 before:2026-03-04") == ["koffer"]
    assert look("koffer before:2026-03-03") == []


def test_who_does_not_see_the_brand_finds_nothing_of_it(world: World, look: Look) -> None:
    world.conversation(cast.BRAM, "Which hotel?", account=world.holidays_x, language="en")
    assert look("hotel", world.noor) == ["Which hotel?"]
    assert look("hotel", world.giulia) == []
    assert look("hotel", world.newcomer) == []


def test_what_its_author_deleted_is_not_found(world: World, look: Look, said: dict[str, str]) -> None:
    Message.objects.filter(language="nl").update(deleted_at=now())
    assert look("koffers") == [said["de"]]


@pytest.mark.parametrize(
    "typed",
    [
        "'", '"', "\\", "':*", "a' | 'b", "!", "!!", "& | ! <->", "( ) :*A", "<->", "x:*", "''''", '"""', "-", "--", "-*",
        "*", "%", "_", "\x00", "a\x00b", "\ud7ff", "🧳", "👨\u200d👩\u200d👧", "\u202eabc", "\u200b", "de het een", "-koffer",
        "from:'", "lang:\\", "network:%", "after:9999-12-31", "before:0000-00-00", "is:", "has:", '"" -""', "行" * 300,
        "a-b-c.d@e.f/g?h=i&j", "1" * 400, "-" * 400, "' " * 200, "select * from webcare_person; --",
    ],
)  # fmt: skip
@pytest.mark.parametrize("best_first", [False, True])
def test_nothing_hostile_gets_through_or_breaks(world: World, look: Look, typed: str, best_first: bool) -> None:
    world.conversation(cast.BRAM, "koffer 行李", language="nl")
    for ending in ("", " "):
        assert set(look(typed + ending, best_first=best_first)) <= {"koffer 行李"}


def test_random_bytes_do_not_break_it_either(world: World, look: Look) -> None:
    chance = random.Random(7)
    signs = "ab'\"\\:*&|!()<>-_%\x01\u200e\u0300行李가א🧳 \n\t"
    for _round in range(60):
        look("".join(chance.choice(signs) for _ in range(chance.randint(1, 60))), best_first=chance.random() < 0.5)


def test_the_words_are_marked_by_their_stem(world: World, said: dict[str, str]) -> None:
    hit = messages.find(world.anna, parse("suitcase lisb")).hits[0]
    assert [text for text, found in pieces(hit.text) if found] == ["suitcases", "Lisbon"]
    chinese = messages.find(world.anna, parse("行李")).hits[0]
    assert [text for text, found in pieces(chinese.text) if found] == ["行李"]


def test_marks_in_the_message_itself_mark_nothing() -> None:
    assert pieces(f"a{STOP}b{START}c{START}d{STOP}e{START}") == [("abc", False), ("d", True), ("e", False)]


def test_a_long_mail_shows_where_the_word_stands(world: World) -> None:
    world.conversation(cast.BRAM, "inleiding " * 400 + "de koffer staat hier " + "slot " * 400, language="nl")
    hit = messages.find(world.anna, parse("koffers ")).hits[0]
    assert "koffer" in hit.text and len(hit.text) < 1500
    world.conversation(cast.BRAM, "字" * 3000 + "行李" + "字" * 3000, language="zh")
    hit = messages.find(world.anna, parse("行李")).hits[0]
    assert "行李" in hit.text and len(hit.text) < 1500


def test_a_page_costs_the_same_for_one_hit_and_for_thirty(world: World) -> None:
    world.conversation(cast.BRAM, "koffer", language="nl")
    now()  # reads the clock, as it does every few seconds
    with CaptureQueriesContext(connection) as one:
        messages.find(world.anna, parse("koffer"))
    world.conversation(cast.BRAM, *["koffer"] * 40, language="nl")
    with CaptureQueriesContext(connection) as many:
        hits = messages.find(world.anna, parse("koffer"))
    assert len(hits.hits) == 30 and hits.more
    assert len(many) == len(one) <= 8, "\n".join(query["sql"] for query in many)


def test_pages_follow_each_other_without_gap_or_repeat(world: World) -> None:
    world.conversation(cast.BRAM, *[f"koffer {number}" for number in range(70)], language="nl")
    texts = [
        hit.message.text for page in (1, 2, 3) for hit in messages.find(world.anna, parse("koffer"), page=page).hits
    ]
    assert texts == [f"koffer {number}" for number in reversed(range(70))]
    assert messages.find(world.anna, parse("koffer"), page=10**30).hits == []
    assert len(messages.find(world.anna, parse("koffer"), page=-3).hits) == 30


def test_a_word_that_a_dictionary_cuts_short_does_not_bring_what_merely_begins_like_its_stem(
    world: World, look: Look
) -> None:
    """German takes “koffer” for a form of “koff”, English “university” for one of “univers”."""
    for text, language in [
        ("De koffie aan boord was koud", "nl"), ("Mijn koffer is kwijt", "nl"),
        ("Der Koffer fehlt", "de"), ("Der Kaffee war kalt", "de"), ("Wir hatten hohe Kosten", "de"),
        ("Die Umbuchung war kostenlos", "de"),
        ("A universal adapter would help", "en"), ("I study at the university", "en"),
    ]:  # fmt: skip
        world.conversation(cast.BRAM, text, language=language)
    assert look("koffer") == ["Der Koffer fehlt", "Mijn koffer is kwijt"]
    assert look("koffi") == ["De koffie aan boord was koud"]
    assert look("koff") == ["Der Koffer fehlt", "Mijn koffer is kwijt", "De koffie aan boord was koud"]
    assert look("kosten") == ["Die Umbuchung war kostenlos", "Wir hatten hohe Kosten"]
    assert look("kostenl") == ["Die Umbuchung war kostenlos"]
    assert look("universi") == ["I study at the university"]
    assert look("universa") == ["A universal adapter would help"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("arriving", "en"), ("delayed", "en"), ("Flüge", "de"), ("Häuser", "de"), ("vertragingen", "nl"),
        ("vluchten", "nl"), ("Genève", "fr"), ("чемоданами", "ru"), ("ÇA", "fr"), ("check-in", "en"),
    ],
)  # fmt: skip
def test_a_word_stays_found_while_it_is_typed(world: World, look: Look, text: str, language: str) -> None:
    world.conversation(cast.BRAM, f"x {text} y", language=language)
    assert [upto for upto in range(1, len(text) + 1) if not look(text[:upto])] == []


def test_accents_and_capitals_need_not_be_typed_at_the_beginning_of_a_word(world: World, look: Look) -> None:
    world.conversation(cast.BRAM, "Retard à GENÈVE", language="fr")
    assert look("genev") == look("genè") == look("Gene") == ["Retard à GENÈVE"]


def test_words_with_a_star_are_each_a_beginning(world: World, look: Look) -> None:
    for text in ("koffer verloren", "koffie verloren", "koffer kapot"):
        world.conversation(cast.BRAM, text, language="nl")
    assert look("koffe* verl* ") == ["koffer verloren"]
    assert look("-verl* koffe") == ["koffer kapot", "koffer verloren"]  # what is unwanted is meant as it stands


def test_a_little_word_typed_last_hides_nothing(world: World, look: Look) -> None:
    world.conversation(cast.BRAM, "koffer kwijt", language="nl")
    assert look("koffer de") == ["koffer kwijt"]


def test_what_begins_so_is_marked_also_where_it_has_no_stem_yet(world: World) -> None:
    world.conversation(cast.BRAM, "Still not arriving", language="en")
    world.conversation(cast.BRAM, "opening " * 400 + "it keeps arriving late", language="en")
    for hit in messages.find(world.anna, parse("arrivi")).hits:
        assert [text for text, found in pieces(hit.text) if found] == ["arriving"]
