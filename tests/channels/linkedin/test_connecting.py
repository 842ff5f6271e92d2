"""Whoever runs the page agrees; we learn which page it is; the test says what is missing and when the access ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from sandbox.client import OnWall, Sandbox, StewardKeys
from tests.channels.conftest import wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.linkedin.adapter import LinkedInAdapter
from webcare.lib.now import real_now

pytestmark = pytest.mark.django_db(transaction=True)
linkedin = LinkedInAdapter()
BACK = "http://127.0.0.1/back"


@pytest.fixture
def door(page: Account) -> Iterator[Door]:
    assert page.application
    page.application.keep(settings={"webhooks": "true"})
    with doorway(page.application) as found:
        yield found


def problems(page: Account) -> list[str]:
    return [f"{line.name}: {line.message}" for line in linkedin.check(page) if not line.ok]


def test_an_administrator_agrees_and_the_page_is_known(page: Account, sandbox: Sandbox) -> None:
    application = page.application
    assert application
    there = linkedin.authorize_url(application, BACK, "a-state", "a-verifier")
    answer = httpx2.post(there, data={"handle": "lowlandair", "answer": "allow"}, headers={"origin": sandbox.url})
    back = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert back["state"] == "a-state"
    grant = linkedin.exchange(application, back["code"], BACK, "a-verifier")
    new = Account(network="linkedin", brand=page.brand, application=application)
    new.secrets, new.settings = dict(grant.secrets), dict(grant.settings)
    linkedin.connect(new, "https://webcare.example/hooks/linkedin/x")
    assert (new.external_id, new.handle, new.name) == (page.external_id, "lowlandair", "Lowland Air")
    assert not problems(new)
    with pytest.raises(DeliveryError) as error:
        linkedin.exchange(application, back["code"], BACK, "a-verifier")
    assert error.value.reauth


def test_a_page_that_they_do_not_run_is_not_connected(page: Account) -> None:
    page.settings["organization"] = "42"
    with pytest.raises(DeliveryError, match="no administrator of the page 42"):
        linkedin.connect(page, "")


def test_access_that_ended_is_renewed_and_where_it_cannot_be_the_owner_is_asked(
    page: Account, sandbox: Sandbox
) -> None:
    over = sandbox.steward_keys(
        "lowlandair", app=str(page.application and page.application.settings["application_id"]), expires_in=0
    )
    page.keep(secrets={"access_token": over.token})
    list(linkedin.catch_up(page))
    page.refresh_from_db()
    assert page.secrets["access_token"] != over.token
    page.keep(secrets={"access_token": over.token, "refresh_token": ""})
    with pytest.raises(DeliveryError) as error:
        list(linkedin.catch_up(page))
    assert error.value.reauth


def test_the_test_warns_before_the_access_and_the_version_end(page: Account) -> None:
    soon = (real_now() + timedelta(days=9)).isoformat()
    page.keep(secrets={"refresh_token": ""}, settings={"access_expires_at": soon})
    assert [line.partition(":")[0] for line in problems(page)] == ["End"]
    page.keep(secrets={"refresh_token": "r"}, settings={renewing.LAST: soon})
    assert [line.partition(":")[0] for line in problems(page)] == ["End"]
    page.keep(settings={renewing.LAST: ""})
    assert not problems(page)
    assert page.application
    page.application.keep(settings={"api_version": "202512"})
    assert [line.partition(":")[0] for line in problems(page)] == ["Version"]


def test_the_test_names_what_is_missing(page: Account, sandbox: Sandbox) -> None:
    some = sandbox.steward_keys("lowlandair", permissions=["r_organization_social_feed"])
    page.keep(
        secrets={"access_token": some.token, "refresh_token": ""}, settings={"scopes": "r_organization_social_feed"}
    )
    said = "\n".join(problems(page))
    assert "w_organization_social_feed is missing" in said
    assert "Access:" in said
    assert "Notifications:" in said


def test_where_linkedin_may_call_us_it_brings_what_happened_signed(
    page: Account, sandbox: Sandbox, keys: StewardKeys, storm: OnWall, door: Door
) -> None:
    linkedin.connect(page, door.url)
    assert not problems(page)
    sandbox.faults(corrupt_signature=1)
    sandbox.comment("mia_reist", storm.id, "And my flight?", on="linkedin")
    [event] = wait_until(lambda: door.events)
    assert b"And my flight?" in event.body, "the one with the wrong signature was refused, and brought again"
    [asked] = linkedin.catch_up(page)
    assert linkedin.receipt_key(event) == asked.key, "brought or asked for, it is one event"
    linkedin.disconnect(page)
    assert [line for line in problems(page) if line.startswith("Webhook")]


def test_an_address_that_cannot_prove_itself_is_not_called(page: Account) -> None:
    assert page.application
    page.application.keep(settings={"webhooks": "true"})
    with pytest.raises(DeliveryError):
        linkedin.connect(page, "http://127.0.0.1:1/hooks/linkedin/x")


def test_nobody_is_found_by_a_name(page: Account) -> None:
    assert linkedin.recipient(page, "urn:li:person:m1") == "urn:li:person:m1"
    with pytest.raises(DeliveryError, match="LinkedIn shows pages"):
        linkedin.recipient(page, "Mia")
