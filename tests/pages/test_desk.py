"""The desk as the server gives it: what is seen, what it costs, what is refused and how."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from tests.pages.conftest import Seat
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.delivery import Delivery
from webcare.channels.x import problems
from webcare.conversations.attachment import Attachment
from webcare.conversations.draft import Draft
from webcare.conversations.label import Label
from webcare.conversations.message import Message
from webcare.demo import cast
from webcare.lib.now import now
from webcare.routing.view import SavedView
from webcare.team.person import Person

HTMX = {"HX-Request": "true"}


def picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (3, 2), "teal").save(drawn, "PNG")
    return drawn.getvalue()


def queries(sit: Seat, world: World, path: str) -> int:
    client = sit(world.anna)
    client.get(path)  # what is cached once is not counted
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_and_for_fifty(world: World, sit: Seat) -> None:
    world.conversation(cast.BRAM, "Een?")
    one = queries(sit, world, "/")
    for number in range(50):
        row = world.conversation(cast.SANNE, f"Nog {number}?")
        row.labels.add(Label.objects.get_or_create(name="Baggage")[0])
    assert queries(sit, world, "/") <= one


def test_a_conversation_costs_the_same_for_one_and_for_fifty_messages(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    one = queries(sit, world, f"/conversations/{bram.pk}")
    for number in range(25):
        world.message(bram, f"Nog {number}?")
        world.message(bram, "Ja.", by=world.daniel)
        bram.write_note(world.daniel, "Zo.", key=f"note-{number}")
    assert queries(sit, world, f"/conversations/{bram.pk}") <= one + 1  # the prefetch of what was not there before


def test_a_long_conversation_shows_the_newest_and_offers_the_rest(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "De allereerste?", ago=timedelta(hours=3))
    for number in range(100):
        world.message(bram, f"Nummer {number}", at=now() - timedelta(minutes=100 - number))
    page = sit(world.anna).get(f"/conversations/{bram.pk}").content.decode()
    assert "Nummer 99" in page
    assert "De allereerste?" not in page
    assert "De allereerste?" in sit(world.anna).get(f"/conversations/{bram.pk}?all=1").content.decode()


@pytest.mark.parametrize("query", ["tab=nonsense", "team=x&label=-1", "shown=99999999999999999999", "urgent=1"])
def test_nonsense_in_the_address_is_no_filter_and_no_error(query: str, world: World, sit: Seat) -> None:
    world.conversation(cast.BRAM, "Een?")
    assert sit(world.anna).get(f"/?{query}").status_code == 200


def test_a_character_that_cannot_be_kept_is_refused_and_nothing_breaks(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    path = f"/conversations/{bram.pk}"
    assert sit(world.anna).get("/?language=%00").status_code == 400
    for place in ("reply", "notes", "draft", "skip"):
        answer = sit(world.anna).post(f"{path}/{place}", {"text": "a\0b", "reason": "a\0b", "key": "k"}, headers=HTMX)
        assert answer.status_code == 400, place
    assert not bram.messages.filter(ours=True).exists()


def test_filters_narrow_the_list(world: World, sit: Seat) -> None:
    world.conversation(cast.BRAM, "Nederlands?")
    world.conversation(cast.LIAM, "English?")
    page = sit(world.anna).get("/?tab=team&language=en").content.decode()
    assert "English?" in page
    assert "Nederlands?" not in page


def test_an_answer_is_signed_once(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    sit(world.anna).post(f"/conversations/{bram.pk}/reply", {"text": "Komt goed. ^AG", "key": "a" * 32})
    assert Message.objects.get(ours=True).text == "Komt goed. ^AG"


def test_a_double_click_is_one_answer(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    for _ in range(2):
        sit(world.anna).post(f"/conversations/{bram.pk}/reply", {"text": "Komt goed.", "key": "a" * 32})
    assert Message.objects.filter(ours=True).count() == 1


def test_an_answer_that_is_too_long_says_by_how_much(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    answer = sit(world.anna).post(f"/conversations/{bram.pk}/reply", {"text": "x" * 300, "key": "k"}, headers=HTMX)
    assert answer.status_code == 422
    assert "24 characters too long" in json.loads(answer["HX-Trigger"])["toast"]["text"]
    assert not Message.objects.filter(ours=True).exists()


def test_without_scripts_an_answer_still_arrives(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    path = f"/conversations/{bram.pk}"
    answer = sit(world.anna).post(
        f"{path}/reply", {"text": "Komt goed.", "key": "k"}, headers={"Referer": f"http://testserver{path}"}
    )
    assert (answer.status_code, answer["Location"]) == (302, path)
    strange = sit(world.anna).post(f"{path}/closure", {"reason": "answered"}, headers={"Referer": "http://[/"})
    assert (strange.status_code, strange["Location"]) == (302, "/")


def test_a_session_that_ended_is_told_and_not_redirected(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    client = sit(world.anna)
    client.logout()
    assert client.post(f"/conversations/{bram.pk}/draft", {"text": "Half"}, headers=HTMX).status_code == 401


def test_an_older_tab_gets_the_newer_draft(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    path, client = f"/conversations/{bram.pk}/draft", sit(world.anna)
    kept = client.post(path, {"text": "Nieuw", "mode": "public", "revision": "0"}).json()
    assert kept == {"revision": 1, "left": 280 - len("Nieuw ^AG")}
    answer = client.post(path, {"text": "Oud", "mode": "public", "revision": "0"})
    assert (answer.status_code, answer.json()) == (409, {"text": "Nieuw", "revision": 1})
    assert Draft.objects.get().text == "Nieuw"


def test_a_mail_is_shown_in_a_frame_that_can_do_nothing(world: World, sit: Seat) -> None:
    letter = world.conversation(cast.OKAFOR, "1. The receipt.", account=world.mail)
    message = letter.messages.get()
    Message.objects.filter(pk=message.pk).update(html="<p>1. The <b>receipt</b>.</p>")
    answer = sit(world.anna).get(f"/messages/{message.pk}/html")
    assert "<b>receipt</b>" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    for rule in ("default-src 'none'", "script-src 'none'", "style-src 'none'", "form-action 'none'", "sandbox"):
        assert rule in policy
    assert "allow-scripts" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_file_is_taken_shown_and_thrown_away(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    client, drawn = sit(world.anna), picture()
    taken = client.post(
        f"/conversations/{bram.pk}/attachments", {"file": SimpleUploadedFile("map.png", drawn)}, headers=HTMX
    )
    assert taken.status_code == 200
    pk = taken.content.decode().split('value="')[1].split('"')[0]
    shown = client.get(f"/attachments/{pk}")
    assert (shown.content, shown["Content-Type"]) == (drawn, "image/png")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert sit(world.daniel).get(f"/attachments/{pk}").status_code == 404
    client.delete(f"/attachments/{pk}")
    assert client.get(f"/attachments/{pk}").status_code == 404


def test_a_drawing_that_could_run_is_saved_and_never_shown(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Een?")
    hostile = SimpleUploadedFile("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    answer = sit(world.anna).post(f"/conversations/{bram.pk}/attachments", {"file": hostile}, headers=HTMX)
    assert answer.status_code == 422


def test_a_view_is_kept_under_its_name_and_only_mine(world: World, sit: Seat) -> None:
    sit(world.anna).post("/views", {"name": "Dutch and urgent", "query": "language=nl&urgent=1&evil=1", "shared": "1"})
    view = SavedView.objects.get()
    assert (view.filters, view.shared) == ({"language": "nl", "urgent": "1"}, False)  # an agent shares nothing
    assert "Dutch and urgent" in sit(world.anna).get("/").content.decode()
    assert "Dutch and urgent" not in sit(world.daniel).get("/").content.decode()
    assert sit(world.daniel).delete(f"/views/{view.pk}").status_code == 404


def test_what_customers_write_is_never_markup(world: World, sit: Seat) -> None:
    bram = world.conversation(
        cast.BRAM, '<img src=x onerror=alert(1)> "><script>alert(2)</script> https://evil.example/"><b>?'
    )
    page = sit(world.anna).get(f"/conversations/{bram.pk}").content.decode()
    assert "<img src=x" not in page
    assert "<script>alert" not in page
    assert 'rel="nofollow noopener noreferrer"' in page


def test_the_page_speaks_the_language_of_its_reader(world: World, sit: Seat) -> None:
    world.anna.interface_language = "nl"
    world.anna.save()
    page = sit(world.anna).get("/").content.decode()
    assert '<html lang="nl"' in page
    assert "Er wacht niets op je" in page


def test_the_invitation_to_write_privately_leads_where_the_account_is_seen(world: World, sit: Seat) -> None:
    sandbox = Application.objects.create(network="x", name="Sandbox", settings={"web_base": "http://127.0.0.1:8001"})
    conversation = world.conversation(cast.BRAM, "Waar is mijn koffer?")
    address, path = f"/conversations/{conversation.pk}", f"messages/compose?recipient_id={world.x.external_id}"
    assert f'data-link="https://x.com/{path}"' in sit(world.anna).get(address).content.decode()
    Account.objects.filter(pk=world.x.pk).update(application=sandbox)
    assert f'data-link="http://127.0.0.1:8001/{path}"' in sit(world.anna).get(address).content.decode()


def test_why_an_answer_failed_is_told_in_the_language_of_the_reader(world: World, sit: Seat) -> None:
    conversation = world.conversation(cast.BRAM, "Waar is mijn koffer?")
    message = conversation.reply(world.anna, text="In Lissabon.", key="k1")
    assert message.delivery
    written = problems.FORBIDDEN(reason="Forbidden")
    Delivery.objects.filter(pk=message.delivery.pk).update(failed_at=now(), error=written)
    for language, words in (
        ("en", "does not let our application do this"),
        ("nl", "laat onze applicatie dit niet doen"),
    ):
        Person.objects.filter(pk=world.anna.pk).update(interface_language=language)
        page = sit(world.anna).get(f"/conversations/{conversation.pk}").content.decode()
        assert f"X {words}" in page


def test_sending_again_what_nobody_knows_of_says_what_it_risks(world: World, sit: Seat) -> None:
    bram = world.conversation(cast.BRAM, "Is dit mijn koffer?")
    bram.reply(world.anna, text="Ja. ^AG", key="k1")
    Delivery.objects.update(sending_at=now(), unconfirmed_at=now())
    client = sit(world.anna)
    assert b"it may arrive twice" in client.get(f"/conversations/{bram.pk}").content
    client.post(f"/messages/{Message.objects.get(ours=True).pk}/delivery", headers=HTMX)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.insisted) == ("sending", True)


def test_files_are_asked_for_by_keys_that_nobody_guesses_and_taken_along_by_their_owner(
    world: World, sit: Seat
) -> None:
    bram = world.conversation(cast.BRAM, "Een?", private=True)
    taken = sit(world.anna).post(
        f"/conversations/{bram.pk}/attachments", {"file": SimpleUploadedFile("map.png", picture())}, headers=HTMX
    )
    key = taken.content.decode().split('value="')[1].split('"')[0]
    assert UUID(key).version == 4
    number = Attachment.objects.get(key=key).pk
    assert sit(world.anna).get(f"/attachments/{number}").status_code == 404
    for key_of_others in (key, str(number), "x", str(UUID(int=7))):
        told = {"text": "Look", "key": f"k-{key_of_others}", "mode": "private", "attachments": key_of_others}
        refused = sit(world.daniel).post(f"/conversations/{bram.pk}/reply", told, headers=HTMX)
        assert refused.status_code >= 400, key_of_others
    assert not bram.messages.filter(ours=True).exists()
    told = {"text": "Look", "key": "k", "mode": "private", "attachments": key}
    assert sit(world.anna).post(f"/conversations/{bram.pk}/reply", told, headers=HTMX).status_code < 400
    assert [str(file.key) for file in bram.messages.get(ours=True).attachments.all()] == [key]
