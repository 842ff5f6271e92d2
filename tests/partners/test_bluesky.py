"""Our adapter on Bluesky's own programs: its server for accounts and its view of everybody's posts."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.channels.conftest import wait_until
from tests.partners.sky import Somebody
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.bluesky import problems
from webcare.channels.bluesky.adapter import BlueskyAdapter
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.naming import POST, PROFILE, Place, rkey_of
from webcare.channels.collecting import collect
from webcare.conversations.message import Message
from webcare.conversations.reacting import with_reactions
from webcare.conversations.receiving import receive_waiting
from webcare.lib.now import real_now
from webcare.team.brand import Brand

BLUESKY = BlueskyAdapter()
PATIENCE = 180.0
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000ffff030000060005"
    "57bfabd40000000049454e44ae426082"
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def lowland(bluesky: str) -> Somebody:
    return Somebody.arrives(bluesky, "lowlandair")


@pytest.fixture(scope="module")
def mia(bluesky: str) -> Somebody:
    return Somebody.arrives(bluesky, "mia")


@pytest.fixture(scope="module")
def app_password(lowland: Somebody) -> str:
    return lowland.app_password()


@pytest.fixture
def account(transactional_db: None, lowland: Somebody, app_password: str) -> Account:
    account = Account(
        network="bluesky",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        settings={"identifier": lowland.handle, "service": lowland.server, "chats": "no"},
        secrets={"app_password": app_password},
        connected_at=real_now() - timedelta(minutes=1),
    )
    BLUESKY.connect(account, "")
    account.save()
    return account


def arrived(account: Account, **wanted: object) -> Message:
    """What the house has after it looked, again and again: their view is a moment behind."""

    def look() -> Message | None:
        collect(account)
        receive_waiting()
        return Message.objects.filter(**wanted).first()

    return wait_until(look, PATIENCE)


def signs(account: Account, message: Message) -> list[str]:
    """What people have put to it, after another look."""
    collect(account)
    receive_waiting()
    with_reactions([message])
    return [each.sign for each in message.signs]


def stands_between(account: Account, whom: Somebody, name: str) -> bool:
    """Whether their view of somebody tells this of us."""
    return bool(Api(account).get("app.bsky.actor.getProfile", actor=whom.did).shape("viewer").values.get(name))


def is_free_of(account: Account, whom: Somebody, name: str) -> bool:
    return not stands_between(account, whom, name)


def answer(to: Message, text: str, key: str, *files: OutgoingFile) -> Outgoing:
    return Outgoing(key, text, False, "", in_reply_to=to.external_id or "", files=files)


def test_who_we_are_and_that_we_may_is_found_out(account: Account, lowland: Somebody) -> None:
    assert (account.external_id, account.handle) == (lowland.did, lowland.handle)
    assert [line.ok for line in BLUESKY.check(account)] == [True] * 4


def test_a_mention_is_answered_and_liked_and_both_deletions_are_seen(account: Account, mia: Somebody) -> None:
    where = mia.posts("where is my bag?", Somebody("", account.external_id, account.handle, ""))
    asked = arrived(account, external_id=where)
    assert asked.text == f"@{account.handle} where is my bag?"
    assert asked.permalink.startswith("https://bsky.app/profile/did:plc:")

    sent = BLUESKY.send(account, answer(asked, f"We look, @{mia.handle}: https://lowlandair.example/bags #bags", "k1"))
    [reply] = wait_until(lambda: mia.below(where), PATIENCE)
    assert (reply["uri"], reply["author"]["did"]) == (sent.external_id, account.external_id)
    kinds = [each["features"][0]["$type"].partition("#")[2] for each in reply["record"]["facets"]]
    assert sorted(kinds) == ["link", "mention", "tag"]

    mia.likes(sent.external_id)
    ours = arrived(account, external_id=sent.external_id)
    assert wait_until(lambda: signs(account, ours), PATIENCE) == ["❤"]

    mia.removes(where)
    assert arrived(account, external_id=where, deleted_at__isnull=False).text == ""
    BLUESKY.take_down(account, sent.external_id, False)
    BLUESKY.take_down(account, sent.external_id, False)
    assert BLUESKY.find_sent(account, answer(asked, "", "k1"), real_now()) is None


def test_under_a_name_that_is_taken_nothing_is_published_again(account: Account, mia: Somebody) -> None:
    where = mia.posts("is LA204 late?", Somebody("", account.external_id, account.handle, ""))
    asked = arrived(account, external_id=where)
    first = BLUESKY.send(account, answer(asked, "No, it is not.", "k2"))
    again = BLUESKY.send(account, answer(asked, "No, it is not.", "k2"))
    assert again.external_id == first.external_id
    found = BLUESKY.find_sent(account, answer(asked, "No, it is not.", "k2"), real_now())
    assert found and found.external_id == first.external_id
    assert [each["uri"] for each in wait_until(lambda: mia.below(where), PATIENCE)] == [first.external_id]


def test_a_real_server_says_of_a_taken_name_only_that_it_broke(account: Account) -> None:
    record = {"$type": POST, "text": "One.", "createdAt": f"{real_now():%Y-%m-%dT%H:%M:%S}.000Z"}
    wish = {"repo": account.external_id, "collection": POST, "rkey": rkey_of("k3"), "record": record}
    api = Api(account)
    api.post("com.atproto.repo.createRecord", wish, sends=True)
    with pytest.raises(problems.Refused) as refused:
        api.post("com.atproto.repo.createRecord", wish, sends=True)
    assert refused.value.unknown, "so that it is looked up"


def test_a_picture_with_its_description_stands_there(account: Account, mia: Somebody) -> None:
    where = mia.posts("which gate?", Somebody("", account.external_id, account.handle, ""))
    asked = arrived(account, external_id=where)
    file = OutgoingFile("gate.png", "image/png", PIXEL, "The way to gate C4")
    BLUESKY.send(account, answer(asked, "This way.", "k4", file))
    [reply] = wait_until(lambda: mia.below(where), PATIENCE)
    assert [each["alt"] for each in reply["embed"]["images"]] == ["The way to gate C4"]


def test_an_answer_of_somebody_below_our_post_can_be_hidden_and_shown(account: Account, mia: Somebody) -> None:
    record = {"$type": POST, "text": "Welcome aboard.", "createdAt": f"{real_now():%Y-%m-%dT%H:%M:%S}.000Z"}
    wish = {"repo": account.external_id, "collection": POST, "record": record}
    ours = Api(account).post("com.atproto.repo.createRecord", wish)
    top = {"uri": ours.words("uri"), "cid": ours.words("cid")}
    theirs = str(mia.keeps(POST, text="Never again.", reply={"root": top, "parent": top})["uri"])
    arrived(account, external_id=theirs)
    gate = Place(account.external_id, "app.bsky.feed.threadgate", top["uri"].rpartition("/")[2])
    for action, hidden in (("hide", [theirs]), ("unhide", list[str]())):
        BLUESKY.moderate(account, action, theirs, mia.did)
        stands = Api(account).record(gate)
        assert stands and stands.shape("value").values["hiddenReplies"] == hidden


def test_people_are_muted_and_blocked_and_both_is_undone(account: Account, mia: Somebody) -> None:
    for action, name in (("mute", "muted"), ("block", "blocking")):
        BLUESKY.moderate(account, action, "", mia.did)
        wait_until(partial(stands_between, account, mia, name), PATIENCE)
        BLUESKY.moderate(account, f"un{action}", "", mia.did)
        wait_until(partial(is_free_of, account, mia, name), PATIENCE)


def test_our_profile_says_what_we_write_there(account: Account) -> None:
    for text in ("Answered within 12 minutes.", "Answered within 9 minutes."):
        BLUESKY.introduce(account, text)
        stands = Api(account).record(Place(account.external_id, PROFILE, "self"))
        assert stands and stands.shape("value").words("description") == text


def test_what_somebody_never_posted_cannot_be_answered(account: Account, mia: Somebody) -> None:
    nowhere = Message(external_id=Place(mia.did, POST, rkey_of("never posted")).uri)
    with pytest.raises(DeliveryError) as refused:
        BLUESKY.send(account, answer(nowhere, "Hello?", "k5"))
    assert refused.value.gone


def test_where_a_session_has_ended_another_is_opened(account: Account) -> None:
    ended = account.secrets["refresh_token"]
    BLUESKY.disconnect(account)
    account.secrets["access_token"] = ""
    account.save()
    assert [line.ok for line in BLUESKY.check(account)][:2] == [True, True]
    assert account.secrets["refresh_token"] != ended
