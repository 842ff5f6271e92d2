"""Each of WeChat's errors leads to what helps: wait, correct the keys, or tell the agent."""

import httpx2
import pytest

from webcare.channels.adapter import DeliveryError
from webcare.channels.wechat.problems import Problem


def meant(code: int, status: int = 200, reason: str = "it says why rid: 1", *, sends: bool = True) -> DeliveryError:
    problem = Problem.of(httpx2.Response(status, json={"errcode": code, "errmsg": reason}))
    assert problem
    return problem.meaning(sends=sends)


@pytest.mark.parametrize("body", [{}, {"errcode": 0, "errmsg": "ok"}, {"access_token": "x"}])
def test_what_is_well_is_no_problem(body: dict[str, object]) -> None:
    assert Problem.of(httpx2.Response(200, json=body)) is None


def test_an_address_that_is_not_listed_is_told_with_the_address() -> None:
    told = meant(40164, reason="invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 61-1")
    assert told.reauth
    assert "203.0.113.7" in told.message
    assert "IP allow-list" in told.message


@pytest.mark.parametrize("code", [40001, 40014, 41001, 42001, 40013, 40125])
def test_keys_that_do_not_fit_have_to_be_looked_at(code: int) -> None:
    assert meant(code).reauth


@pytest.mark.parametrize("code", [45009, 45011, -1])
def test_too_often_means_waiting(code: int) -> None:
    assert meant(code).retry_after
    assert not meant(code).permanent


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (45015, "too late"),
        (45047, "no more answers"),
        (43004, "follow"),
        (48001, "verified"),
        (40003, "know"),
        (87014, "allow"),
    ],
)
def test_what_an_agent_can_act_on_is_said_in_words(code: int, word: str) -> None:
    told = meant(code)
    assert told.permanent
    assert not told.reauth
    assert word in told.message


def test_after_a_fault_of_theirs_nobody_knows_whether_it_was_sent() -> None:
    assert meant(0, 503).unknown
    assert not meant(0, 503, sends=False).unknown


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"errcode": "x"}', '{"errcode": true}', "[" * 10_000])
def test_whatever_the_server_says_it_is_one_error_with_a_sentence(body: str) -> None:
    problem = Problem.of(httpx2.Response(418, text=body))
    assert problem
    assert problem.meaning(sends=True).permanent
