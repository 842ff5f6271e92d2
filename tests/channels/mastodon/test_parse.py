"""What a Mastodon server listed, each payload named by the trouble it makes."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import webcare.channels.mastodon
from webcare.channels.inbound import Author, ContextPost, Deleted, Inbound, Parsing, Reacted, Received, Unparsable
from webcare.channels.mastodon.parse import parse
from webcare.channels.mastodon.wording import plain

PAYLOADS = Path(webcare.channels.mastodon.__file__).parent / "payloads"
US = "lowland.social/109000"
KNOWING_US = Parsing(datetime(2026, 7, 24, 22, 0, tzinfo=UTC), own_ids=frozenset({US}))
AT = datetime(2026, 7, 24, 21, 5, 48, tzinfo=UTC)
MIA = Author("lowland.social/110001", handle="mia@town.example", name="Mia Reist", followers=97)
AIRLINE = Author(US, handle="lowlandair@lowland.social", name="Lowland Air", followers=1_040_000)


def told(name: str) -> list[Inbound]:
    return list(parse((PAYLOADS / f"{name}.json").read_bytes(), KNOWING_US))


def message(name: str) -> Received:
    [found] = told(name)
    assert isinstance(found, Received)
    return found


@pytest.mark.parametrize("payload", sorted(PAYLOADS.glob("*.json")), ids=lambda path: path.stem)
def test_every_payload_is_understood(payload: Path) -> None:
    assert parse(payload.read_bytes(), KNOWING_US)


def test_a_mention_says_who_wrote_what_when_and_where() -> None:
    assert message("mention") == Received(
        account=US,
        external_id="lowland.social/5001",
        author=MIA,
        text="@lowlandair my bag is still in Bergen\n\nFlight LL1087\ntwo hours ago",
        sent_at=AT,
        thread_key="lowland.social/5001:110001",
        private=False,
        language_hint="en",
        permalink="https://town.example/@mia/5001",
    )


def test_what_is_said_to_us_alone_is_private_and_one_exchange_with_that_person() -> None:
    asked, ours = message("message_to_us_alone"), message("our_words_to_one_alone")
    assert asked.private and ours.private
    assert asked.thread_key == ours.thread_key == "lowland.social/direct:110001"
    assert (ours.ours, ours.exchange_with, ours.text) == (True, MIA.external_id, "Which booking?")
    assert not message("for_followers_only").private, "whoever follows them reads it too"


def test_two_customers_below_one_post_are_two_exchanges() -> None:
    mia, tom = message("answer_below_our_post"), message("another_customer_below_the_same_post")
    assert mia.thread_key == "lowland.social/4000:110001"
    assert tom.thread_key == "lowland.social/4000:110002"
    storm = ContextPost("lowland.social/4000", "parent", AIRLINE, "Storm on Thursday: rebook for free", AT)
    assert mia.context == tom.context == (storm,)
    assert mia.parents == ("lowland.social/4000",)


def test_deep_in_a_thread_it_is_still_the_same_exchange() -> None:
    deep = message("answer_deep_in_a_thread")
    assert deep.thread_key == "lowland.social/4000:110001"
    assert deep.parents == tuple(f"lowland.social/{each}" for each in (4100, 5003, 4000))


def test_what_stands_behind_a_warning_is_read_below_it() -> None:
    assert message("behind_a_warning").text == "fear of flying\n\n@lowlandair it smelled of fuel"


def test_an_edit_is_the_same_message() -> None:
    edited = message("edited")
    assert (edited.external_id, edited.edited) == ("lowland.social/5001", True)
    assert not message("mention").edited


def test_links_are_whole_and_lead_where_they_say() -> None:
    assert message("links_shortened_for_the_eye").text == (
        "@lowlandair see https://rules.example/bags/a-very-long-address and the rules (https://rules.example/b) #lost\n\n"
        "no liquids\n\n- one\n- two\n\na  b\nc"
    )


def test_files_come_with_their_descriptions_from_our_own_server() -> None:
    picture, film = message("picture_with_a_description").attachments
    assert (picture.url, picture.content_type, picture.filename, picture.alt) == (
        "https://files.lowland.social/media/77/original/bag.png", "image/png", "77.png", "a blue bag",
    )  # fmt: skip
    assert film.content_type == "video/mp4"
    elsewhere = message("file_of_which_our_server_has_no_copy")
    assert (elsewhere.attachments, elsewhere.text) == ((), "@lowlandair the form\n\nhttps://town.example/form.pdf")


def test_a_poll_is_told_and_a_quoted_post_is_shown() -> None:
    assert message("poll").text.endswith("\n\n· I\n· Not I")
    quote = message("quote_of_our_post")
    assert (quote.quoted, quote.text) == ("lowland.social/4000", "says who?")
    assert [(post.relation, post.text) for post in quote.context] == [("quoted", "Storm on Thursday: rebook for free")]
    assert message("quote_that_is_told_by_its_id_only").quoted == "lowland.social/4000"


def test_what_we_say_in_the_app_is_ours_and_finds_its_exchange() -> None:
    ours, second = message("our_answer_from_the_app"), message("our_second_answer_in_a_row")
    assert (ours.ours, ours.text, ours.thread_key) == (True, "We look for it.", "lowland.social/5001:110001")
    assert (second.thread_key, second.exchange_with) == (ours.thread_key, MIA.external_id)
    assert (message("post_of_ours").recipient, message("post_of_ours").ours) == (None, True)


def test_machines_and_bare_names_ask_for_nothing() -> None:
    assert message("machine").automatic
    assert message("nothing_but_our_name").tag_only_reason
    assert not message("mention").tag_only_reason


def test_other_servers_write_other_ids_and_leave_things_out() -> None:
    ana = message("ids_and_gaps_of_another_kind_of_server")
    assert ana.author == Author("lowland.social/01HZX3J9M0AAAAAAAAAAAAAAAA", handle="ana@other.example", name="ana")
    assert (ana.permalink, ana.private) == ("", False)


def test_markup_of_strangers_is_only_read() -> None:
    harm = message("markup_that_means_harm")
    assert harm.text == "hello click <b> there"
    assert message("text_that_postgresql_cannot_keep").text == "nul and half a pair ? here"


def test_who_stars_and_passes_on_has_done_both() -> None:
    at = datetime(2026, 7, 24, 21, 20, tzinfo=UTC)
    assert told("star") == [Reacted(US, "lowland.social/4101", MIA, ("⭐",), at)]
    [both] = told("passed_on_after_a_star")
    assert isinstance(both, Reacted)
    assert both.signs == ("⭐", "🔁")


def test_a_deleted_post_is_told_by_its_name() -> None:
    assert told("deleted") == [Deleted(US, "lowland.social/5001", datetime(2026, 7, 24, 22, 0, tzinfo=UTC))]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('<>/ap="spanbrcl:@#&;ht \n\x00é😀'), max_size=200))
def test_any_markup_becomes_text(html: str) -> None:
    text = plain(html)
    assert "\x00" not in text
    assert text == text.strip()


@settings(deadline=None)
@given(st.text(max_size=200))
def test_escaped_text_is_read_as_it_was_written(text: str) -> None:
    tidy = " ".join(text.replace("\x00", "").split())
    assert " ".join(plain(f"<p>{escape(tidy)}</p>").split()) == tidy


@pytest.mark.parametrize(
    ("payload", "sentence"),
    [
        (b"", "no JSON"),
        (b"{}", "told is missing"),
        (b'{"told": "news", "item": {}}', "no kind of event"),
        (b'{"told": "status", "item": {}}', "server is missing"),
        (b'{"told": "status", "item": {}, "server": "a b"}', "no name of a server"),
        (
            b'{"told": "reaction", "item": {"type": "poll", "account": {"id": 1}}, "server": "a", "account": "1"}',
            "no reaction",
        ),
    ],
)
def test_what_is_not_as_promised_is_set_aside_with_a_sentence(payload: bytes, sentence: str) -> None:
    with pytest.raises(Unparsable, match=sentence):
        parse(payload, KNOWING_US)
