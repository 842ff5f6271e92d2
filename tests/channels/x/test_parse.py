"""What X tells, each payload named by the trouble it makes."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.x
from webcare.channels.account import Account
from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Reacted, Received, Revoked, Unparsable
from webcare.channels.x.adapter import XAdapter
from webcare.channels.x.direct import ENCRYPTED, conversation_of
from webcare.channels.x.parse import parse
from webcare.channels.x.posts import ONLY_A_TAG

PAYLOADS = Path(webcare.channels.x.__file__).parent / "payloads"
OURS = "1111"
NOW = datetime(2026, 7, 24, 22, 0, tzinfo=UTC)
KNOWING_US = Parsing(NOW, own_ids=frozenset({OURS}))
MIA = Author("2222", "mia_reist", "Mia", 97, verified=False)
TOM = Author("3333", "tomvanzetten", "Tom van Zetten", 310, verified=False)


def told(name: str, parsing: Parsing = KNOWING_US) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), parsing))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_captured_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), KNOWING_US)


def test_a_like_says_who_liked_what_where_x_sends_that_along() -> None:
    by_mia, by_us = told("a_like_with_who_it_was"), told("a_like_of_ours")
    post, at = "2080000000000000002", datetime.fromtimestamp(1784927565.236, UTC)
    assert by_mia == [Reacted(OURS, post, Author("2222", "miareist", "Mia Reist"), ("❤️",), at)]
    [ours] = by_us
    assert isinstance(ours, Reacted)
    assert (ours.ours, ours.author.external_id, ours.at) == (True, OURS, datetime(2026, 7, 24, 21, 12, 45, tzinfo=UTC))


def test_a_mention_says_who_wrote_what_when_and_to_whom() -> None:
    mention = message("mention")
    assert mention == Received(
        account=OURS,
        external_id="2080761390344937796",
        author=MIA,
        text="@lowlandair my bag is still in Bergen",
        sent_at=datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC),
        thread_key="2080761390344937796:2222",
        private=False,
        language_hint="en",
        permalink="https://x.com/mia_reist/status/2080761390344937796",
    )


def test_people_are_found_also_where_x_wraps_them_once_more() -> None:
    assert message("wrapped_includes_and_negative_uuid") == message("mention")


def test_two_customers_in_one_thread_are_two_exchanges() -> None:
    second = message("another_customer_in_the_same_thread")
    ours = message("our_answer_from_the_app")
    assert second.thread_key == "2080000000000000001:2222"
    assert ours.thread_key == "2080000000000000001:3333"


def test_parent_and_original_are_shown_with_a_reply() -> None:
    reply = message("another_customer_in_the_same_thread")
    assert reply.parents == ("2080000000000000002", "2080000000000000001")
    assert [(post.relation, post.author.handle, post.text) for post in reply.context] == [
        ("parent", "lowlandair", "@tomvanzetten Two colleagues are on their way."),
        ("original", "tomvanzetten", "Queue at gate B7 does not move"),
    ]
    assert reply.context[1].sent_at == datetime(2026, 7, 24, 20, 0, tzinfo=UTC)


def test_an_answer_given_in_the_app_is_ours_and_says_whom_it_answers() -> None:
    ours = message("our_answer_from_the_app")
    assert ours.ours
    assert ours.account == OURS
    assert ours.recipient == TOM
    assert ours.parents == ("2080000000000000001",)


def test_an_answer_that_goes_on_from_our_own_still_belongs_to_the_customer() -> None:
    ours = message("our_answer_goes_on_from_our_answer")
    assert ours.recipient == TOM
    assert ours.thread_key == "2080000000000000001:3333"


def test_an_answer_is_ours_also_before_anybody_told_the_parser_our_ids() -> None:
    [ours] = told("our_answer_from_the_app", Parsing(NOW))
    assert isinstance(ours, Received)
    assert ours.ours
    assert ours.recipient == TOM


def test_what_one_account_of_ours_writes_to_another_belongs_to_the_one_that_wrote() -> None:
    parsing = replace(KNOWING_US, own_ids=frozenset({OURS, "2222"}))
    [post], [direct] = told("mention", parsing), told("direct_message_in_the_old_shape", parsing)
    assert isinstance(post, Received)
    assert isinstance(direct, Received)
    assert (post.ours, post.account, direct.ours, direct.account) == (True, "2222", True, "2222")


def test_an_edit_knows_its_earlier_ids_and_stays_in_its_exchange() -> None:
    edited = message("edited")
    assert edited.edited
    assert edited.earlier_ids == ("2080761390344937796",)


def test_an_edited_root_does_not_begin_another_exchange() -> None:
    body = (PAYLOADS / "edited.json").read_text()
    moved = body.replace('"conversation_id": "2080761390344937900"', '"conversation_id": "2080761390344937796"')
    [original] = parse(moved.encode(), KNOWING_US)
    assert isinstance(original, Received)
    assert message("edited").thread_key == original.thread_key == message("mention").thread_key


def test_the_new_field_names_mean_the_same() -> None:
    post = message("new_field_names")
    assert post.earlier_ids == ("2080761390344937796",)
    assert post.parents[0] == "2080000000000000002"
    assert post.text.endswith("It has a green ribbon.")
    assert [shown.relation for shown in post.context] == ["parent"]


def test_a_quoted_post_is_shown_and_its_link_is_not() -> None:
    quote = message("quote_with_its_link_in_the_text")
    assert quote.quoted == "2080000000000000002"
    assert quote.text == "@lowlandair really?"
    assert [shown.relation for shown in quote.context] == ["quoted"]


def test_text_is_as_it_was_written_and_files_are_taken_along() -> None:
    post = message("escapes_links_photo_and_video")
    link = "https://www.lowlandair.example/bags?id=7&lang=en"
    assert post.text == f"@lowlandair look at this &lt;b> <3 & more at {link}"
    photo, video = post.attachments
    assert (photo.external_id, photo.content_type, photo.alt) == ("3_501", "image/jpeg", "A suitcase without wheels")
    assert (video.url, video.content_type) == ("https://video.twimg.com/v/large.mp4?tag=1", "video/mp4")


def test_a_long_post_comes_whole() -> None:
    post = message("long_text_cut_off_in_text")
    assert len(post.text) > 600
    assert post.text.endswith("https://mia.example/story")


def test_a_post_that_only_names_us_says_so() -> None:
    assert message("only_a_tag").tag_only_reason == ONLY_A_TAG
    assert message("only_a_tag").language_hint == ""
    assert message("mention").tag_only_reason == ""


@pytest.mark.parametrize("words", ["@lowlandair ???", "@lowlandair \U0001f621", "help", "@lowlandair #delayed", ""])
def test_any_sign_of_meaning_is_more_than_a_tag(words: str) -> None:
    body = (PAYLOADS / "only_a_tag.json").read_text().replace("@tomvanzetten @lowlandair .", words)
    [post] = parse(body.encode(), KNOWING_US)
    assert isinstance(post, Received)
    assert post.tag_only_reason == ""


def test_what_the_database_cannot_keep_is_replaced() -> None:
    assert message("text_that_postgresql_cannot_keep").text == "@lowlandair nul  and half a pair ? here"


def test_a_direct_message_is_the_same_in_both_shapes() -> None:
    old, new = message("direct_message_in_the_old_shape"), message("direct_message_in_the_new_shape")
    assert (
        (old.private, old.thread_key, old.author)
        == (new.private, new.thread_key, new.author)
        == (True, "1111-2222", MIA)
    )
    assert old.text == "my booking is ABC123 & paid"
    assert new.text == "and my name is Mia <3"
    assert old.sent_at == datetime.fromtimestamp(1784928224.372, UTC)


def test_a_direct_message_from_the_app_is_ours() -> None:
    sent = message("direct_message_sent_from_the_app")
    assert (sent.ours, sent.recipient, sent.thread_key) == (True, MIA, "1111-2222")


def test_the_file_of_a_direct_message_is_taken_from_its_secure_address() -> None:
    direct = message("direct_message_with_photo")
    assert direct.text == "here it is"
    assert [file.url for file in direct.attachments] == [
        "https://ton.twitter.com/1.1/ton/data/dm/2080765901528535097/601/a1.jpg"
    ]


def test_the_smaller_id_comes_first_by_value_and_not_by_spelling() -> None:
    assert conversation_of("999", "1000") == conversation_of("1000", "999") == "999-1000"


def test_the_place_for_private_words_is_known_before_the_first_of_them() -> None:
    ours = Account(network="x", external_id=OURS)
    assert XAdapter().private_thread_key(ours, "2222") == message("direct_message_in_the_old_shape").thread_key


def test_an_encrypted_message_asks_to_be_read_in_the_app() -> None:
    closed = message("encrypted_message")
    assert closed.text == ENCRYPTED
    assert (closed.private, closed.author.external_id, closed.thread_key) == (True, "2222", "1111-2222")


def test_a_deletion_names_what_has_to_go() -> None:
    assert told("deleted") == [Deleted(OURS, "2080761390344937796", NOW)]


def test_withdrawn_access_is_told_although_the_filter_is_empty() -> None:
    [revoked] = told("access_withdrawn_with_empty_filter")
    assert isinstance(revoked, Revoked)
    assert revoked.account == OURS


@pytest.mark.parametrize("name", ["a_like", "repost_that_mentions_us", "somebody_joined_a_group"])
def test_what_says_nothing_to_us_is_no_message(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "no object"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"data": null}', "data is missing"),
        (b'{"data": {"event_type": 7}}', "data.event_type is no text"),
        (b'{"data": {"event_type": "post.sneeze", "payload": {}}}', "'post.sneeze' is unknown"),
        (b'{"data": {"event_type": "post.create", "payload": {}}}', "user_id is missing"),
        (b'{"data": {"event_type": "post.create", "filter": {"user_id": 7}, "payload": {}}}', "no text"),
        (
            b'{"data": {"event_type": "post.create", "filter": {"user_id": "7"}, "payload": []}}',
            "data.payload is no object",
        ),
    ],
)
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(Unparsable, match=sentence):
        parse(payload, KNOWING_US)
