"""The mailbox is read once, completely, and left as it was."""

from __future__ import annotations

import pytest

from tests.channels.email.conftest import HELP, MINA, Desk, letter
from webcare.channels.adapter import DeliveryError
from webcare.channels.email import catching_up, parse
from webcare.channels.inbound import Received, Unparsable

pytestmark = pytest.mark.mail


def fill(desk: Desk, count: int, start: int = 0) -> None:
    """Mails with a number, each posted when the one before has arrived: servers keep no order between mails."""
    for number in range(start, start + count):
        desk.server.post(MINA, HELP, letter(text=f"mail {number}", Message_ID=f"<{number}@example.test>"))
        desk.server.arrived(HELP, count=number + 1)


def texts(desk: Desk, payloads: list[bytes]) -> list[str]:
    inbounds = [inbound for payload in payloads for inbound in desk.understand(payload)]
    return [inbound.text for inbound in inbounds if isinstance(inbound, Received)]


def test_what_was_fetched_is_not_fetched_again(desk: Desk) -> None:
    fill(desk, 3)
    assert texts(desk, [payload for _, payload in desk.new()]) == ["mail 0", "mail 1", "mail 2"]
    assert desk.new() == []
    fill(desk, 1, start=3)
    assert texts(desk, [payload for _, payload in desk.new()]) == ["mail 3"]


def test_batches_lose_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "BATCH", 2)
    fill(desk, 5)
    assert texts(desk, [payload for _, payload in desk.new()]) == [f"mail {number}" for number in range(5)]


def test_a_reader_that_stops_half_way_goes_on_there(desk: Desk) -> None:
    fill(desk, 3)
    reading = desk.adapter.catch_up(desk.account)
    next(reading)
    reading.close()  # type: ignore[attr-defined]  # it is a generator
    assert texts(desk, [payload for _, payload in desk.new()]) == ["mail 1", "mail 2"]


def test_the_same_mail_has_the_same_key_after_the_server_numbered_anew(desk: Desk) -> None:
    fill(desk, 2)
    before = desk.new()
    uidvalidity = desk.account.cursor["uidvalidity"]
    desk.server.renumber(HELP)
    after = desk.new()
    assert desk.account.cursor["uidvalidity"] != uidvalidity
    assert [key for key, _ in after] == [key for key, _ in before]
    assert desk.new() == []


def test_two_mails_that_share_an_id_are_two(desk: Desk) -> None:
    desk.server.post(MINA, HELP, letter(text="one"))
    desk.server.post(MINA, HELP, letter(text="two"))
    desk.server.arrived(HELP, count=2)
    assert len({key for key, _ in desk.new()}) == 2


def test_nothing_in_the_mailbox_changes_but_that_it_was_seen(desk: Desk) -> None:
    fill(desk, 2)
    desk.new()
    with desk.server.signed_in(HELP) as box:
        flags = [mail.flags for mail in box.fetch(mark_seen=False, headers_only=True)]
    assert flags == [("\\Seen",), ("\\Seen",)]


def test_it_is_left_unseen_where_the_settings_say_so(desk: Desk) -> None:
    desk.account.settings["mark_seen"] = ""
    fill(desk, 1)
    assert len(desk.new()) == 1
    with desk.server.signed_in(HELP) as box:
        assert len(box.uids("UNSEEN")) == 1


def test_a_mail_that_is_too_large_is_set_aside_and_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catching_up, "MAIL_BYTES", 100_000)
    monkeypatch.setattr(parse, "MAIL_BYTES", 100_000)
    big = letter(text="See the film.")
    big.add_attachment(b"x" * 1_000_000, maintype="video", subtype="mp4", filename="carousel.mp4")
    desk.server.post(MINA, HELP, big)
    desk.server.arrived(HELP)
    ((_, payload),) = desk.new()
    assert len(payload) < 300_000
    with pytest.raises(Unparsable, match="“My suitcase” from mina@example.test has 1 MiB"):
        desk.understand(payload)
    assert desk.new() == []
    with desk.server.signed_in(HELP) as box:
        assert len(box.uids("UNSEEN")) == 1


@pytest.mark.parametrize("measured", [True, False])
def test_a_mail_that_the_server_cannot_read_stops_no_other(desk: Desk, measured: bool) -> None:
    fill(desk, 3)
    if measured:  # the server knows the size of what it cannot read
        with desk.server.signed_in(HELP) as box:
            box.client.uid("FETCH", "1:*", "(RFC822.SIZE)")
    (broken,) = desk.server.files(HELP, b"mail 1")
    broken.chmod(0)
    payloads = [payload for _, payload in desk.new()]
    assert texts(desk, [payloads[0], payloads[2]]) == ["mail 0", "mail 2"]
    with pytest.raises(Unparsable, match="does not hand out “mail .* It stands unread in the mailbox"):
        desk.understand(payloads[1])
    assert desk.new() == []


def test_connecting_begins_with_the_mail_from_now_on(desk: Desk) -> None:
    fill(desk, 2)
    desk.account.external_id = ""
    desk.adapter.connect(desk.account, "")
    assert (desk.account.external_id, desk.account.handle, desk.account.name) == (HELP, HELP, "Lowland Air")
    assert desk.new() == []
    fill(desk, 1, start=2)
    assert texts(desk, [payload for _, payload in desk.new()]) == ["mail 2"]


def test_a_wrong_password_wants_somebody_to_connect_again(desk: Desk) -> None:
    desk.account.secrets = {"imap_password": "wrong"}
    with pytest.raises(DeliveryError, match="refuses the user name") as caught:
        desk.new()
    assert caught.value.reauth
    with pytest.raises(DeliveryError) as caught:
        desk.adapter.send(desk.account, desk.answer())
    assert caught.value.reauth


def test_a_server_that_is_down_is_tried_again(desk: Desk) -> None:
    desk.server.stop_dovecot()
    try:
        with pytest.raises(DeliveryError, match="cannot be used now") as caught:
            desk.new()
    finally:
        desk.server.start_dovecot()
    assert not (caught.value.permanent or caught.value.reauth or caught.value.unknown)
