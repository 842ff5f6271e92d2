"""Cases in the browser's own requests: opened from a conversation, worked on, solved, found again."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.pages.conftest import Seat, queries
from tests.world import World
from webcare.cases.case import Case, CaseNote, Category
from webcare.cases.opening import open_case
from webcare.demo import cast
from webcare.ledger.event import Event
from webcare.lib.now import now
from webcare.team.notice import Notice

HTMX = {"HX-Request": "true"}


@pytest.fixture
def anna(world: World, sit: Seat) -> Client:
    return sit(world.anna)


@pytest.fixture
def case(world: World) -> Case:
    return open_case(world.conversation(cast.BRAM, "Where is my suitcase?"), world.anna, title="Lost suitcase")


def told(response: Any) -> dict[str, Any]:
    return dict(json.loads(response.headers.get("HX-Trigger", "{}")))


def undo_with(client: Client, response: Any) -> int:
    return client.post(told(response)["toast"]["action"]["url"], headers=HTMX).status_code


def test_a_case_is_opened_from_a_conversation_and_stands_beside_it(world: World, anna: Client) -> None:
    conversation = world.conversation(cast.BRAM, "Where is my suitcase?")
    baggage = Category.objects.create(name="Baggage")
    asked = {"title": "Lost suitcase", "category": baggage.pk, "owner": world.daniel.pk}
    anna.post(f"/conversations/{conversation.pk}/cases", asked, headers=HTMX)
    case = Case.objects.get()
    assert (case.title, case.category, case.owner, case.opened_by) == (
        "Lost suitcase",
        baggage,
        world.daniel,
        world.anna,
    )
    assert Notice.objects.get(person=world.daniel).path == f"/cases/{case.pk}"
    assert f'href="/cases/{case.pk}"' in anna.get(f"/conversations/{conversation.pk}").content.decode()


def test_a_case_and_a_language_that_were_chosen_by_mistake_come_with_a_way_back(world: World, anna: Client) -> None:
    conversation = world.conversation(cast.BRAM, "Where is my suitcase?", language="en")
    opened = anna.post(f"/conversations/{conversation.pk}/cases", {"title": "Lost"}, headers=HTMX)
    corrected = anna.post(f"/conversations/{conversation.pk}/language", {"language": "de"}, headers=HTMX)
    assert (undo_with(anna, opened), undo_with(anna, corrected)) == (204, 204)
    conversation.refresh_from_db()
    assert (conversation.language, Case.objects.exists()) == ("en", False)


def test_a_second_conversation_of_the_customer_is_offered_the_open_case(world: World, anna: Client, case: Case) -> None:
    mail = world.conversation(cast.BRAM, "It is blue.", account=world.mail)
    mail.handle.customer = case.customer  # type: ignore[assignment]  # linked by proof
    mail.handle.save()
    dialog = anna.get(f"/conversations/{mail.pk}/cases", headers=HTMX).content.decode()
    assert "Lost suitcase" in dialog
    response = anna.post(f"/conversations/{mail.pk}/cases", {"case": case.pk}, headers=HTMX)
    page = anna.get(f"/cases/{case.pk}").content.decode()
    assert "Where is my suitcase?" in page and "It is blue." in page
    assert undo_with(anna, response) == 204
    assert case.conversations.count() == 1


def test_the_page_shows_who_did_what_when_and_why(world: World, anna: Client, case: Case) -> None:
    case.give_to(world.daniel, world.noor)
    case.progress("others", world.daniel)
    conversation = case.conversations.get()
    conversation.assign(world.noor, person=world.daniel)
    case.close(world.daniel, "Found in Lisbon, delivered at home.")
    page = anna.get(f"/cases/{case.pk}").content.decode()
    for words in (
        "opened the case", "gave the case an owner", "waits for others", "assigned it",
        "closed the case", "Found in Lisbon, delivered at home.", world.noor.name, world.daniel.name,
    ):  # fmt: skip
        assert words in page, words


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("owner", {"person": "Daniel"}),
        ("category", {"category": "Refund"}),
        ("status", {"status": "others"}),
        ("title", {"title": "Lost blue suitcase"}),
        ("resolution", {"resolution": "Found."}),
    ],
)
def test_everything_done_to_a_case_can_be_undone_for_a_minute(
    world: World, anna: Client, case: Case, address: str, sent: dict[str, Any]
) -> None:
    keys = {"Daniel": world.daniel.pk, "Refund": Category.objects.create(name="Refund").pk}

    def state() -> tuple[object, ...]:
        case.refresh_from_db()
        return case.owner_id, case.category_id, case.status, case.title, case.closed_at, case.resolution

    before = state()
    assert anna.get(f"/cases/{case.pk}/{address}", headers=HTMX).status_code == 200
    response = anna.post(
        f"/cases/{case.pk}/{address}", {name: keys.get(value, value) for name, value in sent.items()}, headers=HTMX
    )
    assert response.status_code == 204 and state() != before
    assert undo_with(anna, response) == 204
    assert state() == before


def test_a_case_is_not_closed_without_saying_how_the_customer_was_helped(anna: Client, case: Case) -> None:
    response = anna.post(f"/cases/{case.pk}/resolution", {"resolution": "  "}, headers=HTMX)
    assert response.status_code == 422
    assert "Say how the customer was helped." in told(response)["toast"]["text"]
    case.refresh_from_db()
    assert case.is_open


def test_a_case_is_reopened_with_a_reason_and_its_first_deadline(world: World, anna: Client, case: Case) -> None:
    due = case.due_at
    case.close(world.anna, "Found.")
    assert anna.post(f"/cases/{case.pk}/reopening", {"reason": ""}, headers=HTMX).status_code == 422
    anna.post(f"/cases/{case.pk}/reopening", {"reason": "It is another suitcase."}, headers=HTMX)
    case.refresh_from_db()
    assert case.is_open and case.due_at == due
    assert Event.objects.get(verb="case.reopened").why == "It is another suitcase."


def test_a_further_conversation_is_found_by_name_and_taken_out_again(world: World, anna: Client, case: Case) -> None:
    mail = world.conversation(cast.CUSTOMERS[1], "Same suitcase, I am his wife.")
    found = anna.get(f"/cases/{case.pk}/conversations", {"q": cast.CUSTOMERS[1].name}, headers=HTMX).content.decode()
    assert f'value="{mail.pk}"' in found
    anna.post(f"/cases/{case.pk}/conversations", {"conversation": mail.pk}, headers=HTMX)
    assert case.conversations.count() == 2
    response = anna.delete(f"/cases/{case.pk}/conversations/{mail.pk}", headers=HTMX)
    assert case.conversations.count() == 1
    assert undo_with(anna, response) == 204
    assert case.conversations.count() == 2


def test_a_double_click_writes_one_note_and_a_mention_tells(world: World, anna: Client, case: Case) -> None:
    note = {"text": "@daniel can you call Lisbon?", "key": "k1"}
    for _click in range(2):
        assert anna.post(f"/cases/{case.pk}/notes", note, headers=HTMX).status_code == 204
    assert CaseNote.objects.get().text == "@daniel can you call Lisbon?"
    assert Notice.objects.get(person=world.daniel).notice_kind == "mention"
    assert anna.post(f"/cases/{case.pk}/notes", {"text": " "}, headers=HTMX).status_code == 422


def test_the_list_is_sorted_by_what_is_due_first(world: World, anna: Client) -> None:
    at = now()
    for title, due in (("third", None), ("second", timedelta(hours=5)), ("first", -timedelta(hours=1))):
        made = open_case(world.conversation(), world.anna, title=title)
        Case.objects.filter(pk=made.pk).update(due_at=at + due if due is not None else None)
    page = anna.get("/cases").content.decode()
    assert page.index("first") < page.index("second") < page.index("third")
    late = anna.get("/cases?tab=late").content.decode()
    assert "first" in late and "second" not in late


def test_tabs_category_and_words_narrow_the_list(world: World, anna: Client, case: Case) -> None:
    refund = Category.objects.create(name="Refund")
    other = open_case(world.conversation(), world.daniel, title="Voucher of Ms Peters", category=refund)
    solved = open_case(world.conversation(), world.anna, title="Old")
    solved.close(world.anna, "Paid back in full.")

    def shown(query: str) -> set[int]:
        page = anna.get(f"/cases?{query}").content.decode()
        return {one.pk for one in (case, other, solved) if f'id="case-{one.pk}"' in page}

    assert shown("") == {case.pk, other.pk}
    assert shown("tab=mine") == {case.pk}
    other.give_to(None, world.noor)
    assert shown("tab=free") == {other.pk}
    assert shown("tab=closed") == {solved.pk}
    assert shown(f"category={refund.pk}") == {other.pk}
    assert shown("q=peters") == {other.pk}
    assert shown(f"q={case.pk}") >= {case.pk}
    assert shown("tab=closed&q=paid+back") == {solved.pk}
    assert shown("tab=x&category=x&page=-1&q=%00%25%27") == set()


def test_what_one_does_not_see_does_not_exist(world: World, sit: Seat, anna: Client) -> None:
    foreign = open_case(world.conversation(account=world.holidays_x), world.noor, title="Hotel")
    giulia = sit(world.giulia)  # she does not see holidays
    here = f"/cases/{foreign.pk}"
    reads = ["", "/parts", "/owner", "/category", "/status", "/title", "/resolution", "/reopening", "/conversations"]
    assert {giulia.get(here + path).status_code for path in reads} == {404}
    writes = ["/notes", "/owner", "/category", "/status", "/title", "/resolution", "/reopening", "/conversations"]
    assert {giulia.post(here + path, {"text": "x", "resolution": "x"}).status_code for path in writes} == {404}
    assert "Hotel" not in giulia.get("/cases").content.decode()
    mine = open_case(world.conversation(), world.anna)
    hidden = {"conversation": foreign.conversations.get().pk}
    assert giulia.post(f"/cases/{mine.pk}/conversations", hidden, headers=HTMX).status_code == 404
    assert anna.get("/cases/999999999").status_code == 404


def test_who_only_reads_sees_the_case_and_changes_nothing(world: World, sit: Seat, case: Case) -> None:
    willem = sit(world.willem)
    page = willem.get(f"/cases/{case.pk}").content.decode()
    assert "Lost suitcase" in page and "case-note" not in page and "hx-post" not in page
    assert willem.post(f"/cases/{case.pk}/status", {"status": "others"}).status_code == 403
    assert willem.post(f"/cases/{case.pk}/resolution", {"resolution": "x"}).status_code == 403


def test_the_list_costs_the_same_for_one_case_and_for_thirty(world: World, anna: Client, case: Case) -> None:
    anna.get("/cases")
    one = queries(anna, "/cases")
    for _number in range(30):
        open_case(world.conversation(), world.daniel)
    many = queries(anna, "/cases")
    assert anna.get("/cases").content.decode().count("data-item") == 31
    assert len(many) == len(one), "\n".join(many)


def test_a_case_costs_the_same_for_one_message_and_for_many(world: World, anna: Client, case: Case) -> None:
    anna.get(f"/cases/{case.pk}")
    one = queries(anna, f"/cases/{case.pk}")
    for number in range(5):
        case.gather(world.conversation(cast.BRAM, *["Still nothing?"] * 5), world.daniel)
        case.write_note(world.daniel, "I called them.", key=f"k{number}")
    many = queries(anna, f"/cases/{case.pk}")
    assert len(many) == len(one), "\n".join(many)
