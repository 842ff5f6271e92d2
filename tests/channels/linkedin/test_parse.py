"""What each kind of notification says."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import webcare.channels.linkedin
from webcare.channels.adapter import WebhookRequest
from webcare.channels.inbound import Deleted, Inbound, Parsing, Reacted, Received
from webcare.channels.linkedin.adapter import LinkedInAdapter
from webcare.channels.linkedin.parse import parse
from webcare.channels.linkedin.redact import redact

PAYLOADS = sorted((Path(webcare.channels.linkedin.__file__).parent / "payloads").glob("*.json"))
EVENTS = {path.stem: json.loads(path.read_text()) for path in PAYLOADS}
PAGE, MIA, TOM = "urn:li:organization:2414183", "urn:li:person:mIaRe1sT", "urn:li:person:tOmVaNz"
POST = "urn:li:activity:7094637000000000001"
SHARE = "urn:li:share:7094637000000000000"
US = Parsing(datetime(2026, 2, 14, tzinfo=UTC), own_ids=frozenset({PAGE}))


def comment(number: int) -> str:
    return f"urn:li:comment:({POST},{7094977000000000000 + number})"


def told(name: str) -> list[Inbound]:
    return list(parse(json.dumps(EVENTS[name]).encode(), US))


def message(name: str) -> Received:
    [one] = told(name)
    assert isinstance(one, Received)
    return one


def test_a_comment_has_one_name_its_place_and_the_post_above_it() -> None:
    one = message("comment")
    assert (one.account, one.external_id, one.author.external_id) == (PAGE, comment(1), MIA)
    assert one.text == "And my flight on Wednesday?"
    assert one.thread_key == f"{POST}|{MIA}"
    assert one.parents == (POST,)
    [above] = one.context
    assert (above.external_id, above.relation, above.author.external_id) == (SHARE, "parent", PAGE)
    assert one.permalink.startswith(f"https://www.linkedin.com/feed/update/{POST}?commentUrn=urn%3Ali%3Acomment")
    assert one.sent_at == datetime.fromtimestamp(1771000000, UTC)


def test_an_edited_comment_is_an_edit_of_the_same_one() -> None:
    assert message("comment_edited").edited
    assert message("comment_edited").external_id == message("comment").external_id


def test_a_deleted_comment_has_to_go() -> None:
    assert told("comment_deleted") == [Deleted(PAGE, comment(1), datetime.fromtimestamp(1771000000, UTC))]


def test_what_the_page_says_itself_is_ours() -> None:
    assert message("comment_by_the_page_itself").ours


def test_of_a_bare_notification_somebody_said_something_there() -> None:
    one = message("comment_of_which_only_the_name_is_told")
    assert (one.text, one.author.external_id, one.author.name) == ("", f"nameless:{comment(3)}", "LinkedIn member")


def test_what_was_added_says_who_when_and_to_whom() -> None:
    one = message("answer_to_a_comment_completed")
    assert (one.author.name, one.text, one.parents) == ("Tom van Zetten", "Mine too", (comment(1), POST))
    assert one.sent_at == datetime.fromtimestamp(1771000000 - 60, UTC)
    [above] = one.context
    assert (above.relation, above.text) == ("original", "Thursday will be stormy.")


def test_a_post_elsewhere_that_mentions_us_is_a_message() -> None:
    one = message("post_that_mentions_the_page")
    assert (one.external_id, one.author.external_id) == ("urn:li:share:7094637000000000009", TOM)
    assert (one.text, one.parents) == ("Never again with Lowland Air", ())


def test_what_nobody_said_is_no_message() -> None:
    assert told("likes_and_shares_and_what_nobody_knows") == []


def test_who_reacted_and_who_took_it_back_stands_in_one_event() -> None:
    mia, tom, eva = told("reactions_to_an_answer")
    assert isinstance(mia, Reacted)
    assert isinstance(tom, Reacted)
    assert isinstance(eva, Reacted)
    assert (mia.author.name, mia.signs, tom.signs, eva.signs) == ("Mia Reist", ("👏",), ("CONFETTI",), ())
    assert mia.at < tom.at == eva.at
    assert mia.external_id.endswith(",7094637000000000012)")


def test_ten_come_in_one_post_and_each_is_its_own_message() -> None:
    several = told("several_at_once")
    assert len({one.external_id for one in several if isinstance(one, Received)}) == 10


def request(*notifications: dict[str, Any]) -> WebhookRequest:
    return WebhookRequest(json.dumps({"type": "x", "notifications": notifications}).encode(), {})


def test_a_notification_is_known_by_its_number_and_a_batch_by_all_of_them() -> None:
    key = LinkedInAdapter().receipt_key
    assert (
        key(request({"notificationId": 5})) == key(request({"notificationId": "5", "action": "x"})) == "notification:5"
    )
    both = [{"notificationId": 5}, {"notificationId": 6}]
    assert key(request(*both)) == key(request(*reversed(both)))
    assert key(request(*both)) != key(request(both[0]))
    assert key(WebhookRequest(b"{", {})).startswith("sha256:")


def _words(payload: bytes) -> Iterator[str]:
    for one in parse(payload, US):
        if isinstance(one, Received):
            yield one.text
            yield from (above.text for above in one.context)


def test_a_post_above_loses_its_words_and_the_comment_keeps_them() -> None:
    for name in ("comment", "answer_to_a_comment_completed"):
        payload = json.dumps(EVENTS[name]).encode()
        said, above = _words(payload)
        left = redact(payload, {SHARE})
        assert list(_words(left)) == [said]
        assert above.encode() not in left


def test_words_go_from_a_decoration_that_does_not_name_itself() -> None:
    event = copy.deepcopy(EVENTS["comment"])
    del event["notifications"][0]["decoratedGeneratedActivity"]["comment"]["entity"]
    left = redact(json.dumps(event).encode(), {comment(1)})
    assert b"my flight" not in left
    assert next(_words(left)) == ""
