"""Our adapter at the make-believe LINE: calls at the door, answers free and pushed, and every way in which a send can end."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from sandbox.client import LineKeys, Sandbox, Whispered
from tests.channels.answering import answering
from tests.channels.conftest import SECRET, wait_until
from tests.channels.doorway import Door, doorway
from webcare.channels import budget
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.completing import complete_waiting
from webcare.channels.delivery import Delivery
from webcare.channels.inbound import Deleted, Inbound, Parsing, Received
from webcare.channels.line.adapter import LineAdapter
from webcare.channels.line.completing import complete
from webcare.channels.line.limits import TOKEN_LIFE
from webcare.channels.receipt import Receipt, ReceiptPost, keep
from webcare.lib.now import real_now
from webcare.team.brand import Brand

LINE = LineAdapter()


@pytest.fixture
def keys(sandbox: Sandbox) -> LineKeys:
    sandbox.create_app(consumer_secret=SECRET)
    return sandbox.line_keys("lowlandair")


@pytest.fixture
def application(db: None, sandbox: Sandbox, keys: LineKeys) -> Application:
    bases = {"api_base": f"{sandbox.url}/api.line.me", "data_base": f"{sandbox.url}/api-data.line.me"}
    return Application.objects.create(
        network="line",
        name="Lowland Air on LINE",
        settings={**bases, "channel_id": keys.channel_id},
        secrets={"channel_secret": keys.channel_secret},
    )


@pytest.fixture
def hook(application: Application) -> Iterator[Door]:
    with doorway(application) as door:
        yield door


@pytest.fixture
def us(application: Application, keys: LineKeys, hook: Door) -> Account:
    account = Account(
        network="line",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        secrets={"access_token": keys.token},
        connected_at=real_now(),
    )
    LINE.connect(account, hook.url)
    account.save()
    return account


def told(hook: Door, count: int = 1) -> list[Inbound]:
    """What has come to our door so far, kept as the house does."""
    wait_until(lambda: len(hook.events) >= count)
    found: list[Inbound] = []
    for event in hook.events:
        key, inbound = LINE.receipt_key(event), LINE.parse(event.body, Parsing(real_now()))
        if keep("line", key, event.body):
            receipt = Receipt.objects.get(key=key)
            said = [one.external_id for one in inbound if isinstance(one, Received)]
            ReceiptPost.objects.bulk_create([ReceiptPost(receipt=receipt, external_id=each) for each in said])
        found += inbound
    return found


def asked(sandbox: Sandbox, hook: Door, text: str = "my bag is in Bergen", ago: timedelta = timedelta(0)) -> Received:
    sandbox.line("mia_reist", "lowlandair", text, at=real_now() - ago)
    wait_until(lambda: any(text.encode() in event.body for event in hook.events))
    return next(one for one in told(hook) if isinstance(one, Received) and one.text == text)


def answer(to: Received, text: str = "We look for it.", key: str = "a-key") -> Outgoing:
    where = {"in_reply_to": to.external_id, "thread_key": to.thread_key}
    return Outgoing(key, text, True, to.author.external_id, **where)  # type: ignore[arg-type]  # texts


def ours(sandbox: Sandbox) -> list[Whispered]:
    return [each for each in sandbox.lines() if each.from_account]


def pushed(us: Account) -> int:
    standing = budget.standing(us.application)
    return sum(line.count for line in standing.lines) if standing else 0


def test_an_account_is_connected_and_every_line_of_its_test_is_green(us: Account, keys: LineKeys, hook: Door) -> None:
    assert (us.external_id, us.name, us.handle) == (keys.user_id, "Lowland Air", "@lowlandair")
    assert [check.message for check in LINE.check(us) if not check.ok] == []
    us.settings["hook_url"] = "https://elsewhere.example/hooks"
    assert [check.name for check in LINE.check(us) if not check.ok] == ["Webhook"]
    us.secrets["access_token"] = "another"
    assert [check.name for check in LINE.check(us)] == ["Access token"]


def test_only_what_line_signed_comes_in(us: Account, sandbox: Sandbox, hook: Door) -> None:
    sandbox.faults(corrupt_signature=1)
    said = asked(sandbox, hook)
    assert (said.text, said.private, said.account) == ("my bag is in Bergen", True, us.external_id)
    assert len({LINE.receipt_key(event) for event in hook.events}) == len(hook.events)


def test_the_name_is_asked_for_before_it_is_read_and_only_of_those_whom_we_do_not_know(
    us: Account, sandbox: Sandbox, hook: Door
) -> None:
    asked(sandbox, hook)
    event = next(each for each in hook.events if b"my bag" in each.body)  # that somebody follows us comes by itself
    keep("line", "to-complete", event.body, application=us.application)
    full = complete(us.application, event.body)  # type: ignore[arg-type]  # it has one
    [named] = [one for one in LINE.parse(full, Parsing(real_now())) if isinstance(one, Received)]
    assert (named.author.name, named.language_hint) == ("Mia", "en")
    assert complete_waiting("line") > 0
    sandbox.line_block("mia_reist", "lowlandair")
    assert json.loads(complete(us.application, event.body))["webcare_people"] == {}  # type: ignore[arg-type]  # the same


def test_an_answer_is_free_as_long_as_the_token_lasts_and_quotes_the_question(
    us: Account, sandbox: Sandbox, hook: Door
) -> None:
    said = asked(sandbox, hook)
    first = LINE.send(us, answer(said))
    assert (ours(sandbox)[0].text, first.external_id) == ("We look for it.", ours(sandbox)[0].id)
    assert pushed(us) == 0
    second = LINE.send(us, answer(said, "Found it!", "b-key"))
    assert [each.text for each in ours(sandbox)] == ["We look for it.", "Found it!"]
    assert pushed(us) == 1, "a token is good for one answer"
    assert second.external_id == ours(sandbox)[1].id
    assert "1 of 200" in next(check.message for check in LINE.check(us) if "plan" in check.name)


@pytest.mark.parametrize(
    ("fault", "stands", "flag"),
    [
        ("rate_limited", 0, "retry_after"),
        ("unavailable", 0, "unknown"),
        ("server_error_accepted", 1, "unknown"),
        ("dropped", 0, "unknown"),
        ("dropped_accepted", 1, "unknown"),
        ("forbidden", 0, "permanent"),
        ("unauthorized", 0, "reauth"),
    ],
)
def test_however_a_push_ends_a_repeat_sends_nothing_twice(
    us: Account, sandbox: Sandbox, hook: Door, fault: str, stands: int, flag: str
) -> None:
    said = asked(sandbox, hook, ago=TOKEN_LIFE)
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        LINE.send(us, answer(said))
    assert getattr(error.value, flag)
    assert error.value.unknown == (flag == "unknown")
    assert len(ours(sandbox)) == stands
    assert LINE.find_sent(us, answer(said), real_now()) is None
    again = LINE.send(us, answer(said))
    [only] = ours(sandbox)
    assert again.external_id == only.id
    assert pushed(us) == 1


def test_of_a_lost_reply_nobody_can_know(us: Account, sandbox: Sandbox, hook: Door) -> None:
    said = asked(sandbox, hook)
    Delivery.objects.create(account=us, key="a-key", outgoing={}, release_at=real_now(), sending_at=real_now())
    sandbox.faults(sends=["dropped_accepted"])
    with pytest.raises(DeliveryError) as error:
        LINE.send(us, answer(said))
    assert error.value.unknown
    with pytest.raises(DeliveryError, match="does not tell"):
        LINE.find_sent(us, answer(said), real_now())
    assert len(ours(sandbox)) == 1


def test_when_the_plan_is_used_up_the_agent_learns_it(us: Account, sandbox: Sandbox, hook: Door) -> None:
    said = asked(sandbox, hook, ago=TOKEN_LIFE)
    sandbox.line_keys("lowlandair", plan=2)
    for number in range(2):
        LINE.send(us, answer(said, f"{number}", str(uuid.uuid4())))
    with pytest.raises(DeliveryError, match="larger plan") as error:
        LINE.send(us, answer(said, "one more", "c-key"))
    assert error.value.permanent
    assert [check.name for check in LINE.check(us) if not check.ok] == ["Messages of the plan"]


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("  ", (), "nothing to send"),
        ("👋" * 2501, (), "5002 of the 5000"),
        ("x", (OutgoingFile("x.png", "image/png", b"x"),), "everybody can open"),
    ],
)
def test_what_line_would_refuse_does_not_leave(
    us: Account, sandbox: Sandbox, hook: Door, text: str, files: tuple[OutgoingFile, ...], sentence: str
) -> None:
    with pytest.raises(DeliveryError, match=sentence) as error:
        LINE.send(us, Outgoing("k", text, True, sandbox.line_id("mia_reist"), files=files))
    assert error.value.permanent
    assert ours(sandbox) == []


def test_a_film_is_fetched_when_line_has_prepared_it(us: Account, sandbox: Sandbox, hook: Door) -> None:
    film = sandbox.upload("mia_reist", b"a film", "video/mp4")
    for moment in (real_now() + timedelta(hours=1), real_now() - timedelta(hours=1)):
        sandbox.line("mia_reist", "lowlandair", media_id=film, at=moment)
    ready, early = sorted((one for one in told(hook, 2) if isinstance(one, Received)), key=lambda one: one.external_id)
    assert LINE.fetch(us, ready.attachments[0].url) == b"a film"
    with pytest.raises(DeliveryError, match="preparing") as error:
        LINE.fetch(us, early.attachments[0].url)
    assert error.value.retry_after
    with answering(lambda path: (200, {"status": "failed"}) if path.endswith("transcoding") else (202, {})) as base:
        assert us.application
        us.application.settings["data_base"] = base
        with pytest.raises(DeliveryError, match="could not prepare") as broken:
            LINE.fetch(us, early.attachments[0].url)
    assert broken.value.permanent


def test_what_is_taken_back_is_deleted_and_files_are_fetched(us: Account, sandbox: Sandbox, hook: Door) -> None:
    picture = sandbox.upload("mia_reist", b"\x89PNG a bag", "image/png")
    sandbox.line("mia_reist", "lowlandair", media_id=picture)
    wait_until(lambda: any(b'"image"' in event.body for event in hook.events))
    [found] = [one for one in told(hook) if isinstance(one, Received)]
    [file] = found.attachments
    assert LINE.fetch(us, file.url) == b"\x89PNG a bag"
    with pytest.raises(DeliveryError):
        LINE.fetch(us, "https://elsewhere.example/x")
    sandbox.line_unsend("mia_reist", found.external_id)
    wait_until(lambda: any(b"unsend" in event.body for event in hook.events))
    gone = next(one for one in told(hook) if isinstance(one, Deleted))
    assert gone.external_id == found.external_id


def test_a_test_message_needs_an_id_and_a_stranger_can_be_pushed_to(us: Account, sandbox: Sandbox) -> None:
    assert LINE.recipient(us, f" {sandbox.line_id('mia_reist')} ") == sandbox.line_id("mia_reist")
    with pytest.raises(DeliveryError, match="no id of a person"):
        LINE.recipient(us, "@mia_reist")
    LINE.send(us, Outgoing("k", "This is a test", True, sandbox.line_id("mia_reist")))
    assert ours(sandbox)[0].text == "This is a test"


def test_with_a_key_of_our_own_tokens_are_asked_for_renewed_and_given_back(
    us: Account, sandbox: Sandbox, hook: Door
) -> None:
    pair = rsa.generate_private_key(65537, 2048)
    private = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(pair)) | {"kid": "our-key"}
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(pair.public_key())) | {"kid": "our-key"}
    sandbox.line_keys("lowlandair", public_key=json.dumps(public))
    us.secrets = {"private_key": json.dumps(private)}
    us.save()
    assert all(check.ok for check in LINE.check(us))
    first = us.secrets["access_token"]
    assert us.settings["access_expires_at"] > (real_now() + timedelta(days=29)).isoformat()
    us.keep(settings={"access_expires_at": real_now().isoformat()})
    assert all(check.ok for check in LINE.check(us))
    assert us.secrets["access_token"] != first
    second = us.secrets["access_token"]
    LINE.disconnect(us)
    assert all(check.ok for check in LINE.check(us)), "a token that ended early is renewed"
    assert us.secrets["access_token"] != second
    other = rsa.generate_private_key(65537, 2048)
    forged = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other)) | {"kid": "our-key"}
    us.secrets = {"private_key": json.dumps(forged)}
    us.save()
    with pytest.raises(DeliveryError, match="Signature verification failed") as error:
        LINE.send(us, Outgoing("k", "Hello", True, sandbox.line_id("mia_reist")))
    assert error.value.reauth
    us.secrets = {"private_key": "no key"}
    us.save()
    assert "cannot be read" in LINE.check(us)[0].message


def test_a_call_without_events_is_answered_and_says_nothing() -> None:
    request = WebhookRequest(b'{"destination":"U1","events":[]}', {})
    assert LINE.parse(request.body, Parsing(real_now())) == []
    assert LINE.receipt_key(request)
