"""The prepared answers on the keys: my own most used first, and never elsewhere while a conversation is open."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.answers.macro import Macro, MacroText, MacroUse
from webcare.conversations.conversation import Conversation
from webcare.demo import cast

ANSWER = re.compile(r'data-hotkey="(\d)" data-answer data-macro="(\d+)"')
PARTS = re.compile(r'hx-get="(/conversations/\d+/parts[^"]*)"')


@pytest.fixture
def macros(world: World) -> dict[str, Macro]:
    made = {}
    for name in ("Bags", "Delay", "Seats", "Wifi"):
        made[name] = Macro.objects.create(name=name)
        for language in ("nl", "en"):
            MacroText.objects.create(macro=made[name], language=language, text=f"{name} {language}")
    return made


def on_keys(page: str) -> str:
    names = dict(Macro.objects.values_list("pk", "name"))
    keys = ANSWER.findall(page)
    assert [key for key, _pk in keys] == [str(place) for place, _key in enumerate(keys, 1)]
    return " ".join(names[int(pk)] for _key, pk in keys)


def answer(client: Client, conversation: Conversation, macro: Macro) -> None:
    said = {"text": "Hello", "macro": macro.pk, "mode": "public"}
    assert (
        client.post(f"/conversations/{conversation.pk}/reply", said, headers={"HX-Request": "true"}).status_code == 204
    )


def shown(client: Client, conversation: Conversation) -> str:
    return client.get(f"/conversations/{conversation.pk}").content.decode()


def test_what_i_use_most_in_a_language_comes_first_for_me(world: World, sit: Seat, macros: dict[str, Macro]) -> None:
    dutch, english = (world.conversation(cast.BRAM, language=language) for language in ("nl", "en"))
    anna = sit(world.anna)
    assert on_keys(shown(anna, dutch)) == "Bags Delay Seats Wifi"
    for name in ("Wifi", "Seats", "Wifi"):
        answer(anna, dutch, macros[name])
    assert on_keys(shown(anna, dutch)) == "Wifi Seats Bags Delay"
    assert on_keys(shown(anna, english)) == "Bags Delay Seats Wifi"
    assert on_keys(shown(sit(world.daniel), dutch)) == "Bags Delay Seats Wifi"


def test_nothing_moves_while_a_conversation_is_open(world: World, sit: Seat, macros: dict[str, Macro]) -> None:
    conversation = world.conversation(cast.BRAM, language="nl")
    anna = sit(world.anna)
    found = PARTS.search(shown(anna, conversation))
    assert found
    answer(anna, conversation, macros["Wifi"])
    again = anna.get(unescape(found.group(1))).content.decode()
    assert on_keys(again) == "Bags Delay Seats Wifi"
    assert on_keys(shown(anna, conversation)) == "Wifi Bags Delay Seats"


def test_a_double_click_uses_it_once(world: World, sit: Seat, macros: dict[str, Macro]) -> None:
    conversation = world.conversation(cast.BRAM, language="nl")
    anna = sit(world.anna)
    said = {"text": "Hello", "macro": macros["Wifi"].pk, "mode": "public", "key": "a-click"}
    for _click in range(2):
        assert (
            anna.post(f"/conversations/{conversation.pk}/reply", said, headers={"HX-Request": "true"}).status_code
            == 204
        )
    assert list(MacroUse.objects.values_list("times", flat=True)) == [1]
    assert Macro.objects.get(name="Wifi").used == 1


@pytest.mark.parametrize("keys", ["", "x", "99999999999999999999", ".".join(["1"] * 5000), "-1.0", "1%002"])
def test_nonsense_in_the_address_moves_nothing(world: World, sit: Seat, macros: dict[str, Macro], keys: str) -> None:
    conversation = world.conversation(cast.BRAM, language="nl")
    page = sit(world.anna).get(f"/conversations/{conversation.pk}/parts?keys={keys}")
    assert page.status_code == 400 or on_keys(page.content.decode()) == "Bags Delay Seats Wifi"


def test_what_is_not_offered_to_me_does_not_come_by_the_address(world: World, sit: Seat) -> None:
    theirs = Macro.objects.create(name="Daniel's", owner=world.daniel)
    MacroText.objects.create(macro=theirs, language="nl", text="Hoi")
    conversation = world.conversation(cast.BRAM, language="nl")
    page = sit(world.anna).get(f"/conversations/{conversation.pk}/parts?keys={theirs.pk}").content.decode()
    assert on_keys(page) == ""


def test_many_prepared_answers_cost_as_many_queries_as_one(world: World, sit: Seat, macros: dict[str, Macro]) -> None:
    conversation = world.conversation(cast.BRAM, language="nl")
    path, anna = f"/conversations/{conversation.pk}", sit(world.anna)
    queries(anna, path)
    before = queries(anna, path)
    for number in range(12):
        MacroText.objects.create(macro=Macro.objects.create(name=f"No {number}"), language="nl", text="Hoi")
    assert len(queries(anna, path)) == len(before)
