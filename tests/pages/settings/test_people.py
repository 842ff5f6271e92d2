"""Colleagues are invited, join once, change what they do, leave and return."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.pages.conftest import Seat
from tests.world import World
from webcare.ledger.event import Event
from webcare.team.invitation import Invitation
from webcare.team.person import Person, Role

LINK = re.compile(r"/join/\S+")
PASSWORD = "het regent weer in Hoofddorp"


def invited(sit: Seat, world: World, **fields: Any) -> str:
    """Joost invites somebody; the path of the link in the mail."""
    given = {
        "email": "Saskia@LowlandAir.example",
        "role": "agent",
        "teams": [world.anna.teams.get().pk],
        "speaks_nl": "native",
    }
    answer = sit(world.joost).post("/settings/invitations", given | fields)
    assert answer.status_code == 302, answer.content.decode()
    found = LINK.search(str(mail.outbox[-1].body))
    assert found
    return found.group()


def test_who_is_invited_gets_a_mail_with_a_link_and_joins_with_it(sit: Seat, world: World) -> None:
    path = invited(sit, world)
    assert mail.outbox[-1].to == ["saskia@lowlandair.example"]
    guest = Client()
    assert "saskia@lowlandair.example" in guest.get(path).content.decode()

    answer = guest.post(path, {"name": "Saskia de Boer", "password": PASSWORD, "again": PASSWORD})

    assert answer.status_code == 302
    person = Person.objects.get(email="saskia@lowlandair.example")
    assert (person.name, person.role, person.initials, person.slug) == ("Saskia de Boer", Role.AGENT, "SB", "saskia")
    assert list(person.teams.all()) == list(world.anna.teams.all())
    assert person.spoken() == ("nl",)
    assert guest.get("/").status_code == 200
    assert "127.0.0.1" in guest.get(reverse("usersessions_list")).content.decode()
    assert Event.objects.filter(verb="person.joined", subject_id=person.pk).count() == 1
    assert Client().login(email="saskia@lowlandair.example", password=PASSWORD)


def test_a_link_works_once(sit: Seat, world: World) -> None:
    path = invited(sit, world)
    form = {"name": "Saskia", "password": PASSWORD, "again": PASSWORD}
    assert Client().post(path, form).status_code == 302
    assert Client().get(path).status_code == 404
    assert Client().post(path, form).status_code == 404
    assert Person.objects.filter(email__startswith="saskia@").count() == 1


def test_a_guessed_withdrawn_or_old_link_says_so_kindly(sit: Seat, world: World) -> None:
    path = invited(sit, world)
    assert Client().get("/join/guessed").status_code == 404
    invitation = Invitation.objects.get()
    sit(world.joost).post(f"/settings/invitations/{invitation.pk}/withdrawal")
    assert "works no more" in Client().get(path).content.decode()


def test_sending_again_makes_a_new_link_and_the_old_one_ends(sit: Seat, world: World) -> None:
    path = invited(sit, world)
    sit(world.joost).post(f"/settings/invitations/{Invitation.objects.get().pk}/mail")
    found = LINK.search(str(mail.outbox[-1].body))
    assert found and found.group() != path
    assert Client().get(path).status_code == 404
    assert Client().get(found.group()).status_code == 200


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (PASSWORD, PASSWORD + "!", "not the same"),
        ("saskia@lowlandair", "saskia@lowlandair", "too similar"),
        ("L0wland-Air-2026", "L0wland-Air-2026", "made of the names"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(
    sit: Seat, world: World, password: str, again: str, says: str
) -> None:
    path = invited(sit, world)
    answer = Client().post(path, {"name": "Saskia", "password": password, "again": again})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Person.objects.filter(email__startswith="saskia@").exists()


@pytest.mark.parametrize("email", ["not an address", "anna.ab@lowlandair.example", ""])
def test_an_invitation_that_cannot_be_sent_says_what_to_change(sit: Seat, world: World, email: str) -> None:
    known = world.anna.email if email.startswith("anna") else email
    answer = sit(world.joost).post("/settings/invitations", {"email": known, "role": "agent"})
    assert answer.status_code == 422
    assert 'class="wrong"' in answer.content.decode()
    assert not Invitation.objects.exists()


def test_nobody_is_invited_twice(sit: Seat, world: World) -> None:
    invited(sit, world)
    answer = sit(world.joost).post("/settings/invitations", {"email": "saskia@lowlandair.example", "role": "agent"})
    assert answer.status_code == 422
    assert "invited already" in answer.content.decode()


def test_the_mail_that_does_not_leave_is_told_and_the_link_can_be_given(sit: Seat, world: World, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = sit(world.joost).post(
        "/settings/invitations", {"email": "saskia@lowlandair.example", "role": "agent"}, follow=True
    )
    said = page.content.decode()
    assert "could not be sent" in said
    assert Invitation.objects.get().ticket in said


def test_a_copy_of_the_database_lets_nobody_join(sit: Seat, world: World) -> None:
    sit(world.joost).post("/settings/invitations", {"email": "saskia@lowlandair.example", "role": "agent"})
    (invitation,) = Invitation.objects.all()
    kept = Invitation.objects.values_list("token", flat=True).get()
    for token in (kept, f"{kept}.", f"{kept}.{kept}", invitation.ticket[:-1], invitation.ticket.swapcase()):
        assert Client().get(f"/join/{token}").status_code == 404, token
    assert Client().get(f"/join/{invitation.ticket}").status_code == 200


def test_role_teams_and_languages_can_be_changed(sit: Seat, world: World) -> None:
    path = f"/settings/people/{world.anna.pk}"
    baggage = world.sjoerd.teams.get()
    answer = sit(world.joost).post(
        path, {"name": "Anna B.", "role": "lead", "teams": [baggage.pk], "speaks_zh": "basic"}
    )
    assert answer.status_code == 302, answer.content.decode()
    anna = Person.objects.get(pk=world.anna.pk)
    assert (anna.name, anna.role, anna.spoken(), list(anna.teams.all())) == ("Anna B.", "lead", ("zh",), [baggage])
    event = Event.objects.filter(verb="person.changed", subject_id=anna.pk).earliest("pk")
    assert event.before["role"] == "agent"
    assert event.data["after"]["role"] == "lead"


def test_who_leaves_is_signed_out_and_may_return(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    assert anna.get("/").status_code == 200
    assert sit(world.joost).post(f"/settings/people/{world.anna.pk}/leaving").status_code == 302
    assert anna.get("/").status_code == 302
    assert sit(world.joost).post(f"/settings/people/{world.anna.pk}/return").status_code == 302
    assert anna.get("/").status_code == 302  # no session wakes up again
    assert sit(Person.objects.get(pk=world.anna.pk)).get("/").status_code == 200
    assert list(Event.objects.filter(subject_kind="person").values_list("verb", flat=True)) == [
        "person.left",
        "person.returned",
    ]


def test_who_returned_chooses_a_new_password(sit: Seat, world: World) -> None:
    world.anna.set_password(PASSWORD)
    world.anna.save()
    joost = sit(world.joost)
    joost.post(f"/settings/people/{world.anna.pk}/leaving")
    Client().post("/account/password/reset/", {"email": world.anna.email})
    assert not any("/account/password/reset/key/" in str(letter.body) for letter in mail.outbox)
    said = joost.post(f"/settings/people/{world.anna.pk}/return", follow=True).content.decode()
    assert "new password" in said
    assert not Client().login(email=world.anna.email, password=PASSWORD)
    Client().post("/account/password/reset/", {"email": world.anna.email})
    link = re.search(r"/account/password/reset/key/\S+", str(mail.outbox[-1].body))
    assert link
    guest = Client()
    form = guest.get(link.group(), follow=True).redirect_chain[-1][0]
    guest.post(form, {"password1": "nog een keer regen", "password2": "nog een keer regen"})
    assert Client().login(email=world.anna.email, password="nog een keer regen")


def test_what_waits_for_who_leaves_waits_for_everybody(sit: Seat, world: World) -> None:
    theirs, held, others = (world.conversation() for _ in range(3))
    theirs.assign(world.noor, person=world.anna)
    held.claim(world.anna)
    others.assign(world.noor, person=world.daniel)
    sit(world.joost).post(f"/settings/people/{world.anna.pk}/leaving")
    for conversation in (theirs, held, others):
        conversation.refresh_from_db()
    assert (theirs.assignee, held.holder, others.assignee) == (None, None, world.daniel)
    given_up = Event.objects.filter(why="left the team").order_by("subject_id").values_list("subject_id", "verb")
    assert list(given_up) == [(theirs.pk, "conversation.unassigned"), (held.pk, "conversation.released")]


def test_somebody_always_administers(sit: Seat, world: World) -> None:
    Person.objects.filter(role=Role.ADMINISTRATOR).exclude(pk=world.joost.pk).update(role=Role.LEAD)
    answer = sit(world.joost).post(f"/settings/people/{world.joost.pk}", {"name": "Joost", "role": "agent"})
    assert answer.status_code == 422
    assert "Make somebody else an administrator" in answer.content.decode()
    assert sit(world.joost).post(f"/settings/people/{world.joost.pk}/leaving").status_code == 422
    assert Person.objects.get(pk=world.joost.pk).is_active
