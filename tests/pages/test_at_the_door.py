"""Who tries passwords is slowed down, cookies are kept from scripts, and nothing personal is kept by caches."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.house.sources import ROOT
from tests.pages.conftest import Seat
from tests.world import World
from webcare.pages.settings.sections import CHAPTERS
from webcare.team.inviting import Guest, invite

PASSWORD = "het regent weer in Hoofddorp"
ASK = """
import django
django.setup()
from django.conf import settings
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0)
"""


def attempt(person: str, password: str, address: str = "198.51.100.7") -> Any:
    return Client(REMOTE_ADDR=address).post("/account/login/", {"login": person, "password": password})


def test_a_few_wrong_passwords_are_forgiven_and_many_are_not(world: World) -> None:
    world.anna.set_password(PASSWORD)
    world.anna.save()
    for number in range(5):
        assert "too many" not in attempt(world.anna.email, f"wrong-{number}").content.decode().lower()
    refused = attempt(world.anna.email, PASSWORD)
    assert refused.status_code != 302
    assert "too many" in refused.content.decode().lower()
    elsewhere = attempt(world.anna.email, PASSWORD, "203.0.113.9")
    assert elsewhere.status_code != 302  # it is the account that is guarded, wherever they come from


def test_who_tries_many_accounts_is_stopped_too(world: World) -> None:
    for number in range(10):
        attempt(f"guess-{number}@lowlandair.example", "wrong-password")
    world.anna.set_password(PASSWORD)
    world.anna.save()
    assert attempt(world.anna.email, PASSWORD).status_code != 302
    assert attempt(world.anna.email, PASSWORD, "203.0.113.9").status_code == 302


def test_the_form_does_not_tell_who_works_here(world: World) -> None:
    world.anna.set_password(PASSWORD)
    world.anna.save()
    known = attempt(world.anna.email, "wrong-password").content.decode()
    unknown = attempt("nobody@lowlandair.example", "wrong-password").content.decode()
    assert _errors(known) == _errors(unknown) != ""


def test_nobody_signs_up(world: World) -> None:
    form = {"email": "stranger@example.com", "password1": PASSWORD, "password2": PASSWORD}
    answer = Client().post("/account/signup/", form)
    assert "Sign Up Closed" in answer.content.decode()


def test_nobody_gives_themselves_another_address(sit: Seat, world: World) -> None:
    anna = sit(world.anna)
    assert anna.get("/account/email/").headers["Location"] == "/me"
    assert anna.post("/account/email/", {"action_add": "", "email": "boss@lowlandair.example"}).status_code == 405


def test_cookies_are_for_the_server_only(world: World) -> None:
    client = Client()
    client.post("/account/login/", {"login": world.anna.email, "password": "x"})
    world.anna.set_password(PASSWORD)
    world.anna.save()
    client.post("/account/login/", {"login": world.anna.email, "password": PASSWORD})
    session = client.cookies["sessionid"]
    assert session["httponly"]
    assert session["samesite"] == "Lax"


@pytest.mark.parametrize(
    ("address", "said"),
    [("https://webcare.example.org", "True True True"), ("http://127.0.0.1:8000", "False False False")],
)
def test_cookies_are_secure_wherever_there_is_tls(address: str, said: str) -> None:
    environment = {**os.environ, "WEBCARE_BASE_URL": address}
    found = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == said


def test_browsers_take_our_cookies_from_this_very_host_only() -> None:
    environment = {**os.environ, "WEBCARE_BASE_URL": "https://webcare.example.org"}
    ask = "from webcare import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    found = subprocess.run(
        [sys.executable, "-c", ask], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["__Host-session", "__Host-csrf", "True"]


def test_who_comes_goes_and_is_refused_stands_in_the_log_without_a_name(world: World, caplog: Any) -> None:
    caplog.set_level("INFO")
    world.anna.set_password(PASSWORD)
    world.anna.save()
    client = Client(REMOTE_ADDR="198.51.100.7")
    client.post("/account/login/", {"login": world.anna.email, "password": "a wrong password"})
    client.post("/account/login/", {"login": world.anna.email, "password": PASSWORD})
    client.post("/account/logout/")
    said = [record.getMessage() for record in caplog.records if record.name == "webcare.team.doorbook"]
    assert said == [
        "a sign-in was refused from 198.51.100.7",
        f"person {world.anna.pk} signed in by password from 198.51.100.7",
        f"person {world.anna.pk} signed out from 198.51.100.7",
    ]
    assert world.anna.email not in caplog.text
    assert PASSWORD not in caplog.text


def test_a_new_session_begins_at_sign_in_and_the_old_one_ends_at_sign_out(world: World) -> None:
    world.anna.set_password(PASSWORD)
    world.anna.save()
    client = Client()
    client.post("/account/login/", {"login": world.anna.email, "password": PASSWORD})
    first = client.cookies["sessionid"].value
    client.post("/account/logout/")
    stolen = Client()
    stolen.cookies["sessionid"] = first
    assert stolen.get("/queue").status_code == 302
    client.post("/account/login/", {"login": world.anna.email, "password": PASSWORD})
    assert client.cookies["sessionid"].value != first


def test_a_long_password_of_any_signs_is_taken_as_it_is(world: World) -> None:
    long = " Ünïcödé 行李 spaces too " * 4
    world.anna.set_password(long)
    world.anna.save()
    for typed, in_ in ((long.lower(), False), (long[:72], False), (long, True)):
        page = Client().post("/account/login/", {"login": world.anna.email, "password": typed})
        assert (page.status_code == 302) is in_


def test_no_cache_keeps_what_is_personal(sit: Seat, world: World) -> None:
    pk = world.conversation().pk
    invitation = invite(Guest("saskia@lowlandair.example"), world.joost)
    paths = ["/", f"/conversations/{pk}", "/queue", "/me", "/notices", "/notices/bell", "/account/2fa/", "/settings"]
    paths += [section.path for chapter in CHAPTERS for section in chapter.sections]
    joost = sit(world.joost)
    for path in paths:
        assert "no-store" in joost.get(path).headers["Cache-Control"], path
    assert "no-store" in Client().get(f"/join/{invitation.ticket}").headers["Cache-Control"]


def test_a_page_of_somebody_elses_cannot_post(sit: Seat, world: World) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = sit(world.joost).cookies
    before = world.organisation.name
    assert strict.post("/settings/organisation", {"name": "Pirates"}).status_code == 403
    assert strict.post("/settings/people/1/leaving").status_code == 403
    world.organisation.refresh_from_db()
    assert world.organisation.name == before


def test_nobody_frames_our_pages(sit: Seat, world: World) -> None:
    pk = world.conversation().pk
    answers = [
        sit(world.joost).get(path) for path in ("/", "/me", f"/conversations/{pk}", "/settings", "/no-such-page")
    ]
    answers += [Client().get(path) for path in ("/account/login/", "/board", "/account/password/reset/")]
    for answer in answers:
        policy = answer.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy, answer.request["PATH_INFO"]
        assert answer.headers["X-Frame-Options"] == "DENY", answer.request["PATH_INFO"]


def test_who_asks_for_what_they_may_not_stands_in_the_log(sit: Seat, world: World, caplog: Any) -> None:
    foreign = world.conversation(account=world.holidays_x)
    willem, giulia, joost = sit(world.willem), sit(world.giulia), sit(world.joost)
    caplog.set_level("INFO")
    willem.get("/settings/people?q=a-secret-word")
    giulia.get(f"/conversations/{foreign.pk}")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = joost.cookies
    strict.post("/settings/organisation", {"name": "Pirates"})
    said = [record.getMessage() for record in caplog.records if " got a " in record.getMessage()]
    assert said == [
        f"person {world.willem.pk} got a 403 for GET settings/people from 127.0.0.1",
        f"person {world.giulia.pk} got a 404 for GET conversations/<int:pk> pk {foreign.pk} from 127.0.0.1",
        f"person {world.joost.pk} got a 403 for POST settings/organisation from 127.0.0.1",
    ]
    assert "a-secret-word" not in caplog.text


def test_limits_are_not_pushed_out_by_trying_many_names(world: World) -> None:
    world.anna.set_password(PASSWORD)
    world.anna.save()
    for number in range(6):
        attempt(world.anna.email, f"wrong-{number}")
    for number in range(700):
        cache.set(f"another-name-{number}", "x", 300)
    assert attempt(world.anna.email, PASSWORD, "203.0.113.9").status_code != 302


def _errors(page: str) -> str:
    start = page.find('role="alert"')
    return page[start : page.find("</div>", start)] if start >= 0 else ""
