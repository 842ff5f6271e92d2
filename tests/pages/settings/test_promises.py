"""Promises, opening hours, labels, categories and prepared answers: what is right is kept, what is wrong is explained."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from tests.pages.conftest import Seat
from tests.world import World
from webcare.answers.macro import Macro, MacroText
from webcare.cases.case import Category
from webcare.clocks.clock import Hours, StoredPromise
from webcare.clocks.promise import Facts, choose
from webcare.clocks.promising import opening_hours, promises
from webcare.conversations.label import Label
from webcare.ledger.event import Event

OFFICE = {
    "name": "Office",
    "time_zone": "Europe/Amsterdam",
    "day_0": "09:00-12:30, 13:30-18:00",
    "day_5": "22:00-06:00",
}


def test_a_week_is_written_as_people_write_it(sit: Seat, world: World) -> None:
    given = OFFICE | {"country": "NL", "closed": "2026-12-24\n2026-12-24 2026-12-31"}
    answer = sit(world.joost).post("/settings/hours", given)
    assert answer.status_code == 302, answer.content.decode()
    row = Hours.objects.get(name="Office")
    assert row.weekly[0] == [["09:00", "12:30"], ["13:30", "18:00"]]
    assert row.weekly[1] == []
    assert (row.holiday_country, row.closed_days) == ("NL", ["2026-12-24", "2026-12-31"])
    hours = opening_hours(row)
    assert hours.is_open(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert not hours.is_open(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    assert hours.is_open(datetime(2026, 11, 29, 4, 0, tzinfo=UTC))


def test_the_form_shows_again_what_was_kept(sit: Seat, world: World) -> None:
    joost = sit(world.joost)
    joost.post("/settings/hours", OFFICE | {"country": "DE", "region": "by", "closed": "2026-12-24"})
    row = Hours.objects.get(name="Office")
    assert row.holiday_country == "DE-BY"
    page = joost.get(f"/settings/hours/{row.pk}").content.decode()
    for shown in ("09:00-12:30, 13:30-18:00", 'value="BY"', "2026-12-24", "22:00-06:00", 'value="DE" selected'):
        assert shown in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"day_0": "nine to five"}, "is not understood"),
        ({"day_0": "25:00-26:00"}, "is no time of day"),
        ({"day_0": "", "day_5": ""}, "never open"),
        ({"closed": "christmas"}, "is no date"),
        ({"country": "NL", "region": "QQ"}, "has no such region"),
        ({"country": "Narnia"}, "not one of the available choices"),
        ({"time_zone": "Europe/Atlantis"}, "not one of the available choices"),
        ({"name": ""}, "required"),
    ],
)
def test_wrong_hours_are_explained(sit: Seat, world: World, wrong: dict[str, str], says: str) -> None:
    answer = sit(world.joost).post("/settings/hours", OFFICE | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Hours.objects.filter(name="Office").exists()


def test_the_next_week_is_shown_while_one_fills_it_in(sit: Seat, world: World) -> None:
    page = sit(world.joost).post("/settings/hours/preview", OFFICE).content.decode()
    assert "09:00–12:30, 13:30–18:00" in page
    assert "22:00–06:00" in page
    assert page.count("closed") == 5
    assert "A promise of one hour" in page
    assert not Hours.objects.filter(name="Office").exists()
    assert (
        "next seven days stand here"
        in sit(world.joost).post("/settings/hours/preview", {"day_0": "?"}).content.decode()
    )


def test_around_the_clock_beats_the_week(sit: Seat, world: World) -> None:
    sit(world.joost).post("/settings/hours", {"name": "Always", "time_zone": "UTC", "always": "on"})
    assert opening_hours(Hours.objects.get(name="Always")).is_always_open


def test_hours_by_which_a_promise_runs_stay(sit: Seat, world: World) -> None:
    hours = Hours.objects.create(name="Always")
    StoredPromise.objects.create(name="Fast", promise_kind="first", minutes=60, hours=hours)
    page = sit(world.joost).get(f"/settings/hours/{hours.pk}/removal").content.decode()
    assert "1 promise runs by them" in page
    assert sit(world.joost).post(f"/settings/hours/{hours.pk}/removal").status_code == 422
    assert Hours.objects.filter(pk=hours.pk).exists()


def test_a_promise_that_is_made_holds(sit: Seat, world: World) -> None:
    hours = Hours.objects.create(name="Always")
    given = {"name": "Dutch", "promise_kind": "first", "language": "nl", "minutes": 30, "hours": hours.pk}
    assert sit(world.joost).post("/settings/promises", given).status_code == 302
    chosen = choose(promises(), Facts("first", "x", "nl", "normal"))
    assert chosen and (chosen.name, chosen.minutes) == ("Dutch", 30)
    assert Event.objects.get(verb="promise.changed").data["name"] == "Dutch"


def test_the_same_promise_cannot_be_made_twice(sit: Seat, world: World) -> None:
    hours = Hours.objects.create(name="Always")
    given = {"name": "Dutch", "promise_kind": "first", "language": "nl", "minutes": 30, "hours": hours.pk}
    joost = sit(world.joost)
    joost.post("/settings/promises", given)
    answer = joost.post("/settings/promises", given | {"name": "Dutch again", "minutes": 20})
    assert answer.status_code == 422
    assert "exactly this already" in answer.content.decode()
    with pytest.raises(IntegrityError):
        StoredPromise.objects.create(name="Third", promise_kind="first", language="nl", minutes=1, hours=hours)


def test_a_solution_is_promised_for_all(sit: Seat, world: World) -> None:
    hours = Hours.objects.create(name="Always")
    given = {"name": "Solved", "promise_kind": "resolution", "network": "x", "minutes": 1440, "hours": hours.pk}
    answer = sit(world.joost).post("/settings/promises", given)
    assert answer.status_code == 422
    assert "A case gathers several conversations" in answer.content.decode()


def test_an_example_says_which_promise_holds_and_what_it_comes_before(sit: Seat, world: World) -> None:
    hours = Hours.objects.create(name="Always")
    StoredPromise.objects.create(name="Every", promise_kind="first", minutes=60, hours=hours)
    StoredPromise.objects.create(name="Urgent", promise_kind="first", urgency="urgent", minutes=15, hours=hours)
    joost = sit(world.joost)
    assert 'hx-get="/settings/promises/example"' in joost.get("/settings/promises").content.decode()
    said = joost.get(
        "/settings/promises/example", {"network": "x", "language": "nl", "urgency": "urgent"}
    ).content.decode()
    assert "<b>Urgent</b> promises a first answer within 15 minutes." in said
    assert "It comes before Every." in said
    assert "Nothing promises a follow-up answer here" in said
    said = joost.get("/settings/promises/example", {"network": "x", "urgency": "normal"}).content.decode()
    assert "<b>Every</b>" in said


def test_a_label_is_made_by_a_lead_and_removed_with_its_consequences_told(sit: Seat, world: World) -> None:
    noor = sit(world.noor)
    assert noor.post("/settings/labels", {"name": "strike", "hue": 50}).status_code == 302
    label = Label.objects.get(name="strike")
    conversation = world.conversation()
    conversation.label(world.anna, label)
    assert "1 conversation loses it." in noor.get(f"/settings/labels/{label.pk}/removal").content.decode()
    assert noor.post(f"/settings/labels/{label.pk}/removal").status_code == 302
    assert not conversation.labels.exists()
    assert noor.post("/settings/labels", {"name": "x", "hue": 361}).status_code == 422


def test_a_category_is_made_once(sit: Seat, world: World) -> None:
    noor = sit(world.noor)
    assert noor.post("/settings/categories", {"name": "Lost bags"}).status_code == 302
    assert noor.post("/settings/categories", {"name": "Lost bags"}).status_code == 422
    assert Category.objects.filter(name="Lost bags").count() == 1


ANSWER: dict[str, Any] = {
    "name": "Sorry",
    "topic": "delay",
    "text_en": "Hi {first_name}, sorry. {initials}",
    "text_nl": "Sorry!",
}


def test_an_answer_has_versions_that_come_and_go(sit: Seat, world: World) -> None:
    noor = sit(world.noor)
    assert noor.post("/settings/answers", ANSWER).status_code == 302
    macro = Macro.objects.get(name="Sorry")
    assert set(macro.texts.values_list("language", flat=True)) == {"en", "nl"}
    assert (
        noor.post(f"/settings/answers/{macro.pk}", ANSWER | {"text_nl": "", "text_de": "Verzeihung!"}).status_code
        == 302
    )
    assert set(macro.texts.values_list("language", flat=True)) == {"en", "de"}
    assert noor.post(f"/settings/answers/{macro.pk}/removal").status_code == 302
    assert not MacroText.objects.filter(macro_id=macro.pk).exists()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"text_en": "Hi {naam}"}, "Nothing fills {naam}"),
        ({"text_en": "", "text_nl": " "}, "at least one language"),
        ({"name": ""}, "required"),
    ],
)
def test_an_answer_that_would_embarrass_us_is_refused(
    sit: Seat, world: World, wrong: dict[str, str], says: str
) -> None:
    answer = sit(world.noor).post("/settings/answers", ANSWER | wrong)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Macro.objects.exists()


def test_an_answer_is_shown_as_a_customer_reads_it(sit: Seat, world: World) -> None:
    page = sit(world.noor).post("/settings/answers/preview", ANSWER | {"text_nl": "<b>{brand}</b>"}).content.decode()
    assert "Hi Bram, sorry. NB" in page
    assert "&lt;b&gt;Lowland Air&lt;/b&gt;" in page


def test_an_own_answer_is_nobody_elses(sit: Seat, world: World) -> None:
    assert sit(world.anna).post("/me/answers", ANSWER).status_code == 302
    macro = Macro.objects.get(owner=world.anna)
    assert "Sorry" in sit(world.anna).get("/me/answers").content.decode()
    assert "Sorry" not in sit(world.daniel).get("/me/answers").content.decode()
    assert sit(world.daniel).get(f"/me/answers/{macro.pk}").status_code == 404
    assert sit(world.noor).post(f"/settings/answers/{macro.pk}", ANSWER).status_code == 404
    assert sit(world.willem).get("/me/answers").status_code == 403


def test_an_answer_for_a_brand_that_one_does_not_see_is_not_there(sit: Seat, world: World) -> None:
    world.giulia.role = "lead"
    world.giulia.save()
    macro = Macro.objects.create(name="Trips", brand=world.holidays)
    assert sit(world.giulia).get(f"/settings/answers/{macro.pk}").status_code == 404
    assert sit(world.giulia).post("/settings/answers", ANSWER | {"brand": world.holidays.pk}).status_code == 422
