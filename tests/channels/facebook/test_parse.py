"""What Facebook tells, each payload named by the trouble it makes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import webcare.channels.facebook
from webcare.channels.account import Account
from webcare.channels.facebook.adapter import FacebookAdapter
from webcare.channels.facebook.feed import NAMELESS
from webcare.channels.facebook.parse import parse
from webcare.channels.inbound import Author, Deleted, Hidden, Inbound, Parsing, Reacted, Received, Seen, Unparsable

PAYLOADS = Path(webcare.channels.facebook.__file__).parent / "payloads"
PAGE = "1000000000000001"
POST = f"{PAGE}_500000000000001"
COMMENT = "500000000000001_600000000000001"
NOW = datetime(2026, 7, 24, 22, 0, tzinfo=UTC)
KNOWING_US = Parsing(NOW, own_ids=frozenset({PAGE}))
MIA = Author("7200000000000021", name="Mia Reist")
TOM = Author("7200000000000022", name="Tom van Zetten")


def told(name: str, parsing: Parsing = KNOWING_US) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), parsing))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    parse(payload.read_bytes(), KNOWING_US)


def test_a_comment_says_who_wrote_what_when_and_below_which_post() -> None:
    assert message("comment") == Received(
        account=PAGE,
        external_id=COMMENT,
        author=MIA,
        text="my bag is still in Bergen",
        sent_at=datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC),
        thread_key=f"{POST}:{MIA.external_id}",
        private=False,
        parents=(POST,),
        permalink=f"https://www.facebook.com/{COMMENT}",
    )


def test_two_customers_below_one_post_are_two_exchanges() -> None:
    second = message("another_customer_answers_a_comment")
    assert second.author == TOM
    assert second.thread_key == f"{POST}:{TOM.external_id}"
    assert second.parents == (COMMENT, POST)


def test_an_answer_given_in_the_app_is_ours_and_says_what_it_answers() -> None:
    ours = message("our_answer_from_the_app")
    assert (ours.ours, ours.account, ours.recipient) == (True, PAGE, None)
    assert ours.parents[0] == COMMENT


def test_an_answer_is_ours_also_before_anybody_told_the_parser_our_ids() -> None:
    [ours] = told("our_answer_from_the_app", Parsing(NOW))
    assert isinstance(ours, Received)
    assert ours.ours


def test_somebody_who_is_not_shown_is_nobody_else() -> None:
    nameless = message("comment_by_somebody_who_is_not_shown")
    assert nameless.author.name == NAMELESS
    assert nameless.author.external_id == f"nameless:{nameless.external_id}"
    assert nameless.thread_key.startswith(f"{POST}:nameless:")


def test_a_changed_comment_is_an_edit_of_the_same_one() -> None:
    edited = message("comment_edited")
    assert (edited.external_id, edited.edited, edited.text[-8:]) == (COMMENT, True, "LA123456")
    assert edited.sent_at == message("comment").sent_at


def test_a_removed_comment_names_what_has_to_go() -> None:
    assert told("comment_removed") == [Deleted(PAGE, COMMENT, NOW)]


@pytest.mark.parametrize(
    "name",
    [
        "a_like_by_somebody_who_is_not_shown",
        "field_that_nobody_asked_for",
    ],
)
def test_what_says_nothing_to_us_is_no_message(name: str) -> None:
    assert told(name) == []


def test_a_comment_that_is_hidden_in_the_app_or_shown_again_is_so_here() -> None:
    at = datetime.fromtimestamp(1784927148, UTC)
    assert told("comment_hidden_in_the_app") == [Hidden(PAGE, COMMENT, at)]
    assert told("comment_shown_again_in_the_app") == [Hidden(PAGE, COMMENT, at + timedelta(minutes=1), shown=True)]


def test_reactions_below_posts_and_comments_are_emoji_until_they_are_taken_back() -> None:
    at = datetime.fromtimestamp(1784927500, UTC)
    assert told("a_like") == [Reacted(PAGE, POST, MIA, ("👍",), at)]
    assert told("reaction_to_a_comment") == [Reacted(PAGE, COMMENT, MIA, ("😡",), at)]
    assert told("reaction_to_a_comment_taken_back") == [Reacted(PAGE, COMMENT, MIA, (), at + timedelta(seconds=5))]


def test_reactions_in_messenger_come_and_go() -> None:
    at, who = datetime.fromtimestamp(1784928224.372, UTC), Author(MIA.external_id)
    assert told("reaction_to_a_message") == [Reacted(PAGE, "m_echo", who, ("❤",), at)]
    assert told("reaction_taken_back") == [Reacted(PAGE, "m_echo", who, (), at + timedelta(seconds=5))]


def test_messenger_tells_what_arrived_and_what_was_read() -> None:
    at, thread = datetime.fromtimestamp(1784928224.372, UTC), message("message").thread_key
    assert told("read") == [Seen(PAGE, at, thread_key=thread, upto=at)]
    assert told("delivered") == [Seen(PAGE, at, ("m_echo",), thread, at, delivered=True)]


def test_what_a_visitor_posts_is_an_exchange_of_its_own() -> None:
    visit = message("visitor_post")
    assert (visit.author, visit.ours, visit.parents, visit.private) == (TOM, False, (), False)
    assert visit.thread_key == f"{visit.external_id}:{TOM.external_id}"


def test_photos_are_taken_along() -> None:
    [one] = message("comment_with_photo").attachments
    assert (one.filename, one.content_type) == ("suitcase.jpg", "image/jpeg")
    two = message("visitor_post_with_photos")
    assert [file.filename for file in two.attachments] == ["a.jpg", "b.png"]
    assert two.text == ""


def test_a_shared_link_stands_below_the_words() -> None:
    assert message("visitor_shares_a_link").text == "is this you?\nhttps://news.example/strike"


def test_our_own_post_is_ours_and_answers_nobody() -> None:
    ours = message("our_post")
    assert (ours.ours, ours.recipient, ours.parents) == (True, None, ())


def test_where_others_mention_the_page_is_a_message_to_it() -> None:
    post, comment = message("mention_in_a_post_elsewhere"), message("mention_in_a_comment_elsewhere")
    assert (post.account, post.author, post.parents) == (PAGE, MIA, ())
    assert (comment.account, comment.author) == (PAGE, MIA)
    assert comment.thread_key == f"{TOM.external_id}_500000000000010:{MIA.external_id}"


def test_a_message_in_messenger_is_private() -> None:
    private = message("message")
    assert (private.private, private.text, private.author) == (True, "my booking is ABC123", Author(MIA.external_id))
    assert private.sent_at == datetime.fromtimestamp(1784928224.372, UTC)


def test_the_place_for_private_words_is_known_before_the_first_of_them() -> None:
    page = Account(network="facebook", external_id=PAGE)
    assert FacebookAdapter().private_thread_key(page, MIA.external_id) == message("message").thread_key
    assert message("our_message_from_the_app").thread_key == message("message").thread_key


def test_a_message_from_the_app_is_ours_and_says_to_whom() -> None:
    ours = message("our_message_from_the_app")
    assert (ours.ours, ours.account, ours.recipient) == (True, PAGE, Author(MIA.external_id))


def test_files_are_taken_along_and_what_is_no_file_is_told() -> None:
    files = message("message_with_files")
    assert [(one.filename, one.content_type) for one in files.attachments] == [
        ("tag.png", "image/png"),
        ("ticket.pdf", "application/pdf"),
    ]
    place = message("message_with_a_place_and_a_link")
    assert place.attachments == ()
    assert place.text.splitlines() == [
        "I stand here",
        "https://www.openstreetmap.org/?mlat=52.30905&mlon=4.76320",
        "Gate B7 https://maps.example/b7",
    ]


def test_an_answer_to_a_message_names_it() -> None:
    assert message("message_that_answers_another").parents == (message("message").external_id,)


def test_a_changed_message_and_an_unsent_one_mean_the_first() -> None:
    first, edited = message("message"), message("message_edited")
    assert (edited.external_id, edited.edited, edited.text) == (first.external_id, True, "my booking is ABC124")
    assert told("message_unsent") == [Deleted(PAGE, first.external_id, NOW)]


def test_a_pressed_button_is_said_by_the_customer() -> None:
    assert message("button_pressed").text == "Talk to a person"


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("came_by_a_link", f"came:{MIA.external_id}:1784928224372"),
        ("came_by_a_link_and_pressed_the_button", "m_began"),
    ],
)
def test_whoever_comes_by_a_link_brings_its_word_along_and_waits_for_nothing(name: str, known: str) -> None:
    came = message(name)
    assert (came.external_id, came.text, came.automatic) == (known, "7K2M9QXAHPRT", True)
    assert (came.author.external_id, came.thread_key) == (MIA.external_id, f"messenger:{MIA.external_id}")
    assert came.private


def test_a_word_that_comes_with_the_first_words_stands_beside_them() -> None:
    came, asked = told("came_by_a_link_with_the_first_words")
    assert isinstance(came, Received)
    assert isinstance(asked, Received)
    assert (came.text, came.automatic) == ("7K2M9QXAHPRT", True)
    assert (asked.text, asked.automatic, asked.thread_key) == ("Is anybody there?", False, came.thread_key)


def test_an_advertisement_brings_nobody_who_waits() -> None:
    assert told("came_by_an_advertisement") == []


def test_one_event_tells_of_several_pages_and_kinds() -> None:
    found = [one for one in told("several_pages_and_kinds_at_once") if isinstance(one, Received)]
    assert [(one.text, one.private, one.account[-1]) for one in found] == [
        ("first", False, "1"),
        ("second", True, "1"),
        ("third", False, "2"),
    ]


def test_what_one_page_of_ours_writes_to_another_belongs_to_the_one_that_wrote() -> None:
    [ours] = told("comment", replace(KNOWING_US, own_ids=frozenset({PAGE, MIA.external_id})))
    assert isinstance(ours, Received)
    assert (ours.ours, ours.account) == (True, MIA.external_id)


def test_what_the_database_cannot_keep_is_replaced() -> None:
    assert message("text_that_postgresql_cannot_keep").text == "nul  and half a pair ? here"


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "no JSON"),
        (b"\xff", "no JSON"),
        (b"[]", "no object"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{}", "object is missing"),
        (b'{"object": "instagram"}', "'instagram' and not about a page"),
        (b'{"object": "page", "entry": 7}', "entry is no list"),
        (b'{"object": "page", "entry": [{}]}', r"entry\[0\].id is missing"),
        (b'{"object": "page", "entry": [{"id": "x"}]}', "id is no id"),
        (b'{"object": "page", "entry": [{"id": "1", "messaging": [{"sneeze": {}}]}]}', "nobody knows"),
        (
            b'{"object": "page", "entry": [{"id": "1", "changes": [{"field": "feed", "value": {"verb": "sneeze", "post_id": "1_2"}}]}]}',
            "'sneeze' is unknown",
        ),
    ],
)
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(Unparsable, match=sentence):
        parse(payload, KNOWING_US)
