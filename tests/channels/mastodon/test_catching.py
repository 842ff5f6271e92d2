"""What a server fails to tell of one post holds up no other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.answering import Json, answering
from tests.channels.test_listed import LISTINGS, account_of, mastodon_mention, mastodon_status, texts_of
from webcare.channels.account import Account
from webcare.channels.collecting import collect
from webcare.channels.mastodon.adapter import MastodonAdapter
from webcare.channels.mastodon.around import PATIENCE

[LISTING] = [each for each in LISTINGS if each.network == "mastodon"]


def collected(notices: list[Json], answers: dict[str, tuple[int, Any]], times: int = 1) -> Account:
    """After so many looks at these mentions; a path of which nothing stands here has nothing in its list."""

    def answer(path: str) -> tuple[int, Any]:
        last = path.rpartition("/")[2]
        return (200, notices) if last == "notifications" else answers.get(last, (200, []))

    with answering(answer) as base:
        account = account_of(LISTING, base)
        for _time in range(times):
            collect(account)
    return account


@pytest.mark.django_db
@pytest.mark.parametrize(
    "context", [(500, {}), (200, {"ancestors": "words"}), (404, {})], ids=["broken", "odd", "kept from us"]
)
def test_a_post_whose_surroundings_the_server_never_tells_arrives_without_them(context: tuple[int, Json]) -> None:
    said = {text: mastodon_status(number, text, in_reply_to_id="70") for number, text in ((9001, "a"), (9002, "b"))}
    notices = [{**mastodon_mention(int(each["id"]), ""), "status": each} for each in said.values()]
    whole: dict[str, tuple[int, Json]] = {each["id"]: (200, each) for each in said.values()}
    account = collected(notices, {**whole, "context": context}, times=2 * PATIENCE)
    assert texts_of(account) == ["a", "b"]


@pytest.mark.django_db
def test_who_reacted_is_told_also_where_the_server_fails_to_say_who_else_did() -> None:
    star = {**mastodon_mention(9001, "ours"), "type": "favourite"}
    whole = (200, mastodon_status(9001, "ours"))
    account = collected([star], {"reblogged_by": (500, {}), "9001": whole}, times=PATIENCE)
    assert account.cursor["reactions"] == "9001"


@pytest.mark.django_db
def test_a_server_that_keeps_no_line_open_is_read_by_the_clock_and_the_test_says_so() -> None:
    me = {"id": "1000001", "acct": "lowlandair"}
    instance = {"configuration": {"statuses": {"max_characters": 500}}, "version": "4"}
    answers: dict[str, tuple[int, Json]] = {"verify_credentials": (200, me), "instance": (200, instance)}

    def answer(path: str) -> tuple[int, Json]:
        last = path.rpartition("/")[2]
        return (404, {"error": "No such stream"}) if last == "user" else answers.get(last, (200, {}))

    with answering(answer) as base:
        account = account_of(LISTING, base)
        account.settings["domain"] = "lowland.social"
        [line] = [each for each in MastodonAdapter().check(account) if each.name == "At once"]
    assert line.ok
    assert "every 20 seconds" in line.message
    assert "No such stream" in line.message
