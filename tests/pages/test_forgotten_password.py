"""Whoever forgot their password gets a link to our own address, whatever the request called us."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override

from tests.pages.conftest import Seat
from tests.world import World
from webcare.pages.borrowedwords import BORROWED, COUNTED
from webcare.settings import BASE_URL


def test_the_link_leads_to_our_address_and_works(world: World) -> None:
    asked = Client().post("/account/password/reset/", {"email": world.anna.email}, headers={"host": "localhost:6666"})
    assert asked.status_code == 302
    links = re.findall(r"https?://\S+/reset/\S+", str(mail.outbox[0].body))
    assert len(links) == 1 and links[0].startswith(f"{BASE_URL}/account/password/reset/key/")
    page = Client().get(links[0].removeprefix(BASE_URL), follow=True)
    assert b'type="password"' in page.content


@pytest.mark.parametrize(
    ("language", "subject", "greeting"),
    [("nl", "Een nieuw wachtwoord voor webcare", "Hallo"), ("en", "A new password for webcare", "Hello")],
)
def test_the_mail_speaks_the_language_of_its_reader(world: World, language: str, subject: str, greeting: str) -> None:
    world.anna.interface_language = language
    world.anna.save()
    elsewhere = {"en": "nl", "nl": "en"}[language]  # of the browser that it was asked for with
    Client().post("/account/password/reset/", {"email": world.anna.email}, headers={"accept-language": elsewhere})
    [sent] = mail.outbox
    assert sent.subject == subject
    assert str(sent.body).startswith(f"{greeting} {world.anna.name},")
    assert "Lowland Air" in sent.body and "testserver" not in sent.body


def test_a_stranger_is_written_nothing(world: World) -> None:
    asked = Client().post("/account/password/reset/", {"email": "nobody@elsewhere.example"})
    assert asked.status_code == 302
    assert mail.outbox == []


PAGES = (
    "password/change/", "password/reset/", "password/reset/done/", "2fa/", "2fa/totp/activate/", "2fa/webauthn/",
    "2fa/webauthn/add/", "2fa/recovery-codes/generate/", "reauthenticate/", "sessions/",
)  # fmt: skip


def test_the_pages_about_signing_in_say_je_in_dutch(world: World, sit: Seat) -> None:
    world.anna.interface_language = "nl"
    world.anna.set_password("zomer in Lissabon")
    world.anna.save()
    anna = sit(world.anna)
    anna.post("/account/reauthenticate/", {"password": "zomer in Lissabon"})
    wrong = {"oldpassword": "niet", "password1": "password", "password2": "password"}
    answers = [anna.get(f"/account/{page}") for page in PAGES] + [anna.post("/account/password/change/", wrong)]
    for answer in answers:
        assert answer.status_code == 200
        text = re.sub(r"<script.*?</script>", " ", answer.content.decode(), flags=re.DOTALL)
        seen = re.sub(r"<[^>]*>", " ", unescape(text))
        assert not re.search(r"\b[Uu]w?\b|\bThis\b|\bYour\b|\bName\b", seen.replace("a.u.b.", "")), seen


def test_what_is_borrowed_is_in_our_own_words() -> None:
    with override("nl"):
        dutch = [gettext(text) for text in BORROWED] + [str(one % {"min_length": 2}) for one in COUNTED[:1]]
        dutch.append(str(COUNTED[1] % 2))
    assert not [text for text in dutch if re.search(r"\b[Uu]w?\b|[Pp]assword", text)]
