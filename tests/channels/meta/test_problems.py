"""Each of Meta's errors leads to what helps: wait, connect again, look it up, or tell the agent."""

import json
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webcare.channels.adapter import DeliveryError
from webcare.channels.meta import problems

BUSY = {"1": [{"type": "pages", "call_count": 100, "total_time": 12, "estimated_time_to_regain_access": 7}]}


def meant(
    code: int, subcode: int = 0, status: int = 400, *, sends: bool = True, headers: dict[str, str] | None = None
) -> problems.Refused:
    error = {"message": "It says why.", "type": "OAuthException", "code": code, "error_subcode": subcode}
    answer = httpx2.Response(status, json={"error": error}, headers=headers)
    return problems.from_response(answer, "Facebook", sends=sends)


@pytest.mark.parametrize("code", [4, 17, 32, 341, 613, 80001, 80006])
def test_over_the_quota_we_wait_as_long_as_meta_says(code: int) -> None:
    told = meant(code, headers={"x-business-use-case-usage": json.dumps(BUSY)})
    assert told.retry_after == timedelta(minutes=7)
    assert meant(code).retry_after == problems.USUAL_WAIT
    assert not (told.permanent or told.unknown)


@pytest.mark.parametrize("subcode", [0, 458, 459, 460, 463, 467, 492])
def test_without_a_valid_token_somebody_has_to_connect_again(subcode: int) -> None:
    assert meant(190, subcode, status=401).reauth


@pytest.mark.parametrize("code", [10, 200, 230, 299])
def test_a_missing_permission_has_to_be_given(code: int) -> None:
    told = meant(code, status=403)
    assert told.permanent
    assert told.reauth == (code != 10), "that one may concern a single post of somebody else"
    assert "permission" in told.message


@pytest.mark.parametrize(("code", "subcode"), [(10, 2018278), (100, 2018278), (10, 2018065)])
def test_a_closed_window_is_told_and_asks_nobody_to_connect_again(code: int, subcode: int) -> None:
    told = meant(code, subcode)
    assert told.permanent
    assert not told.reauth
    assert "too late" in told.message
    assert told.problem.closes_the_window


@pytest.mark.parametrize(("code", "subcode"), [(551, 0), (100, 1545041), (10, 1545041)])
def test_somebody_who_cannot_be_reached_is_no_fault_of_the_window(code: int, subcode: int) -> None:
    told = meant(code, subcode)
    assert told.permanent
    assert not (told.reauth or told.problem.closes_the_window)


def test_a_page_that_is_held_back_waits() -> None:
    assert meant(368).retry_after == problems.BLOCKED_WAIT
    assert meant(10, 1893063).permanent
    assert not meant(10, 1893063).reauth


def test_what_is_gone_or_there_already_says_so() -> None:
    assert meant(100, 33).gone
    assert meant(100, status=404).gone
    assert meant(506).duplicate
    assert not meant(100).gone


@pytest.mark.parametrize(("status", "code"), [(500, 0), (503, 2), (500, 1)])
def test_after_a_fault_of_theirs_nobody_knows_whether_it_was_sent(status: int, code: int) -> None:
    assert meant(code, status=status).unknown
    assert not meant(code, status=status, sends=False).unknown
    assert not meant(code, status=status).permanent


def test_the_quota_that_is_nearest_to_its_end_counts() -> None:
    headers = httpx2.Headers({"x-app-usage": '{"call_count":28,"total_time":81,"total_cputime":3}'})
    assert problems.used(headers) == 81
    headers["x-business-use-case-usage"] = json.dumps(BUSY)
    assert problems.used(headers) == 100
    assert problems.used(httpx2.Headers()) is None


@given(
    st.integers(400, 599),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["error", "code", "message", "error_subcode", "estimated_time_to_regain_access", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=10,
    ),
)
def test_whatever_the_server_says_it_is_one_error_with_a_sentence(status: int, body: Any) -> None:
    written = json.dumps(body)
    headers = {"x-app-usage": written}
    told = problems.from_response(httpx2.Response(status, text=written, headers=headers), "Facebook", sends=True)
    assert isinstance(told, DeliveryError)
    assert told.message
    assert told.retry_after is None or timedelta(0) < told.retry_after <= problems.LONGEST_WAIT
