"""What a server's no means for us, also where a proxy says it."""

from __future__ import annotations

from datetime import timedelta

import httpx2
import pytest

from webcare.channels.adapter import DeliveryError
from webcare.channels.mastodon.problems import from_response
from webcare.lib.now import real_now


def meaning(status: int, told: object = None, *, sends: bool = True, **headers: str) -> DeliveryError:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = httpx2.Response(status, json=told, headers=named) if told is not None else None
    return from_response(answer or httpx2.Response(status, text="<h1>Away</h1>", headers=named), sends=sends)


@pytest.mark.parametrize(
    ("status", "told", "flag"),
    [
        (401, {"error": "The access token is invalid"}, "reauth"),
        (403, {"error": "This action is outside the authorized scopes"}, "reauth"),
        (403, {"error": "Your login is currently disabled"}, "reauth"),
        (403, {"error": "This action is not allowed"}, "permanent"),
        (404, {"error": "Record not found"}, "gone"),
        (410, None, "gone"),
        (422, {"error": "Validation failed: Text can't be blank"}, "permanent"),
        (429, {"error": "Too many requests"}, "retry_after"),
        (500, None, "unknown"),
        (502, None, "unknown"),
        (503, None, "retry_after"),
        (302, None, "unknown"),
    ],
)
def test_each_no_has_one_meaning(status: int, told: object, flag: str) -> None:
    error = meaning(status, told)
    assert getattr(error, flag)
    assert error.unknown == (flag == "unknown")
    assert not meaning(status, told, sends=False).unknown


def test_a_server_in_maintenance_says_for_how_long() -> None:
    assert meaning(503, retry_after="120").retry_after == timedelta(minutes=2)
    assert meaning(503, retry_after="9999999").retry_after == timedelta(hours=1)
    assert meaning(503, retry_after="soon").retry_after == timedelta(minutes=1)


def test_too_many_calls_are_told_with_a_moment_however_it_is_written() -> None:
    soon = real_now() + timedelta(minutes=3)
    for written in (soon.isoformat(), str(int(soon.timestamp()))):
        wait = meaning(429, {"error": "Too many requests"}, x_ratelimit_reset=written).retry_after
        assert wait is not None
        assert timedelta(minutes=2, seconds=50) < wait <= timedelta(minutes=3)
    for odd in ("", "yesterday", "2026-07-24T21:05:48", "9" * 11, "-1"):
        wait = meaning(429, {}, x_ratelimit_reset=odd).retry_after
        assert wait is not None
        assert timedelta(seconds=1) <= wait <= timedelta(hours=1)


@pytest.mark.parametrize("told", [[], {"error": 7}, {"error": None}, "no", {"error": {"a": 1}}])
def test_an_error_of_another_shape_is_an_error_all_the_same(told: object) -> None:
    assert meaning(422, told).permanent
