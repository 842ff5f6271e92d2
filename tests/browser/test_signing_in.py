"""Second steps and passkeys work under the strict policy, with a real authenticator's answers; who is invited joins."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time
from urllib.parse import urlsplit

from django.contrib.sessions.models import Session
from playwright.sync_api import Dialog, Page, expect

from tests.browser.conftest import SitDown
from tests.browser.running import wait_until
from tests.browser.test_access import assert_accessible
from tests.world import World
from webcare.team.inviting import Guest, invite
from webcare.team.person import Person

PASSWORD = "het regent weer in Hoofddorp"


def code_of(secret: str) -> str:
    """What an authenticator app shows for the secret now (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def give_a_key(page: Page) -> None:
    """A laptop with a fingerprint reader that always recognises its owner."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    reader = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = {**reader, "isUserVerified": True, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def with_password(person: Person) -> Person:
    person.set_password(PASSWORD)
    person.save()
    return person


def sign_in(page: Page, person: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def open_after_proof(page: Page, path: str) -> None:
    """What concerns signing in is opened only by who knows the password, again."""
    page.goto(path)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_an_app_that_shows_codes_becomes_the_second_step(world: World, sit_down: SitDown) -> None:
    with_password(world.anna)
    page = sit_down(None, "/account/login/")
    sign_in(page, world.anna)
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    open_after_proof(page, "/account/2fa/totp/activate/")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth > 0")
    page.get_by_label("Authenticator code").fill(code_of(page.get_by_label("Authenticator secret").input_value()))
    page.get_by_role("button", name="Activate").click()
    recovery = page.get_by_label("Unused codes").input_value().split()
    assert len(recovery) == 10
    page.context.clear_cookies()
    sign_in(page, world.anna)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Code").fill(recovery[0])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()


def test_a_passkey_is_kept_and_signs_in_alone(world: World, sit_down: SitDown) -> None:
    with_password(world.anna)
    page = sit_down(None, "/account/login/")
    give_a_key(page)
    sign_in(page, world.anna)
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    open_after_proof(page, "/account/2fa/webauthn/add/")
    page.get_by_label("Name").fill("My laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto("/account/2fa/webauthn/")
    expect(page.get_by_text("My laptop")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    expect(page.get_by_role("button", name="Anna de Graaf: account")).to_be_visible()


def test_whoever_is_invited_joins_and_is_at_the_desk(world: World, sit_down: SitDown) -> None:
    invitation = invite(Guest("saskia@lowlandair.example", name="Saskia"), world.joost)
    page = sit_down(None, f"/join/{invitation.ticket}")
    page.get_by_label("Your name").fill("Saskia de Boer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_role("button", name="Saskia de Boer: account")).to_be_visible()


def test_other_sessions_can_be_ended(world: World, sit_down: SitDown) -> None:
    with_password(world.anna)
    elsewhere = sit_down(None, "/account/login/")
    sign_in(elsewhere, world.anna)
    expect(elsewhere.get_by_role("heading", name="Desk")).to_be_attached()
    page = sit_down(None, "/account/login/")
    sign_in(page, world.anna)
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    page.goto("/account/sessions/")
    expect(page.get_by_role("row")).to_have_count(3)
    assert_accessible(page)
    page.get_by_role("button", name="Sign Out Other Sessions").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("row")).to_have_count(2)
    elsewhere.goto("/me")
    expect(elsewhere.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_a_password_is_hidden_and_may_be_pasted(world: World, sit_down: SitDown) -> None:
    with_password(world.anna)
    page = sit_down(None, "/account/login/", permissions=["clipboard-read", "clipboard-write"])
    invitation = invite(Guest("saskia@lowlandair.example"), world.joost)
    for path, labels in (
        ("/account/login/", ["Password"]),
        (f"/join/{invitation.ticket}", ["Password", "Password again"]),
    ):
        page.goto(path)
        page.evaluate("text => navigator.clipboard.writeText(text)", PASSWORD)
        for label in labels:
            field = page.get_by_label(label, exact=True)
            expect(field).to_have_attribute("type", "password")
            field.press("Control+v")
            expect(field).to_have_value(PASSWORD)
    page.goto("/account/login/")
    page.get_by_label("Email").fill(world.anna.email)
    page.get_by_label("Password").press("Control+v")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()


def test_drafts_go_at_sign_out_and_one_is_asked_before(world: World, sit_down: SitDown) -> None:
    talk = world.conversation()
    page = sit_down(world.anna, f"/conversations/{talk.pk}")
    page.route("**/draft", lambda route: route.abort())
    page.keyboard.press("r")
    page.keyboard.type("Nog niet verstuurd")
    expect(page.locator("#write-foot")).to_contain_text("Draft kept on this computer")
    page.get_by_role("button", name="Anna de Graaf: account").click()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("button", name="Sign out").click()
    assert "on this computer only" in asked[0]
    assert _drafts(page) == 1, "she stays, and so does what she wrote"
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert page.evaluate("localStorage.length") == 0


def test_whoever_sits_down_next_finds_no_drafts_of_somebody_else(world: World, sit_down: SitDown) -> None:
    talk = world.conversation()
    page = sit_down(world.anna, f"/conversations/{talk.pk}")
    page.route("**/draft", lambda route: route.abort())
    page.keyboard.press("r")
    page.keyboard.type("Nog niet verstuurd")
    expect(page.locator("#write-foot")).to_contain_text("Draft kept on this computer")
    assert _drafts(page) == 1
    assert "Nog niet" not in page.evaluate("JSON.stringify(localStorage)"), (
        "whoever looks into the browser reads nothing"
    )
    page.reload()
    assert _drafts(page) == 1, "she finds it again herself"
    expect(page.locator("#write-text")).to_have_value("Nog niet verstuurd")
    Session.objects.all().delete()
    with_password(world.daniel)
    sign_in(page, world.daniel)
    expect(page.get_by_role("heading", name="Desk")).to_be_attached()
    wait_until(lambda: _drafts(page) == 0, "hers are gone")


def test_an_open_page_says_what_it_asks_for_by_itself(world: World, sit_down: SitDown) -> None:
    talk = world.conversation()
    page = sit_down(world.anna, f"/conversations/{talk.pk}")
    expect(page.locator("html")).to_have_attribute("data-live", "on")
    asked: list[tuple[str, bool]] = []
    page.on("request", lambda request: asked.append((urlsplit(request.url).path, "x-by-itself" in request.headers)))
    world.message(talk, "En nu?")
    expect(page.locator("#flow")).to_contain_text("En nu?")
    wait_until(lambda: asked, "the page has asked")
    assert all(by_itself for path, by_itself in asked if not path.startswith("/static/")), asked
    asked.clear()
    page.locator("#queue a[href^='/conversations/']").first.click()
    wait_until(lambda: [one for one in asked if one[0].startswith("/conversations/") and not one[1]], "a click is hers")


def _drafts(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:')).length"))
