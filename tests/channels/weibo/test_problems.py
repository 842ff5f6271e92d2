"""Each of Weibo's errors leads to what helps: wait, connect again, look it up, or tell the agent."""

import httpx2
import pytest

from webcare.channels.adapter import DeliveryError
from webcare.channels.weibo.problems import from_response


def meant(code: int, status: int = 403, *, sends: bool = True) -> DeliveryError:
    body = {"error": "it says why!", "error_code": code, "request": "/2/comments/create.json"}
    return from_response(httpx2.Response(status, json=body), sends=sends)


@pytest.mark.parametrize("code", [10022, 10023, 10024, 20016])
def test_too_often_means_waiting(code: int) -> None:
    told = meant(code)
    assert told.retry_after
    assert not (told.permanent or told.unknown)


@pytest.mark.parametrize("code", [21314, 21315, 21316, 21317, 21318, 21319, 21327, 21332])
def test_without_a_valid_token_somebody_has_to_connect_again(code: int) -> None:
    assert meant(code).reauth


@pytest.mark.parametrize("code", [20017, 20019])
def test_the_same_words_again_are_looked_up(code: int) -> None:
    assert meant(code).duplicate


@pytest.mark.parametrize("code", [20101, 20201])
def test_what_is_answered_may_be_gone(code: int) -> None:
    assert meant(code).gone


@pytest.mark.parametrize(
    ("code", "word"),
    [(10014, "permission"), (20003, "no longer"), (20012, "too long"), (20021, "not allow"), (99999, "99999")],
)
def test_everything_else_is_told_to_the_agent(code: int, word: str) -> None:
    told = meant(code)
    assert told.permanent
    assert not (told.reauth or told.unknown)
    assert word in told.message
    assert "it says why" in told.message


def test_after_a_fault_of_theirs_nobody_knows_whether_it_was_sent() -> None:
    assert meant(10001, 503).unknown
    assert not meant(10001, 503, sends=False).unknown
    assert not meant(10001, 200).unknown


@pytest.mark.parametrize("body", ["", "<html>", "[]", '"x"', '{"error_code": "x"}', '{"error": {}}', "[" * 10_000])
def test_whatever_the_server_says_it_is_one_error_with_a_sentence(body: str) -> None:
    told = from_response(httpx2.Response(418, text=body), sends=True)
    assert told.message
    assert told.permanent
