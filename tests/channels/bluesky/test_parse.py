"""What Bluesky's lists tell, each payload named by the trouble it makes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.bluesky
from webcare.channels.bluesky.naming import moment_of
from webcare.channels.bluesky.parse import parse
from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Reacted, Received

PAYLOADS = Path(webcare.channels.bluesky.__file__).parent / "payloads"
US = "did:plc:lowlandair22222222222222"
MIA = Author("did:plc:miareist3333333333333333", handle="miareist.sky.example", name="Mia Reist")
NOW = datetime(2026, 7, 24, 22, 0, tzinfo=UTC)
AT = datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC)
INDEXED = AT.replace(microsecond=412_000)
TIMETABLE = f"at://{US}/app.bsky.feed.post/3lsummer2222b"
QUESTION = f"at://{MIA.external_id}/app.bsky.feed.post/3lsunka2222a2"


def told(name: str) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), Parsing(NOW, account=US, own_ids=frozenset({US}))))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


def reacted(name: str) -> Reacted:
    [found] = told(name)
    assert isinstance(found, Reacted)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), Parsing(NOW))


def test_a_mention_says_who_wrote_what_when_and_where() -> None:
    assert message("mention") == Received(
        account=US,
        external_id=QUESTION,
        author=MIA,
        text="@lowlandair.sky.example my bag is still in Bergen",
        sent_at=AT,
        thread_key=f"{QUESTION}|{MIA.external_id}",
        private=False,
        language_hint="en",
        permalink=f"https://bsky.app/profile/{MIA.external_id}/post/3lsunka2222a2",
    )


def test_a_reply_belongs_to_its_exchange_and_shows_what_it_answers() -> None:
    found = message("reply_below_our_post")
    assert (found.parents, found.thread_key) == ((TIMETABLE,), f"{TIMETABLE}|{MIA.external_id}")
    assert [(post.relation, post.text) for post in found.context] == [("parent", "Our summer timetable is here.")]
    assert found.context[0].author.verified


def test_far_below_our_post_stand_the_one_above_and_the_beginning() -> None:
    found = message("reply_to_somebody_else_far_below_our_post")
    assert len(found.parents) == 2
    assert found.parents[1] == TIMETABLE
    assert [post.relation for post in found.context] == ["parent", "original"]
    assert found.thread_key == message("reply_below_our_post").thread_key, "one person in one place"


@pytest.mark.parametrize(("name", "files"), [("quote", 0), ("quote_with_a_picture", 2)])
def test_a_quote_shows_what_it_quotes(name: str, files: int) -> None:
    found = message(name)
    assert (found.quoted, found.parents, len(found.attachments)) == (TIMETABLE, (), files)
    assert [(post.relation, post.text) for post in found.context] == [("quoted", "Our summer timetable is here.")]


def test_a_like_is_a_heart_and_a_repost_takes_nobodys_place() -> None:
    found = reacted("like")
    assert (found.external_id, found.author, found.signs, found.at, found.ours) == (
        TIMETABLE,
        MIA,
        ("❤",),
        INDEXED,
        False,
    )
    assert told("repost") == told("reason_that_nobody_asked_for") == []


def test_links_are_whole_also_behind_an_emoji() -> None:
    assert message("links_behind_words_after_an_emoji").text == (
        "👩‍👩‍👧 dürfen wir? https://rules.example/bags/hand-luggage and the small print (https://rules.example/print)"
    )


def test_a_link_that_stands_only_on_the_card_is_told() -> None:
    assert message("card_of_a_link_that_the_text_has_not").text.endswith("\nhttps://news.example/strike")


def test_pictures_come_with_their_descriptions_and_of_a_film_its_first() -> None:
    one, two = message("two_pictures_one_described").attachments
    assert (one.alt, one.content_type) == ("A suitcase without its handle", "image/jpeg")
    assert (two.alt, two.content_type) == ("", "image/png")
    [film] = message("film_without_words").attachments
    assert film.url.endswith("/thumbnail.jpg")


@pytest.mark.parametrize("name", ["post_that_its_program_dates_back", "post_from_the_future"])
def test_a_moment_that_cannot_be_is_not_believed(name: str) -> None:
    assert message(name).sent_at == INDEXED


def test_our_answer_from_the_app_is_ours_and_says_to_whom() -> None:
    found = message("our_answer_from_the_app")
    assert (found.ours, found.recipient, found.parents) == (True, MIA, (QUESTION,))
    assert found.thread_key == message("mention").thread_key


def test_our_second_answer_below_our_first_still_finds_the_exchange() -> None:
    found = message("our_second_answer_below_our_first")
    assert (found.ours, found.recipient, found.parents[1]) == (True, None, QUESTION)


def test_what_we_say_to_everybody_is_said_to_nobody() -> None:
    found = message("our_post_to_everybody")
    assert (found.ours, found.recipient, found.parents) == (True, None, ())


def test_a_post_that_is_gone_is_deleted() -> None:
    assert told("post_that_is_gone") == [Deleted(US, QUESTION, NOW)]


def test_a_chat_message_is_private_and_has_a_name_where_the_chat_tells() -> None:
    found, stranger = message("chat_message"), message("chat_message_without_members")
    assert (found.author, found.private, found.sent_at) == (MIA, True, AT)
    assert (found.external_id, found.thread_key) == ("chat:3lmsg22222222", f"chat:{MIA.external_id}")
    assert (stranger.author, stranger.thread_key) == (Author(MIA.external_id), found.thread_key)


def test_what_we_write_in_the_app_belongs_to_the_same_chat() -> None:
    found = message("our_chat_message_from_the_app")
    assert (found.ours, found.recipient, found.thread_key) == (True, MIA, message("chat_message").thread_key)


def test_a_post_that_is_passed_on_in_a_chat_is_shown() -> None:
    found = message("chat_message_with_a_post_in_it")
    assert (found.quoted, [post.text for post in found.context]) == (TIMETABLE, ["Our summer timetable is here."])


def test_a_reaction_in_a_chat_says_all_that_stands_there_of_that_person() -> None:
    put, taken = reacted("chat_reaction"), reacted("chat_reaction_taken_back")
    assert (put.signs, taken.signs) == (("👍", "❤️"), ("👍",))
    assert put.external_id == taken.external_id == "chat:3lmsg22222224"
    assert put.at < taken.at


@pytest.mark.parametrize("name", ["chat_message_removed_before_we_saw_it", "chat_that_was_only_read"])
def test_what_concerns_nobody_here_is_nothing(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize("rev", ["", "short", "zzzzzzzzzzzzz", "3lrev2222222!"])
def test_what_is_no_revision_has_no_moment(rev: str) -> None:
    event = json.loads((PAYLOADS / "chat_reaction.json").read_text())
    event["item"]["rev"] = rev
    assert moment_of(rev) is None
    [found] = parse(json.dumps(event).encode(), Parsing(NOW))
    assert isinstance(found, Reacted)
    assert found.at == datetime(2026, 7, 24, 21, 6, 40, tzinfo=UTC)
