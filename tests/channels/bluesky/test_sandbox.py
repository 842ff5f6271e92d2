"""Our adapter at the make-believe Bluesky: what it needs from XRPC, the sandbox offers, over real lines."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from sandbox.client import Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile, RawEvent
from webcare.channels.bluesky import walking
from webcare.channels.bluesky.adapter import BlueskyAdapter
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.naming import PROFILE, Place
from webcare.channels.inbound import Inbound, Parsing, Reacted, Received
from webcare.channels.receipt import keep
from webcare.lib.now import real_now

BLUESKY = BlueskyAdapter()
PNG = b"\x89PNG\r\n\x1a\n and more"


def understood(account: Account, events: list[RawEvent]) -> list[Inbound]:
    ours = Parsing(real_now(), account=account.external_id, own_ids=frozenset({account.external_id}))
    return [one for each in events for one in BLUESKY.parse(each.payload, ours)]


def news(account: Account) -> list[Inbound]:
    """What a look brings, kept as the house keeps it."""
    events = list(BLUESKY.catch_up(account))
    return understood(account, [each for each in events if keep("bluesky", each.key, each.payload, account=account)])


def received(account: Account) -> Received:
    [found] = news(account)
    assert isinstance(found, Received)
    return found


def asked(sandbox: Sandbox, account: Account, text: str = "@lowlandair my bag is still in Bergen") -> Received:
    sandbox.create_user("mia", "Mia Reist")
    sandbox.bluesky_post("mia", text)
    return received(account)


def answer(to: Received, text: str = "We look.", *files: OutgoingFile, key: str = "k") -> Outgoing:
    return Outgoing(
        key, text, to.private, to.author.external_id, in_reply_to=to.external_id, thread_key=to.thread_key, files=files
    )


def test_who_it_is_comes_with_the_session(account: Account) -> None:
    assert account.external_id.startswith("did:plc:")
    assert (account.handle, account.name) == ("lowlandair.sky.example", "Lowland Air")
    assert [line.ok for line in BLUESKY.check(account)] == [True] * 4


def test_a_mention_comes_once_with_whole_handles_and_goes_on_where_it_stopped(
    sandbox: Sandbox, account: Account
) -> None:
    first = asked(sandbox, account)
    assert (first.text, first.author.name, first.private) == (
        "@lowlandair.sky.example my bag is still in Bergen", "Mia Reist", False,
    )  # fmt: skip
    assert news(account) == []


def test_an_answer_hangs_below_what_it_answers_and_its_links_work(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    sent = BLUESKY.send(account, answer(first, "👩‍👩‍👧 see https://lowlandair.example/bags, @mia.sky.example #bags"))
    theirs, ours = sandbox.bluesky_posts()
    assert (ours.uri, ours.above, ours.root) == (sent.external_id, theirs.uri, theirs.uri)
    parts = [ours.text.encode()[each["index"]["byteStart"] : each["index"]["byteEnd"]].decode() for each in ours.facets]
    assert parts == ["https://lowlandair.example/bags", "@mia.sky.example", "#bags"]
    again = received(account)
    assert (again.ours, again.external_id, again.parents[0]) == (True, sent.external_id, theirs.uri)


def test_an_answer_deeper_in_the_exchange_names_its_beginning_too(sandbox: Sandbox, account: Account) -> None:
    sandbox.create_user("mia", "Mia Reist")
    ours = sandbox.bluesky_post("lowlandair", "Our summer timetable is here.")
    below = sandbox.bluesky_post("mia", "and Bergen?", below=ours.number)
    question = next(one for one in news(account) if isinstance(one, Received) and not one.ours)
    assert [(post.relation, post.text) for post in question.context] == [("parent", "Our summer timetable is here.")]
    BLUESKY.send(account, answer(question))
    last = sandbox.bluesky_posts()[-1]
    assert (last.root, last.above) == (ours.uri, below.uri)


def test_sending_the_same_twice_is_one_post(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    one, two = (BLUESKY.send(account, answer(first)) for _ in range(2))
    assert one.external_id == two.external_id
    assert len(sandbox.bluesky_posts(brands="true")) == 1
    found = BLUESKY.find_sent(account, answer(first), real_now())
    assert found is not None
    assert found.external_id == one.external_id
    assert BLUESKY.find_sent(account, answer(first, key="another"), real_now()) is None
    BLUESKY.send(account, answer(first, key="another"))
    assert len(sandbox.bluesky_posts(brands="true")) == 2, "the same words under another key are meant twice"


@pytest.mark.parametrize(
    ("fault", "flags"),
    [
        ("rate_limited", {"permanent": False, "unknown": False, "retry_after": True}),
        ("unavailable", {"permanent": False, "unknown": True}),
        ("forbidden", {"permanent": True, "unknown": False}),
        ("server_error", {"permanent": False, "unknown": True}),
        ("dropped", {"permanent": False, "unknown": True}),
        ("dropped_accepted", {"permanent": False, "unknown": True}),
    ],
)
def test_every_way_in_which_a_send_can_end(
    sandbox: Sandbox, account: Account, fault: str, flags: dict[str, bool]
) -> None:
    first = asked(sandbox, account)
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        BLUESKY.send(account, answer(first))
    assert {name: bool(getattr(error.value, name)) for name in flags} == flags
    stands = BLUESKY.find_sent(account, answer(first), real_now()) is not None
    assert stands == fault.endswith("accepted") == bool(sandbox.bluesky_posts(brands="true"))


def test_an_answer_that_broke_the_server_after_it_was_taken_counts_as_sent(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    sandbox.faults(sends=["server_error_accepted"])
    sent = BLUESKY.send(account, answer(first))
    assert [one.uri for one in sandbox.bluesky_posts(brands="true")] == [sent.external_id]


def test_a_session_that_ended_is_renewed_and_one_that_ended_for_good_is_opened_anew(
    sandbox: Sandbox, account: Account
) -> None:
    first = asked(sandbox, account)
    for kind in ("access", "refresh"):
        before = account.secrets["access_token"]
        sandbox.bluesky_expire("lowlandair", kind)
        BLUESKY.send(account, answer(first, key=kind))
        assert account.secrets["access_token"] != before
        account.refresh_from_db()
        assert account.secrets["access_token"] != before, "another process finds it too"
    sandbox.bluesky_keys("lowlandair")
    with pytest.raises(DeliveryError, match="app password") as error:
        BLUESKY.send(account, answer(first, key="third"))
    assert error.value.reauth


def test_of_many_who_find_the_session_ended_one_renews_it(sandbox: Sandbox, account: Account) -> None:
    sandbox.bluesky_expire("lowlandair")
    found: list[str] = []

    def ask() -> None:
        mine = Account.objects.get(pk=account.pk)
        Api(mine).get("com.atproto.server.getSession")
        found.append(str(mine.secrets["access_token"]))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_an_account_that_was_taken_down_says_so(sandbox: Sandbox, account: Account) -> None:
    sandbox.bluesky_close("lowlandair")
    with pytest.raises(DeliveryError, match="closed this account") as error:
        list(BLUESKY.catch_up(account))
    assert error.value.reauth


def test_too_many_sessions_are_refused_with_the_time_to_wait(sandbox: Sandbox, account: Account) -> None:
    sandbox.faults(rate_limit_scale=0.0)
    with suppress(DeliveryError):
        BLUESKY.connect(account, "")
    with pytest.raises(DeliveryError, match="wait") as error:
        BLUESKY.connect(account, "")
    assert error.value.retry_after is not None
    assert timedelta(0) < error.value.retry_after <= timedelta(minutes=6), "its clock and ours may differ"


def test_pictures_go_with_their_description_and_come_with_theirs(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    file = OutgoingFile("tag.png", "image/png", PNG, alt="A bag tag")
    BLUESKY.send(account, answer(first, "", file, file))
    assert sandbox.bluesky_posts()[-1].pictures == ["A bag tag", "A bag tag"]
    news(account)
    media = sandbox.upload("mia", PNG, "image/png")
    sandbox.bluesky_post("mia", "@lowlandair broken again", media_id=media, alt="A suitcase")
    [attachment] = received(account).attachments
    assert (attachment.content_type, attachment.alt) == ("image/png", "A suitcase")
    assert BLUESKY.fetch(account, attachment.url) == PNG
    with pytest.raises(DeliveryError):
        BLUESKY.fetch(account, "https://elsewhere.example/x.png")


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("  ", 0, "nothing to send"),
        ("👩‍👩‍👧" * 301, 0, "301 of the 300"),
        ("👩‍👩‍👧" * 200, 0, "3600 bytes"),
        ("five", 5, "four pictures"),
    ],
)
def test_what_bluesky_would_refuse_does_not_leave(
    sandbox: Sandbox, account: Account, text: str, files: int, sentence: str
) -> None:
    first = asked(sandbox, account)
    with pytest.raises(DeliveryError, match=sentence) as error:
        BLUESKY.send(account, answer(first, text, *[OutgoingFile("a.png", "image/png", PNG)] * files))
    assert error.value.permanent
    assert not sandbox.bluesky_posts(brands="true")


def test_a_like_below_our_answer_is_told(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    sent = BLUESKY.send(account, answer(first))
    news(account)
    _theirs, ours = sandbox.bluesky_posts()
    sandbox.bluesky_like("mia", ours.number)
    [liked] = news(account)
    assert isinstance(liked, Reacted)
    assert (liked.external_id, liked.signs, liked.author.name) == (sent.external_id, ("❤",), "Mia Reist")


def test_what_is_answered_and_gone_is_not_answered(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    sandbox.bluesky_remove(sandbox.bluesky_posts()[0].number)
    with pytest.raises(DeliveryError) as error:
        BLUESKY.send(account, answer(first))
    assert error.value.gone


def test_our_post_is_taken_down_once_and_nobody_elses(sandbox: Sandbox, account: Account) -> None:
    first = asked(sandbox, account)
    sent = BLUESKY.send(account, answer(first))
    for _ in range(2):
        BLUESKY.take_down(account, sent.external_id, private=False)
    assert not sandbox.bluesky_posts(brands="true")
    for external_id, private in ((first.external_id, False), ("chat:1", True)):
        with pytest.raises(DeliveryError):
            BLUESKY.take_down(account, external_id, private=private)


def test_answers_below_our_own_posts_are_hidden_and_shown_again(sandbox: Sandbox, account: Account) -> None:
    sandbox.create_user("mia", "Mia Reist")
    ours = sandbox.bluesky_post("lowlandair", "Our summer timetable is here.")
    one, two = (sandbox.bluesky_post("mia", text, below=ours.number) for text in ("nonsense", "more nonsense"))
    for uri in (one.uri, one.uri, two.uri):
        BLUESKY.moderate(account, "hide", uri, one.did)
    assert [post.hidden for post in sandbox.bluesky_posts()] == [False, True, True]
    BLUESKY.moderate(account, "unhide", one.uri, one.did)
    assert [post.hidden for post in sandbox.bluesky_posts()] == [False, False, True]
    theirs = sandbox.bluesky_post("mia", "@lowlandair elsewhere")
    with pytest.raises(DeliveryError, match="our own posts"):
        BLUESKY.moderate(account, "hide", theirs.uri, theirs.did)


@pytest.mark.parametrize("action", ["mute", "block"])
def test_whom_we_mute_or_block_is_heard_again_afterwards(sandbox: Sandbox, account: Account, action: str) -> None:
    first = asked(sandbox, account)
    for _ in range(2):
        BLUESKY.moderate(account, action, "", first.author.external_id)
    sandbox.bluesky_post("mia", "@lowlandair hello?")
    assert news(account) == []
    for _ in range(2):
        BLUESKY.moderate(account, f"un{action}", "", first.author.external_id)
    sandbox.bluesky_post("mia", "@lowlandair hello again?")
    assert received(account).text.endswith("again?")


def test_a_chat_comes_and_is_answered_and_our_own_words_come_back_as_ours(sandbox: Sandbox, account: Account) -> None:
    sandbox.create_user("mia", "Mia Reist")
    sandbox.bluesky_chat("mia", "lowlandair", "my booking is X4TQ7P")
    told = received(account)
    assert (told.text, told.private, told.author.name) == ("my booking is X4TQ7P", True, "Mia Reist")
    assert told.thread_key == BLUESKY.private_thread_key(account, told.author.external_id)
    before = real_now()
    sent = BLUESKY.send(account, answer(told, "We look."))
    ours = sandbox.bluesky_chats()[-1]
    assert (ours.name, ours.text, ours.from_account) == (sent.external_id, "We look.", True)
    found = BLUESKY.find_sent(account, answer(told, "We look."), before - timedelta(seconds=1))
    assert found is not None
    assert found.external_id == sent.external_id
    assert BLUESKY.find_sent(account, answer(told, "Something else."), before) is None
    sandbox.bluesky_react("mia", ours.id, "❤️")
    sandbox.bluesky_react("mia", ours.id, "")
    echo, loved, taken_back = news(account)
    assert isinstance(echo, Received)
    assert (echo.ours, echo.external_id, echo.exchange_with) == (True, sent.external_id, told.author.external_id)
    assert isinstance(loved, Reacted)
    assert isinstance(taken_back, Reacted)
    assert (loved.external_id, taken_back.signs, loved.at < taken_back.at) == (sent.external_id, (), True)


@pytest.mark.parametrize(("lets_in", "taken"), [("all", True), ("following", False), ("none", False)])
def test_who_lets_nobody_in_is_not_written_to(sandbox: Sandbox, account: Account, lets_in: str, taken: bool) -> None:
    first = asked(sandbox, account)
    sandbox.bluesky_lets_in("mia", lets_in)
    private = replace(answer(first), private=True, in_reply_to="", goes_on_from=first.external_id)
    if taken:
        BLUESKY.send(account, private)
        assert [one.text for one in sandbox.bluesky_chats()] == ["We look."]
        return
    with pytest.raises(DeliveryError, match="no private messages") as error:
        BLUESKY.send(account, private)
    assert error.value.permanent


def test_a_password_without_chats_still_brings_what_is_public(sandbox: Sandbox, account: Account) -> None:
    keys = sandbox.bluesky_keys("lowlandair", chats=False)
    account.keep(secrets={"app_password": keys.password})
    sandbox.create_user("mia", "Mia Reist")
    sandbox.bluesky_post("mia", "@lowlandair my bag")
    events = BLUESKY.catch_up(account)
    assert len(understood(account, [next(events)])) == 1
    with pytest.raises(DeliveryError, match="private messages"):
        list(events)
    account.settings["chats"] = ""
    assert len(news(account)) == 1
    assert [line.ok for line in BLUESKY.check(account)] == [True] * 4
    assert BLUESKY.length(account, private=True) is None


def test_after_an_outage_every_page_is_read(sandbox: Sandbox, account: Account) -> None:
    sandbox.create_user("mia", "Mia Reist")
    for number in range(120):
        sandbox.bluesky_post("mia", f"@lowlandair number {number}")
    texts = {one.text for one in news(account) if isinstance(one, Received)}
    assert len(texts) == 120
    assert news(account) == []


def test_who_speaks_a_day_late_is_found_far_down_in_the_list(sandbox: Sandbox, account: Account) -> None:
    account.connected_at = real_now() - timedelta(days=2)
    asked(sandbox, account)
    sandbox.bluesky_post("mia", "@lowlandair and my bicycle", at=real_now() - timedelta(days=1))
    assert news(account) == [], "so far down it was read a moment ago"
    account.cursor["spoken_far"] = (real_now() - walking.EVERY).isoformat()
    assert received(account).text.endswith("and my bicycle")
    assert news(account) == []


def test_a_thousand_likes_hide_no_question_and_a_walk_cut_short_goes_on(
    sandbox: Sandbox, account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "AT_ONCE", 2)
    monkeypatch.setattr(walking, "MOST_PAGES", 2)
    post = sandbox.bluesky_post("lowlandair", "Storm over the north")
    for number in range(9):
        sandbox.create_user(f"fan{number}", f"Fan {number}")
        sandbox.bluesky_like(f"fan{number}", post.number)
        sandbox.bluesky_post(f"fan{number}", f"@lowlandair number {number}")
    first = news(account)
    assert [one.text[-1] for one in first if isinstance(one, Received) and not one.ours] == ["8", "7", "6", "5"]
    assert account.cursor["spoken_rest"]
    sandbox.bluesky_post("fan0", "@lowlandair and one more")
    later = [*first, *news(account), *news(account)]
    assert sorted(one.text[-1] for one in later if isinstance(one, Received) and not one.ours) == [*"012345678", "e"]
    assert len([one for one in later if isinstance(one, Reacted)]) == 9
    assert account.cursor["spoken_rest"] is None
    assert news(account) == []


def test_a_place_in_a_list_that_bluesky_forgot_is_walked_to_again(sandbox: Sandbox, account: Account) -> None:
    rest = {"cursor": "forgotten", "until": account.connected_at and account.connected_at.isoformat()}
    asked(sandbox, account)
    account.cursor = {**account.cursor, "spoken_rest": rest}
    with pytest.raises(DeliveryError, match="cursor"):
        list(BLUESKY.catch_up(account))
    assert (account.cursor["spoken"], account.cursor["spoken_rest"]) == (rest["until"], None)
    assert news(account) == []


@pytest.mark.parametrize("written", ["mia.sky.example", "@Mia.sky.example"])
def test_people_are_found_by_their_handle(sandbox: Sandbox, account: Account, written: str) -> None:
    first = asked(sandbox, account)
    assert BLUESKY.recipient(account, written) == first.author.external_id
    assert BLUESKY.recipient(account, first.author.external_id) == first.author.external_id
    for nobody in ("mia", "nobody.sky.example", ""):
        with pytest.raises(DeliveryError):
            BLUESKY.recipient(account, nobody)


def test_a_session_that_was_handed_back_ends(sandbox: Sandbox, account: Account) -> None:
    stale = str(account.secrets["refresh_token"])
    for _ in range(2):
        BLUESKY.disconnect(account)
    account.keep(secrets={"access_token": ""})
    Api(account).get("com.atproto.server.getSession")
    assert account.secrets["refresh_token"] != stale, "it had to be opened anew"


def test_what_the_profile_says_changes_and_the_rest_of_it_stays(account: Account) -> None:
    api = Api(account)
    profile = {"$type": "app.bsky.actor.profile", "displayName": "Lowland Air", "description": "Old."}
    place = {"repo": api.did, "collection": "app.bsky.actor.profile", "rkey": "self"}
    BLUESKY.introduce(account, "We now answer within about 15 minutes.")
    api.post("com.atproto.repo.putRecord", {**place, "record": profile})
    BLUESKY.introduce(account, "We now answer within about 20 minutes.")
    record = api.record(Place(api.did, PROFILE, "self"))
    assert record and record.shape("value").words("displayName") == "Lowland Air"
    assert api.get("app.bsky.actor.getProfile", actor=api.did).words("description").endswith("about 20 minutes.")
