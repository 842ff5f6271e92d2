"""Where a network says nothing at all, we know what we may: whether it can have happened, and never a secret too much."""

from __future__ import annotations

import httpx2
import pytest

from webcare.channels.adapter import DeliveryError
from webcare.channels.calling import answered, understood
from webcare.channels.inbound import Unparsable

TOKEN = "7100000001:AAE-made_up_for_this_test_0123456789"


def trouble(error: Exception, *, sends: bool = True, hidden: str = "") -> DeliveryError:
    with pytest.raises(DeliveryError) as raised, answered("Weibo", sends=sends, hidden=hidden):
        raise error
    return raised.value


def test_what_never_left_is_certain() -> None:
    assert not trouble(httpx2.ConnectError("no way")).unknown
    assert trouble(httpx2.ReadTimeout("silence")).unknown
    assert not trouble(httpx2.ReadTimeout("silence"), sends=False).unknown


def test_an_error_without_words_is_called_by_its_name() -> None:
    assert trouble(httpx2.ReadTimeout("")).message == "Weibo did not answer: ReadTimeout."


def test_an_address_that_is_none_is_for_a_person_to_correct() -> None:
    assert trouble(httpx2.InvalidURL("no port")).permanent


@pytest.mark.parametrize("kind", [httpx2.ConnectError, httpx2.ReadError, httpx2.InvalidURL])
def test_no_sentence_names_what_is_hidden(kind: type[Exception]) -> None:
    error = trouble(kind(f"no route to https://x/bot{TOKEN}/sendMessage"), hidden=TOKEN)
    assert TOKEN not in error.message
    assert "no route to" in error.message
    assert error.__cause__ is None


def test_an_answer_of_another_shape_may_have_sent_it() -> None:
    with pytest.raises(DeliveryError) as raised, understood("Weibo", sends=True):
        raise Unparsable("id is missing.")
    assert raised.value.unknown
    assert raised.value.message == "Weibo answered something unexpected: id is missing."
