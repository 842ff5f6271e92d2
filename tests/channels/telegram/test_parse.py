"""What Telegram tells, each payload named by the trouble it makes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import webcare.channels.telegram
from webcare.channels.inbound import Author, ContextPost, Deleted, Inbound, Parsing, Reacted, Received, Unparsable
from webcare.channels.telegram.files import SCHEME
from webcare.channels.telegram.naming import Exchange, Name
from webcare.channels.telegram.parse import parse

PAYLOADS = Path(webcare.channels.telegram.__file__).parent / "payloads"
BOT = "8100000001"
NOW = datetime(2026, 7, 24, 22, 0, tzinfo=UTC)
AT = datetime.fromtimestamp(1784927148, UTC)
KNOWING_US = Parsing(NOW, key=f"{BOT}:70001", own_ids=frozenset({BOT}))
MIA = Author("7200000021", handle="miareist", name="Mia Reist")
TOM = Author("7200000022", name="Tom")
GROUP = "-1001500000001"


def told(name: str, parsing: Parsing = KNOWING_US) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), parsing))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), KNOWING_US)


def test_a_message_says_who_wrote_what_when_and_where() -> None:
    assert message("message") == Received(
        account=BOT,
        external_id=f"{BOT}:7200000021:55",
        author=MIA,
        text="my bag is still in Bergen",
        sent_at=AT,
        thread_key="private:7200000021::",
        private=True,
        language_hint="nl",
    )


def test_whose_it_is_says_the_account_that_asked_or_the_key_under_which_it_was_kept() -> None:
    [asked] = told("message", Parsing(NOW, account=BOT, key="9:1"))
    assert asked.account == BOT
    with pytest.raises(Unparsable, match="for which bot"):
        told("message", Parsing(NOW, key="sha256:ab"))


def test_a_changed_message_is_an_edit_of_the_same_one() -> None:
    first, edited = message("message"), message("message_edited")
    assert (edited.external_id, edited.edited, edited.text) == (
        first.external_id,
        True,
        "my blue bag is still in Bergen",
    )


def test_an_answer_to_a_message_names_it() -> None:
    assert message("message_that_answers_another").parents == (f"{BOT}:7200000021:56",)


def test_the_button_that_begins_asks_for_nothing() -> None:
    assert message("the_button_that_begins").automatic
    assert not message("message").automatic


def test_a_link_is_shown_behind_its_words_also_after_an_emoji() -> None:
    assert message("link_behind_words_after_an_emoji").text == (
        "👩‍👩‍👧 see the rules (https://rules.example/bags) and https://lowlandair.example"
    )


def test_of_a_photo_the_largest_is_taken() -> None:
    photo = message("photo_with_words")
    [file] = photo.attachments
    assert (photo.text, file.url, file.content_type, file.filename) == (
        "this is it", f"{SCHEME}AgACAgQAAxk-large", "image/jpeg", "photo.jpg",
    )  # fmt: skip


def test_files_are_taken_along_with_their_names_and_kinds() -> None:
    [pdf] = message("file_voice_and_sticker").attachments
    [voice] = message("voice_message").attachments
    [moving] = message("moving_sticker").attachments
    assert (pdf.filename, pdf.content_type) == ("boarding pass_1_.pdf", "application/pdf")
    assert (voice.filename, voice.content_type) == ("voice.ogg", "audio/ogg")
    assert (moving.content_type, moving.alt) == ("", "😡")


def test_what_is_no_file_is_told() -> None:
    assert message("place_contact_and_poll").text.splitlines() == [
        "Gate B7, Schiphol",
        "https://www.openstreetmap.org/?mlat=52.30905&mlon=4.76320",
    ]
    assert message("contact").text == "Mia Reist +31600000000"
    assert message("poll").text.splitlines() == ["Who waits too?", "· I", "· Not I"]
    assert "does not hand over" in message("what_telegram_does_not_hand_over").text


def test_a_comment_below_a_channels_post_is_public_and_shows_the_post() -> None:
    comment = message("comment_in_the_group_of_a_channel")
    assert (comment.private, comment.thread_key) == (False, f"group:{GROUP}::{MIA.external_id}")
    assert comment.permalink == "https://t.me/lowlandairtalk/501"
    channel = Author("-1001500000002", handle="lowlandair", name="Lowland Air")
    posted = datetime.fromtimestamp(1784920000, UTC)
    shown = ContextPost(f"{BOT}:{GROUP}:480", "parent", channel, "Storm on Thursday: rebook for free", posted)
    assert comment.context == (shown,)
    assert comment.parents == (shown.external_id,)


def test_two_customers_in_one_group_are_two_exchanges() -> None:
    second = message("another_customer_in_the_same_group")
    assert (second.author, second.thread_key) == (TOM, f"group:{GROUP}::{TOM.external_id}")
    assert message("topic_of_a_forum").thread_key == f"group:{GROUP}:33:{MIA.external_id}"


@pytest.mark.parametrize(
    "name",
    [
        "post_of_the_channel_passed_on_to_its_group",
        "somebody_joined_the_group",
        "business_connection_made",
        "bot_blocked",
        "kind_that_nobody_asked_for",
    ],
)
def test_what_says_nothing_to_us_is_no_message(name: str) -> None:
    assert told(name) == []


def test_an_admin_who_speaks_as_the_group_is_ours_and_another_bot_is_a_machine() -> None:
    ours = message("admin_who_speaks_as_the_group")
    assert (ours.ours, ours.parents, ours.automatic) == (True, (f"{BOT}:{GROUP}:501",), False)
    assert message("another_bot_in_the_group").automatic


def test_words_to_a_channel_are_private() -> None:
    direct = message("message_to_a_channel")
    assert (direct.private, direct.thread_key) == (True, "direct:-1001500000003:7200000021:")


def test_a_business_account_has_exchanges_of_its_own_and_its_owner_is_ours() -> None:
    asked, ours = message("message_to_the_business_account"), message("our_answer_from_the_business_account")
    assert asked.thread_key == ours.thread_key == "business:7200000021:bc_Ab-12:"
    assert (asked.ours, ours.ours, ours.recipient) == (False, True, Author(MIA.external_id, name="Mia Reist"))
    assert asked.external_id == f"{BOT}:bc_Ab-12@7200000021:900"
    assert message("business_message_edited").external_id == asked.external_id
    gone = [f"{BOT}:bc_Ab-12@7200000021:{number}" for number in (900, 902)]
    assert told("business_messages_deleted") == [Deleted(BOT, each, NOW) for each in gone]


def test_reactions_say_everything_that_stands_there_now() -> None:
    at, place = datetime.fromtimestamp(1784927400, UTC), f"{BOT}:7200000021:56"
    assert told("reaction") == [Reacted(BOT, place, MIA, ("👍", "custom emoji"), at)]
    assert told("reaction_taken_back") == [Reacted(BOT, place, MIA, (), at + timedelta(seconds=10))]
    [channel] = told("reaction_in_the_name_of_a_channel")
    assert isinstance(channel, Reacted)
    assert (channel.author, channel.signs) == (Author("-1001500000009", name="Bags today"), ("⭐",))


def test_what_the_database_cannot_keep_is_replaced() -> None:
    assert message("text_that_postgresql_cannot_keep").text == "nul  and half a pair ? here"


@pytest.mark.parametrize("name", [Name("1", "-2", "3"), Name("1", "2", "3", "bc_x-1")])
def test_the_name_of_a_message_is_read_as_it_was_written(name: Name) -> None:
    assert Name.of(name.external_id) == name


@pytest.mark.parametrize("wrong", ["", "1", "1:2", "a:2:3", "1:x@2:3:4", "1: @2:3", "m_55"])
def test_what_is_no_name_of_a_message_is_none(wrong: str) -> None:
    assert Name.of(wrong) is None


def test_the_place_of_an_exchange_is_read_as_it_was_written() -> None:
    assert Exchange.of("group:-100:33:7") == Exchange("group", "-100", "33", "7")
    assert Exchange.of("messenger:7") is None
    assert Exchange.of("private:seven::") is None


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "no JSON"),
        (b"[]", "no object"),
        (b"{}", "update_id is missing"),
        (b'{"update_id": 1, "message": 7}', "message is no object"),
        (b'{"update_id": 1, "message": {"text": "x"}}', "chat is missing"),
        (b'{"update_id": 1, "message": {"text": "x", "chat": {"id": "y"}}}', "chat.id is no whole number"),
        (b'{"update_id": 1, "deleted_business_messages": {"chat": {"id": 1}, "message_ids": 7}}', "no list"),
    ],
)
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(Unparsable, match=sentence):
        parse(payload, KNOWING_US)
