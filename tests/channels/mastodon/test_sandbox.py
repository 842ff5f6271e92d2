"""Our adapter at the make-believe server: lists, answers, edits, and every way in which a send can end."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest
from django.db import connections

from sandbox.client import OnMastodon, Sandbox
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.application import Application
from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Received
from webcare.channels.mastodon import streaming, watching
from webcare.channels.mastodon.adapter import MastodonAdapter
from webcare.channels.mastodon.api import Api
from webcare.channels.mastodon.fields import local_of
from webcare.lib.now import real_now
from webcare.team.brand import Brand

MASTODON = MastodonAdapter()
PNG = OutgoingFile("tag.png", "image/png", b"\x89PNG and more", alt="a blue tag")
FILM = OutgoingFile("film.mp4", "video/mp4", b"\x00\x00\x00\x18ftyp a film")


@pytest.fixture
def application(db: None, sandbox: Sandbox) -> Application:
    settings = {"api_base": f"{sandbox.url}/lowland.social"}
    return Application.objects.create(network="mastodon", name="lowland.social", settings=settings)


@pytest.fixture
def us(application: Application, sandbox: Sandbox) -> Account:
    account = Account(
        network="mastodon",
        brand=Brand.objects.create(name="Lowland Air", slug="lowland-air"),
        application=application,
        secrets={"access_token": sandbox.mastodon_token("lowlandair")},
        connected_at=real_now() - timedelta(hours=1),
    )
    MASTODON.connect(account, "")
    account.save()
    return account


def news(us: Account) -> list[Inbound]:
    own, events = Parsing(real_now(), own_ids=frozenset({us.external_id})), list(MASTODON.catch_up(us))
    once = {event.key: event.payload for event in events}  # as the house keeps them
    return [one for payload in once.values() for one in MASTODON.parse(payload, own)]


def read(us: Account) -> list[Received]:
    return [one for one in news(us) if isinstance(one, Received)]


def answer(said: OnMastodon, text: str = "We look for it.", *files: OutgoingFile, private: bool = False) -> Outgoing:
    person = f"lowland.social/{said.person_id}"
    return Outgoing("a-key", text, private, person, in_reply_to=said.name, files=files)


@pytest.fixture
def complaint(sandbox: Sandbox) -> OnMastodon:
    return sandbox.toot("mia_reist", "@lowlandair@lowland.social my bag is in Bergen", warning="flying")


def test_an_account_is_connected_and_every_line_of_its_test_is_green(us: Account) -> None:
    assert (us.external_id, us.handle) == ("lowland.social/1000001", "lowlandair@lowland.social")
    assert us.settings["max_characters"] == "500"
    assert MASTODON.length(us, private=False).limit == 468  # type: ignore[union-attr]  # there is such a place
    assert [check.message for check in MASTODON.check(us) if not check.ok] == []


def test_we_register_once_and_the_owner_agrees_on_the_server(application: Application, sandbox: Sandbox) -> None:
    back, verifier = "http://127.0.0.1/back", "a-verifier-of-some-length"
    there = MASTODON.authorize_url(application, back, "a-state", verifier)
    known = application.settings["client_id"]
    assert MASTODON.authorize_url(application, back, "b", verifier).startswith(there.partition("?")[0])
    assert application.settings["client_id"] == known
    with httpx2.Client(trust_env=False) as browser:
        assert "webcare" in browser.get(there).text
        home = {"origin": sandbox.url}
        sent = browser.post(there, data={"handle": "lowlandair", "answer": "allow"}, headers=home)
    told = dict(parse_qsl(urlsplit(sent.headers["location"]).query))
    assert told["state"] == "a-state"
    grant = MASTODON.exchange(application, told["code"], back, verifier)
    assert "write:statuses" in grant.settings["scopes"]
    with pytest.raises(DeliveryError):
        MASTODON.exchange(application, told["code"], back, verifier)
    MASTODON.authorize_url(application, "http://127.0.0.1/elsewhere", "c", verifier)
    assert application.settings["client_id"] != known, "an address that the server does not know is registered"


def test_what_is_new_is_read_once_and_in_order(us: Account, sandbox: Sandbox) -> None:
    sandbox.toot("mia_reist", "@lowlandair long ago", at=real_now() - timedelta(days=2))
    post = sandbox.toot("lowlandair", "Storm on Thursday")
    sandbox.toot("mia_reist", "@lowlandair also Friday?", answers=post.id)
    sandbox.toot("tomvanzetten", "@lowlandair my booking is QX7", seen_by="direct")
    told = {one.text: one for one in read(us)}
    assert set(told) == {"Storm on Thursday", "@lowlandair also Friday?", "@lowlandair my booking is QX7"}
    friday, booking = told["@lowlandair also Friday?"], told["@lowlandair my booking is QX7"]
    assert friday.thread_key == f"{post.name}:{local_of(friday.author.external_id)}"
    assert [shown.text for shown in friday.context] == ["Storm on Thursday"]
    assert (booking.private, friday.private, told["Storm on Thursday"].ours) == (True, False, True)
    assert friday.author.handle == "mia_reist@town.example"
    assert news(us) == []


def test_an_outage_of_any_length_is_caught_up_with_page_by_page(us: Account, sandbox: Sandbox) -> None:
    sandbox.toot("mia_reist", "@lowlandair before")
    assert len(read(us)) == 1
    texts = [f"@lowlandair question {number}" for number in range(95)]
    for text in texts:
        sandbox.toot("mia_reist", text)
    events = MASTODON.catch_up(us)
    for _ in range(45):  # and then the process ends
        next(events)
    us.save()
    us.refresh_from_db()
    own = Parsing(real_now())
    rest = [one for event in MASTODON.catch_up(us) for one in MASTODON.parse(event.payload, own)]
    found = [one.text for one in rest if isinstance(one, Received)]
    assert found[-1] == texts[-1]
    assert len(found) >= 50 and found == texts[-len(found) :], "in order, and nothing is left out"


def test_changes_and_deletions_of_customers_are_seen(us: Account, sandbox: Sandbox, complaint: OnMastodon) -> None:
    [first] = read(us)
    sandbox.edit_toot(complaint.id, "@lowlandair my blue bag is in Bergen")
    [edited] = read(us)
    assert (edited.external_id, edited.edited) == (first.external_id, True)
    assert edited.text == "flying\n\n@lowlandair my blue bag is in Bergen"
    sandbox.remove_toot(complaint.id)
    [gone] = news(us)
    assert isinstance(gone, Deleted)
    assert gone.external_id == complaint.name
    assert news(us) == []


def test_an_answer_hangs_below_stands_behind_the_warning_and_is_changed_and_taken_back(
    us: Account, sandbox: Sandbox, complaint: OnMastodon
) -> None:
    sent = MASTODON.send(us, answer(complaint))
    ours = sandbox.toots(brands=1)[-1]
    assert (ours.name, ours.text) == (sent.external_id, "@mia_reist@town.example We look for it.")
    assert (ours.answers, ours.warning, ours.seen_by) == (complaint.id, "flying", "public")
    echo = next(one for one in read(us) if one.ours)
    assert (echo.external_id, echo.text) == (sent.external_id, "We look for it.")
    assert echo.exchange_with.endswith(complaint.person_id)
    MASTODON.edit(us, sent.external_id, "We found it.", private=False)
    assert sandbox.toots(brands=1)[-1].text == "@mia_reist@town.example We found it."
    assert sandbox.toots(brands=1)[-1].warning == "flying"
    for _ in range(2):
        MASTODON.take_down(us, sent.external_id, private=False)
    assert sandbox.toots(brands=1) == []


@pytest.mark.parametrize(
    ("theirs", "setting", "ours"),
    [
        ("public", "", "public"),
        ("public", "unlisted", "unlisted"),
        ("unlisted", "public", "unlisted"),
        ("private", "public", "private"),
    ],
)
def test_an_answer_is_shown_to_no_more_people_than_the_question(
    us: Account, sandbox: Sandbox, theirs: str, setting: str, ours: str
) -> None:
    us.settings["visibility"] = setting
    MASTODON.send(us, answer(sandbox.toot("mia_reist", "@lowlandair hello", seen_by=theirs)))
    assert sandbox.toots(brands=1)[-1].seen_by == ours


def test_what_is_private_is_seen_by_one_alone_also_after_a_public_question(
    us: Account, sandbox: Sandbox, complaint: OnMastodon
) -> None:
    MASTODON.send(us, replace(answer(complaint, private=True), in_reply_to="", goes_on_from=complaint.name))
    [ours] = sandbox.toots(brands=1)
    assert (ours.seen_by, ours.answers) == ("direct", complaint.id)
    [echo] = [one for one in read(us) if one.ours]
    assert echo.thread_key == MASTODON.private_thread_key(us, f"lowland.social/{complaint.person_id}")
    written = MASTODON.recipient(us, "@tomvanzetten@town.example")
    MASTODON.send(us, Outgoing("b", "This is a test", True, written))
    assert sandbox.toots(brands=1)[-1].text == "@tomvanzetten@town.example This is a test"


@pytest.mark.parametrize("file", [PNG, FILM], ids=lambda file: file.content_type)
def test_files_go_with_their_descriptions_and_come(
    us: Account, sandbox: Sandbox, complaint: OnMastodon, file: OutgoingFile
) -> None:
    sent = MASTODON.send(us, answer(complaint, "Your tag", file))
    MASTODON.edit(us, sent.external_id, "Your new tag", private=False)
    [kept] = [one for one in read(us) if one.ours]
    [attachment] = kept.attachments
    assert (kept.text, attachment.alt) == ("Your new tag", file.alt)
    assert MASTODON.fetch(us, attachment.url) == file.content
    with pytest.raises(DeliveryError, match="does not lie with Mastodon"):
        MASTODON.fetch(us, "https://elsewhere.example/x.png")


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        ("  ", (), "nothing to send"),
        ("x" * 490, (), "507 of the 500"),
        ("", (PNG,) * 5, "only 4"),
        ("", (PNG, FILM), "only 1"),
        ("", (OutgoingFile("x.pdf", "application/pdf", b"%PDF"),), "but not x.pdf"),
    ],
)
def test_what_the_server_would_refuse_does_not_leave(
    us: Account, sandbox: Sandbox, complaint: OnMastodon, text: str, files: tuple[OutgoingFile, ...], sentence: str
) -> None:
    with pytest.raises(DeliveryError, match=sentence) as error:
        MASTODON.send(us, answer(complaint, text, *files))
    assert error.value.permanent
    assert sandbox.toots(brands=1) == []


@pytest.mark.parametrize(
    ("fault", "stands", "flag"),
    [
        ("rate_limited", 0, "retry_after"),
        ("unavailable", 0, "retry_after"),
        ("server_error", 0, "unknown"),
        ("server_error_accepted", 1, "unknown"),
        ("dropped", 0, "unknown"),
        ("dropped_accepted", 1, "unknown"),
        ("forbidden", 0, "permanent"),
        ("unauthorized", 0, "reauth"),
    ],
)
def test_however_a_send_ends_a_repeat_makes_no_second_post(
    us: Account, sandbox: Sandbox, complaint: OnMastodon, fault: str, stands: int, flag: str
) -> None:
    started = real_now()
    sandbox.faults(sends=[fault])
    with pytest.raises(DeliveryError) as error:
        MASTODON.send(us, answer(complaint))
    assert getattr(error.value, flag)
    assert error.value.unknown == (flag == "unknown")
    found = MASTODON.find_sent(us, answer(complaint), started)
    assert (found is not None) == bool(stands)
    sent = MASTODON.send(us, answer(complaint))
    assert len(sandbox.toots(brands=1)) == 1
    assert found is None or found.external_id == sent.external_id


def test_another_answer_is_not_taken_for_ours(us: Account, sandbox: Sandbox, complaint: OnMastodon) -> None:
    started = real_now()
    sandbox.toot("lowlandair", "@mia_reist@town.example We look for it. Really", answers=complaint.id)
    sandbox.toot("lowlandair", "@mia_reist@town.example We look for it.")
    assert MASTODON.find_sent(us, answer(complaint), started) is None


def test_who_stars_and_passes_on_is_told_with_both(us: Account, sandbox: Sandbox, complaint: OnMastodon) -> None:
    sent = MASTODON.send(us, answer(complaint))
    news(us)
    sandbox.star("mia_reist", local_of(sent.external_id))
    [star] = news(us)
    assert isinstance(star, Reacted)
    assert (star.external_id, star.signs) == (sent.external_id, ("⭐",))
    sandbox.star("mia_reist", local_of(sent.external_id), kind="reblog")
    [both] = news(us)
    assert isinstance(both, Reacted)
    assert both.signs == ("⭐", "🔁")


def test_what_is_answered_and_gone_says_so(us: Account, sandbox: Sandbox, complaint: OnMastodon) -> None:
    sandbox.remove_toot(complaint.id)
    with pytest.raises(DeliveryError) as error:
        MASTODON.send(us, answer(complaint))
    assert error.value.gone


def test_people_are_muted_blocked_and_reported(us: Account, sandbox: Sandbox, complaint: OnMastodon) -> None:
    person = f"lowland.social/{complaint.person_id}"
    for action in ("mute", "unmute", "report", "block"):
        MASTODON.moderate(us, action, complaint.name if action == "report" else "", person)
    sandbox.toot("mia_reist", "@lowlandair are you there?")
    assert [one.external_id for one in read(us)] == [complaint.name], "who is blocked is not heard"
    MASTODON.moderate(us, "unblock", "", person)
    sandbox.toot("mia_reist", "@lowlandair and now?")
    assert [one.text for one in read(us)] == ["@lowlandair and now?"]


def test_a_token_that_was_taken_back_says_so(us: Account, sandbox: Sandbox) -> None:
    sandbox.end_mastodon_tokens("lowlandair")
    [line] = MASTODON.check(us)
    assert not line.ok
    with pytest.raises(DeliveryError) as error:
        list(MASTODON.catch_up(us))
    assert error.value.reauth


def test_too_many_calls_are_told_with_the_moment_from_which_it_goes_on(us: Account, sandbox: Sandbox) -> None:
    sandbox.faults(rate_limit_scale=0.001)
    with pytest.raises(DeliveryError) as error:
        list(MASTODON.catch_up(us))
    assert error.value.retry_after
    assert timedelta(seconds=1) <= error.value.retry_after <= timedelta(minutes=5)


def test_idle_looks_until_it_is_told_to_stop(us: Account) -> None:
    woken, stop = list[bool](), threading.Event()

    def wake() -> None:
        woken.append(True)
        stop.set()

    MASTODON.idle(us, wake, stop)
    assert woken


def test_a_line_to_the_server_wakes_us_for_a_question_and_for_a_deletion(us: Account, sandbox: Sandbox) -> None:
    with streaming.opened(us) as lines:
        assert next(lines) == ":)"
        toot = sandbox.toot("mia_reist", "@lowlandair where is my bag?")
        assert "event: notification" in lines
        us.cursor = {watching.WATCHED: [[toot.id, ""]]}
        assert streaming.haste_of(us, "notification", next(lines).partition(": ")[2]) is streaming.Haste.AT_ONCE
        sandbox.remove_toot(toot.id)
        assert "event: delete" in lines
        assert next(lines) == f"data: {toot.id}"


@pytest.mark.django_db(transaction=True)
def test_what_is_asked_while_somebody_listens_is_heard_at_once(us: Account, sandbox: Sandbox) -> None:
    heard, stop, looked = list[str](), threading.Event(), threading.Event()

    def wake() -> None:
        heard.extend(one.text for one in read(us))
        looked.set()
        if heard:
            stop.set()

    def listen() -> None:
        try:
            MASTODON.idle(us, wake, stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=listen)
    thread.start()
    assert looked.wait(20)
    sandbox.toot("mia_reist", "@lowlandair where is my bag?")
    thread.join(30)
    stop.set()
    assert heard == ["@lowlandair where is my bag?"]


def test_what_the_profile_says_changes_and_one_that_is_too_long_is_refused(us: Account) -> None:
    MASTODON.introduce(us, "We now answer within about 15 minutes.")
    told = Api(us).get("/api/v1/accounts/verify_credentials").words("note")
    assert told == "<p>We now answer within about 15 minutes.</p>"
    with pytest.raises(DeliveryError) as error:
        MASTODON.introduce(us, "x" * 501)
    assert error.value.permanent
