"""What Telegram says instead of yes, and what it means for the answer and the account."""

from datetime import timedelta

import httpx2
import pytest

from webcare.channels.adapter import DeliveryError
from webcare.channels.telegram.problems import from_response

TOKEN = "8100000001:AAAAAAAAAAAAAAAAAAAA"


def refused(status: int, description: str, *, sends: bool = True, **parameters: int) -> DeliveryError:
    told = {"ok": False, "error_code": status, "description": description, "parameters": parameters}
    return from_response(httpx2.Response(status, json=told), sends=sends)


def test_how_long_to_wait_is_what_telegram_says() -> None:
    error = refused(429, "Too Many Requests: retry after 17", retry_after=17)
    assert (error.retry_after, error.permanent, error.unknown) == (timedelta(seconds=17), False, False)


@pytest.mark.parametrize(("status", "said"), [(401, "Unauthorized"), (404, "Not Found")])
def test_a_token_that_ended_has_to_be_entered_anew(status: int, said: str) -> None:
    error = refused(status, said)
    assert (error.reauth, error.permanent) == (True, True)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        (400, "Bad Request: chat not found"),
    ],
)
def test_who_cannot_be_reached_is_not_tried_again(status: int, said: str) -> None:
    error = refused(status, said)
    assert (error.permanent, error.reauth, error.gone) == (True, False, False)
    assert "cannot be reached" in error.message


def test_two_that_ask_for_one_bot_wait_for_each_other() -> None:
    error = refused(409, "Conflict: terminated by other getUpdates request", sends=False)
    assert error.retry_after
    assert not error.permanent


def test_what_is_gone_is_gone_and_what_is_wrong_is_refused() -> None:
    assert refused(400, "Bad Request: message to be replied not found").gone
    error = refused(400, "Bad Request: message is too long")
    assert (error.permanent, error.gone, error.unknown) == (True, False, False)


def test_a_broken_server_may_have_sent_it() -> None:
    assert refused(502, "Bad Gateway").unknown
    assert not refused(502, "Bad Gateway", sends=False).unknown
    assert from_response(httpx2.Response(500, content=b"<html>"), sends=True).unknown


def test_the_chat_that_a_group_has_become_is_known() -> None:
    told = {"ok": False, "error_code": 400, "description": "x", "parameters": {"migrate_to_chat_id": -1001}}
    assert from_response(httpx2.Response(400, json=told), sends=True).problem.moved_to == "-1001"
