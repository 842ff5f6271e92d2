"""What Instagram tells, each payload named by the trouble it makes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.instagram
from webcare.channels.inbound import Author, Deleted, Inbound, Parsing, Reacted, Received, Seen, Unparsable
from webcare.channels.instagram.comments import NAMELESS
from webcare.channels.instagram.parse import parse
from webcare.channels.meta.messaging import IN_STORY, NOT_HANDED_OVER, OF_STORY

PAYLOADS = Path(webcare.channels.instagram.__file__).parent / "payloads"
US, POST = "17841400000000001", "18000000000000001"
MIA = Author("7300000000000021", handle="mia_reist")
NOW = datetime(2026, 7, 24, 22, 0, tzinfo=UTC)
KNOWING_US = Parsing(NOW, own_ids=frozenset({US}))


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
        account=US,
        external_id="17900000000000011",
        author=MIA,
        text="my bag is still in Bergen",
        sent_at=datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC),
        thread_key=f"{POST}:{MIA.external_id}",
        private=False,
        parents=(POST,),
    )


def test_an_event_right_in_the_entry_is_read_like_one_in_a_list() -> None:
    assert message("comment_right_in_the_entry").text == "is anybody there?"


def test_somebody_else_who_answers_a_comment_has_an_exchange_of_their_own() -> None:
    second = message("answer_to_a_comment")
    assert second.parents == ("17900000000000011", POST)
    assert second.thread_key != message("comment").thread_key


def test_an_answer_given_in_the_app_is_ours_although_meta_calls_us_by_another_number() -> None:
    ours = message("our_answer_from_the_app")
    assert (ours.ours, ours.author.external_id, ours.parents[0]) == (True, US, "17900000000000011")


def test_somebody_whom_instagram_does_not_show_is_mixed_up_with_nobody() -> None:
    nameless = message("comment_by_somebody_who_is_not_shown")
    assert nameless.author == Author("nameless:17900000000000015", name=NAMELESS)


def test_a_mention_whose_words_could_not_be_read_is_shown_without_them() -> None:
    bare = message("mention_by_its_ids_alone")
    assert (bare.text, bare.author.name, bare.thread_key) == (
        "",
        NAMELESS,
        "mention:18000000000000009:nameless:17900000000000019",
    )


def test_a_mention_that_was_gone_when_it_was_read_is_nothing() -> None:
    assert told("mention_that_was_gone") == []


def test_a_comment_shows_the_post_above_it() -> None:
    [above] = message("comment_with_the_post_above").context
    assert (above.relation, above.text, above.author.external_id) == ("parent", "Storm on Thursday", US)


def test_a_mention_is_answered_in_a_place_of_its_own() -> None:
    comment, caption = message("mention_in_a_comment_with_its_words"), message("mention_in_a_caption_with_its_words")
    assert comment.text == "@lowlandair lost mine too"
    assert comment.author == Author("name:tomvanzetten", handle="tomvanzetten")
    assert comment.thread_key == "mention:18000000000000009:name:tomvanzetten"
    assert comment.permalink == "https://www.instagram.com/p/Cabcdef/"
    assert (caption.external_id, caption.parents) == ("18000000000000008", ())


def test_a_direct_message_is_private_and_one_exchange_with_what_we_answer() -> None:
    theirs, ours = message("message"), message("our_message_from_the_app")
    assert theirs.private
    assert ours.ours
    assert ours.recipient == Author(MIA.external_id)
    assert ours.thread_key == theirs.thread_key == f"instagram:{MIA.external_id}"


def test_a_message_that_was_taken_back_is_gone() -> None:
    assert told("message_taken_back") == [Deleted(US, message("message").external_id, NOW)]


def test_a_changed_message_is_the_same_one() -> None:
    changed = message("message_changed")
    assert (changed.edited, changed.external_id) == (True, message("message").external_id)


def test_a_story_comes_as_a_message_with_the_story_as_its_file() -> None:
    [mention], [answered] = message("story_that_mentions_us").attachments, message("answer_to_our_story").attachments
    assert (mention.alt, answered.alt) == (IN_STORY, OF_STORY)
    assert mention.url.startswith("https://lookaside.fbsbx.com/")
    assert message("answer_to_our_story").text == "Where is this?"


def test_a_shared_post_is_a_link_and_no_file() -> None:
    shared = message("post_that_was_shared")
    assert shared.text == "Is this true?\nhttps://www.instagram.com/p/Cabcdef/"
    assert shared.attachments == ()


def test_what_is_not_handed_over_is_said_so() -> None:
    assert message("message_that_is_not_handed_over").text == NOT_HANDED_OVER


def test_that_they_saw_or_like_what_we_wrote_is_told() -> None:
    [seen], [reaction] = told("seen"), told("reaction")
    assert isinstance(seen, Seen)
    assert seen.external_ids == ("aWdfZAG1fH",)
    assert isinstance(reaction, Reacted)
    assert (reaction.external_id, reaction.signs) == ("aWdfZAG1fH", ("❤",))


def test_what_is_only_counted_is_no_message() -> None:
    assert told("figures_of_a_story") == []


def test_an_event_about_a_page_is_not_for_us() -> None:
    with pytest.raises(Unparsable, match="'page'"):
        parse(b'{"object":"page","entry":[]}', KNOWING_US)
