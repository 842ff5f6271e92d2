"""Access lasts two hours and a refresh token works once; nobody notices either."""

import secrets
import threading
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from django.db import connection, connections

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing
from webcare.channels.calling import application_of
from webcare.channels.x import connect, tokens
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.api import Api
from webcare.lib.now import real_now

X = XAdapter()


def greeting(sandbox: Sandbox) -> Outgoing:
    complaint = sandbox.post("mia_reist", "@lowlandair hello?")
    return Outgoing(key="k", text="Hello Mia", private=False, recipient="1", in_reply_to=complaint.id)


def test_access_that_has_ended_is_renewed_in_passing(account: Account, sandbox: Sandbox) -> None:
    before = dict(account.secrets)
    sandbox.expire_tokens()
    X.send(account, greeting(sandbox))
    account.refresh_from_db()
    assert account.secrets["access_token"] != before["access_token"]
    assert account.secrets["refresh_token"] != before["refresh_token"]
    assert len(sandbox.answers()) == 1


def test_access_that_ends_soon_is_renewed_before_x_has_to_refuse_it(account: Account) -> None:
    account.keep(settings={"access_expires_at": (real_now() + timedelta(seconds=20)).isoformat()})
    before = account.secrets["access_token"]
    Api.of(account).get("/2/users/me")
    assert account.secrets["access_token"] != before
    assert account.settings["access_expires_at"] > (real_now() + timedelta(hours=1)).isoformat()


def test_a_withdrawn_access_wants_the_owner_again(account: Account, sandbox: Sandbox) -> None:
    outgoing = greeting(sandbox)
    sandbox.revoke_tokens("lowlandair")
    with pytest.raises(DeliveryError) as caught:
        X.send(account, outgoing)
    assert (caught.value.reauth, caught.value.permanent, caught.value.unknown) == (True, True, False)
    assert sandbox.answers() == []


def test_a_token_that_x_keeps_refusing_is_refreshed_only_once(account: Account, sandbox: Sandbox) -> None:
    outgoing = greeting(sandbox)
    sandbox.faults(sends=["unauthorized", "unauthorized"])
    with pytest.raises(DeliveryError) as caught:
        X.send(account, outgoing)
    assert caught.value.reauth
    assert sandbox.answers() == []
    X.send(account, outgoing)  # which no second refresh has kept from working


def test_an_access_refused_once_is_no_failure(account: Account, sandbox: Sandbox) -> None:
    sandbox.faults(sends=["unauthorized"])
    X.send(account, greeting(sandbox))
    assert len(sandbox.answers()) == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_refresh_a_single_use_token_once(account: Account, sandbox: Sandbox) -> None:
    sandbox.expire_tokens()
    stale, fresh, errors = account.secrets["access_token"], [], []
    begin = threading.Barrier(6)

    def work() -> None:
        try:
            mine = Account.objects.select_related("application").get(pk=account.pk)
            begin.wait()
            fresh.append(tokens.renewed(application_of(mine), mine, stale=stale))
        except Exception as error:  # noqa: BLE001 - shown by the assertion below
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert errors == []
    assert len(fresh) == 6
    assert len(set(fresh)) == 1
    assert fresh[0] != stale
    connection.ensure_connection()


def test_an_account_without_application_or_token_says_what_to_do(account: Account) -> None:
    account.secrets = {}
    account.save()
    with pytest.raises(DeliveryError, match="connect it again") as caught:
        Api.of(account).get("/2/users/me")
    assert caught.value.reauth
    account.application = None
    with pytest.raises(DeliveryError, match="belongs to no application"):
        Api.of(account)
    assert not X.check(account)[0].ok


def test_the_owner_agrees_on_x_and_a_code_becomes_tokens(account: Account, sandbox: Sandbox) -> None:
    assert account.application is not None
    verifier = secrets.token_urlsafe(48)
    url = connect.authorize_url(account.application, "http://127.0.0.1/back", "our-state", verifier)
    code = agree(sandbox, url, "our-state")
    found = connect.exchange(account.application, code, "http://127.0.0.1/back", verifier)
    account.keep(secrets=found.secrets, settings=found.settings)
    assert Api.of(account).get("/2/users/me").shape("data").words("username") == "lowlandair"
    with pytest.raises(DeliveryError) as caught:
        connect.exchange(account.application, code, "http://127.0.0.1/back", verifier)
    assert caught.value.reauth


def test_a_code_is_worth_nothing_without_our_verifier(account: Account, sandbox: Sandbox) -> None:
    assert account.application is not None
    url = connect.authorize_url(account.application, "http://127.0.0.1/back", "s", secrets.token_urlsafe(48))
    with pytest.raises(DeliveryError):
        connect.exchange(
            account.application, agree(sandbox, url, "s"), "http://127.0.0.1/back", secrets.token_urlsafe(48)
        )


def agree(sandbox: Sandbox, url: str, state: str) -> str:
    """What the owner's browser does: allow it, and carry the code back."""
    assert url.startswith(sandbox.url)
    answer = httpx2.post(url, data={"answer": "allow", "handle": "lowlandair"})
    back = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert back["state"] == state
    return back["code"]
