"""Who asks for more than people can is told to wait, by person where somebody is signed in, else by address."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.pages.conftest import Seat
from tests.world import World
from webcare.lib.now import real_now
from webcare.pages import pace


@pytest.fixture(autouse=True)
def one_minute() -> Any:
    """No minute ends while a test counts."""
    with time_machine.travel(real_now().replace(second=30, microsecond=0), tick=False) as clock:
        yield clock


def asked(client: Client, path: str, times: int, **headers: str) -> list[int]:
    return [client.get(path, headers=headers).status_code for _ in range(times)]


def test_a_person_has_a_limit_of_their_own_and_is_told_when_to_come_again(
    sit: Seat, world: World, settings: Any
) -> None:
    settings.PAGES_A_MINUTE = 5
    anna, joost = sit(world.anna), sit(world.joost)
    assert asked(anna, "/notices", 5) == [200] * 5
    refused = anna.get("/notices")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "30")
    assert "That was too much in one minute. Wait 30 seconds" in refused.content.decode()
    assert joost.get("/notices").status_code == 200
    again = sit(world.anna)
    assert again.get("/notices").status_code == 429, "another session or browser of hers is she as well"


def test_a_part_of_a_page_says_so_in_a_toast(sit: Seat, world: World, settings: Any) -> None:
    settings.PAGES_A_MINUTE = 1
    anna = sit(world.anna)
    anna.get("/notices")
    refused = anna.get("/notices", headers={"HX-Request": "true"})
    assert refused.status_code == 429
    assert "too much in one minute" in refused.headers["HX-Trigger"]


def test_the_next_minute_all_is_well(sit: Seat, world: World, settings: Any, one_minute: Any) -> None:
    settings.PAGES_A_MINUTE = 1
    anna = sit(world.anna)
    assert asked(anna, "/notices", 2) == [200, 429]
    one_minute.shift(30)
    assert anna.get("/notices").status_code == 200


@pytest.mark.parametrize("path", ["/settings/audit.csv", "/reports", "/search?q=koffer"])
def test_what_costs_much_has_a_smaller_limit(
    sit: Seat, world: World, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "COSTLY", {name: pace.Costly(3, one.verbs) for name, one in pace.COSTLY.items()})
    joost = sit(world.joost)
    assert asked(joost, path, 4) == [200, 200, 200, 429]
    assert joost.get("/notices").status_code == 200, "the rest goes on"


def test_sending_has_a_limit_and_reading_beside_it_does_not(
    sit: Seat, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(pace.COSTLY, "reply", pace.Costly(2))
    talk = world.conversation()
    anna = sit(world.anna)
    answers = [anna.post(f"/conversations/{talk.pk}/reply", {"text": f"Dag {n}", "key": f"k{n}"}) for n in range(3)]
    assert [answer.status_code == 429 for answer in answers] == [False, False, True]
    assert talk.messages.filter(ours=True).count() == 2
    assert anna.get(f"/conversations/{talk.pk}").status_code == 200


def test_strangers_share_the_limit_of_their_address(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "STRANGERS", 3)
    assert asked(Client(REMOTE_ADDR="198.51.100.7"), "/board", 4) == [200, 200, 200, 429]
    assert Client(REMOTE_ADDR="198.51.100.7").get("/account/login/").status_code == 429
    assert Client(REMOTE_ADDR="203.0.113.9").get("/board").status_code == 200


def test_networks_and_monitors_are_not_slowed_down_here(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "STRANGERS", 1)
    assert asked(Client(), "/healthz", 3) == [200] * 3
    assert [Client().post("/hooks/x/nobody", b"{}", "application/json").status_code for _ in range(3)] == [404] * 3


def test_the_limit_can_be_switched_off(sit: Seat, world: World, settings: Any) -> None:
    settings.PAGES_A_MINUTE = 0
    assert set(asked(sit(world.anna), "/notices", 20)) == {200}
