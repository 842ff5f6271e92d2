"""Blurring: insults and threats in any disguise, never worry, illness or a place name."""

import pytest

from webcare.reading.abuse import is_abusive


@pytest.mark.parametrize(
    "text",
    [
        "You are a bunch of assholes",
        "fuck you all",
        "F U C K you",
        "f.u.c.k you",
        "f*ck you",
        "a**holes, all of you",
        "b1tch",
        "b!tch",
        "fu\u200bck you",
        "I will kill you",
        "krijg de kanker",
        "stelletje klootzakken",
        "Kl00tzak",
        "ihr Arschlöcher",
        "Hurensöhne",
        "FILS DE PUTE",
        "espèce de connard",
        "sois unos hijos de puta",
        "cabrón",
        "vai tomar no cu",
        "siete degli stronzi",
        "Vaffanculo!!!",
        "идите нахуй",
        "вы уроды",
        "你们都去死吧",
        "傻逼公司",
        "死ね",
        "このバカ",
        "씨발",
        "개새끼들",
    ],
)
def test_insults_and_threats_are_blurred(text: str) -> None:
    assert is_abusive(text).abusive


@pytest.mark.parametrize(
    "text",
    [
        "",
        "This is a damn mess and I am furious",
        "f*ck this delay",
        "What a shit day, can you help me?",
        "I grew up in Scunthorpe and fly to Essen",
        "Dick Bruna was my neighbour",
        "Mijn moeder heeft kanker en kan niet reizen",
        "Jullie negeren mij al drie dagen",
        "Ik sterf van de honger",
        "Quel retard, trois heures !",
        "Il volo è ritardato di due ore",
        "El vuelo viene retardado",
        "Je suis crevé après ce vol",
        "Vlucht naar Montenegro",
        "Die Verspätung ist groß, ich bin sauer",
        "我想去死海旅游",
        "コロンブスの卵",
        "読書灯が消えていて불이 꺼져 있어요",
        "Call 0612345678! or mail me @ 15:30",
        "5* hotel, 4* service",
        "a|b|c",
    ],
)
def test_worry_illness_and_place_names_are_not(text: str) -> None:
    assert not is_abusive(text).abusive


def test_the_words_that_were_found_are_told() -> None:
    assert is_abusive("you idiots, you b1tch").found == ("bitch", "you idiots")


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", ["f*" * 50_000, "a " * 50_000, "a1" * 50_000, "*" * 100_000])
def test_no_text_keeps_the_reader_busy(text: str) -> None:
    assert not is_abusive(text).abusive
