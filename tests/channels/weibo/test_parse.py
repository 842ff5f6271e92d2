"""What Weibo pushes and lists becomes the house's own words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

import webcare.channels.weibo
from webcare.channels.inbound import Parsing, Received, Unparsable
from webcare.channels.weibo.parse import parse
from webcare.lib.now import real_now

PAYLOADS = Path(webcare.channels.weibo.__file__).parent / "payloads"
US, LI, WANG = "1902538057", "2489518277", "2500000002"
POST = "5100000000000001"


def told(name: str, *own: str) -> list[Received]:
    found = parse((PAYLOADS / f"{name}.json").read_bytes(), Parsing(real_now(), own_ids=frozenset({US, *own})))
    assert all(isinstance(one, Received) for one in found)
    return [one for one in found if isinstance(one, Received)]


def message(name: str, *own: str) -> Received:
    [found] = told(name, *own)
    return found


def test_a_private_message_names_both_and_has_an_id_of_our_making() -> None:
    found = message("private_message")
    assert (found.account, found.author.external_id, found.text) == (US, LI, "你好，我的行李没有到")
    assert (found.private, found.ours, found.thread_key) == (True, False, f"message:{LI}")
    assert found.sent_at == datetime(2026, 7, 24, 10, 9, 20, tzinfo=UTC)
    assert found.external_id.startswith("message:")
    assert (
        found.external_id
        == message("private_message").external_id
        != message("private_message_with_a_place").external_id
    )


def test_who_was_looked_up_has_a_name() -> None:
    found = message("private_message_with_its_sender")
    assert (found.author.external_id, found.author.name, found.author.followers) == (LI, "在路上的小李", 312)
    assert found.external_id == message("private_message").external_id


@pytest.mark.parametrize(
    ("name", "fid"), [("private_message_with_a_picture", "821804469"), ("private_message_with_a_voice", "821804470")]
)
def test_a_file_is_the_one_that_is_meant_for_us_and_what_weibo_says_of_it_is_no_word_of_theirs(
    name: str, fid: str
) -> None:
    found = message(name)
    assert [one.url for one in found.attachments] == [f"https://upload.api.weibo.com/2/mss/msget?fid={fid}"]
    assert found.text == ""


def test_a_place_becomes_a_link_to_a_map() -> None:
    assert message("private_message_with_a_place").text == "https://www.openstreetmap.org/?mlat=31.1443&mlon=121.8083"


@pytest.mark.parametrize(
    "name", ["somebody_follows", "a_menu_is_pressed", "a_kind_that_nobody_knows", "removed_mention"]
)
def test_what_says_nothing_to_us_is_no_message(name: str) -> None:
    assert told(name) == []


def test_what_one_account_of_ours_writes_to_another_is_ours() -> None:
    found = message("private_message", LI)
    assert (found.account, found.ours, found.thread_key) == (LI, True, f"message:{US}")
    assert found.recipient
    assert found.recipient.external_id == US


def test_a_mention_is_a_thread_of_its_own_with_its_author() -> None:
    found = message("mention")
    assert (found.external_id, found.thread_key) == ("status:5100000000000011", f"5100000000000011:{LI}")
    assert (found.account, found.author.name, found.author.followers) == (US, "在路上的小李", 312)
    assert found.permalink == f"https://m.weibo.cn/{LI}/5100000000000011"
    assert found.sent_at == datetime(2026, 7, 24, 9, 46, 55, tzinfo=UTC)


def test_pictures_are_taken_in_their_large_form() -> None:
    names = [one.url for one in message("mention_with_pictures").attachments]
    assert names == [
        "http://ww1.sinaimg.cn/large/61e36371gw1suitcase.jpg",
        "http://ww2.sinaimg.cn/large/61e36371gw1handle.jpg",
    ]


def test_a_post_that_is_passed_on_is_shown_with_it() -> None:
    found = message("mention_that_passes_a_post_on")
    [context] = found.context
    assert found.quoted == context.external_id == f"status:{POST}"
    assert "上海直飞阿姆斯特丹" in context.text


def test_of_a_post_that_is_gone_there_is_no_author() -> None:
    [context] = message("mention_of_a_post_that_is_gone").context
    assert (context.author.external_id, context.author.name) == ("?", "")


def test_a_long_post_is_read_to_its_end() -> None:
    assert len(message("long_mention").text) > 140


def test_a_comment_belongs_to_its_author_below_the_post() -> None:
    found = message("comment")
    assert (found.external_id, found.thread_key) == ("comment:5100000000000021", f"{POST}:{WANG}")
    assert found.parents == (f"status:{POST}",)
    assert [one.relation for one in found.context] == ["parent"]


def test_an_answer_to_a_comment_loses_the_words_that_weibo_put_before_it() -> None:
    found = message("comment_that_answers_ours")
    assert (found.text, found.parents) == ("谢谢！", ("comment:5100000000000022", f"status:{POST}"))
    assert found.thread_key == f"{POST}:{WANG}"


def test_what_was_answered_in_weibos_own_app_is_ours_and_in_the_customers_thread() -> None:
    found = message("our_answer_from_the_app")
    assert (found.ours, found.account, found.text) == (True, US, "可以，请在出发前两天告诉我们。")
    assert found.recipient
    assert (found.recipient.external_id, found.thread_key) == (WANG, f"{POST}:{WANG}")
    below = message("our_comment_below_a_mention")
    assert (below.ours, below.thread_key) == (True, f"5100000000000011:{LI}")


def test_what_postgresql_cannot_keep_is_left_out() -> None:
    assert message("text_that_postgresql_cannot_keep").text == "你好世界"


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"{}", b'{"type": 1}', b'{"type": "text"}', b'{"listed": "status"}', b'{"listed": "moments"}'],
)
def test_what_is_broken_says_so(payload: bytes) -> None:
    with pytest.raises(Unparsable):
        parse(payload, Parsing(real_now()))
