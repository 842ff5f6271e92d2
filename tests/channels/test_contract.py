"""Every network that is registered keeps the contract: the calls, what it says of itself, and how it refuses."""

from __future__ import annotations

import inspect
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.channels.account import Account
from webcare.channels.adapter import Adapter, Capabilities, DeliveryError
from webcare.channels.inbound import Bounced, Deleted, Parsing, Received, Revoked, Unparsable
from webcare.channels.length import measure
from webcare.channels.registry import BUILT_IN, adapter, networks
from webcare.lib.now import real_now
from webcare.team.brand import Brand

CALLS = {name: call for name, call in inspect.getmembers(Adapter, inspect.isfunction) if not name.startswith("_")}
ONLY_WITH = {"private_thread_key": "hand_over", "authorize_url": "oauth", "exchange": "oauth"}
ACTS = {"hide": ("hide", "unhide"), "mute": ("mute", "unmute"), "block": ("block", "unblock"), "report": ("report",)}
every_network = pytest.mark.parametrize("network", networks())


def can(network: str) -> Capabilities:
    return adapter(network).capabilities


def expected(network: str) -> dict[str, object]:
    """The calls that this network has to have."""
    return {name: call for name, call in CALLS.items() if getattr(can(network), ONLY_WITH.get(name, ""), True)}


@every_network
def test_every_call_is_there_with_its_arguments(network: str) -> None:
    for name, call in expected(network).items():
        theirs = inspect.signature(getattr(type(adapter(network)), name))
        ours = inspect.signature(call)  # type: ignore[arg-type]  # functions of the protocol
        assert list(theirs.parameters) == list(ours.parameters), name


@every_network
def test_what_it_says_of_itself_fits_together(network: str) -> None:
    known = can(network)
    assert known.network == network
    assert known.name
    assert 1 <= len(known.badge) <= 2
    assert known.public or known.private, "there has to be a place to answer in"
    assert known.webhooks or known.polls, "events come to us, or we fetch them"
    assert known.private or not known.hand_over
    assert known.public or not known.attachments_public
    assert known.private or not known.attachments_private


@every_network
def test_lengths_are_counted_in_a_unit_that_is_known(network: str) -> None:
    for length in (can(network).public, can(network).private):
        if length:
            assert length.limit > 0
            assert measure("Hoi 👋", length) > 0


@every_network
def test_what_it_cannot_do_is_refused_with_the_error_word(network: str) -> None:
    account = Account(network=network, brand=Brand(name="Lowland Air"), external_id="1")
    refused = [act for ability, acts in ACTS.items() if not getattr(can(network), ability) for act in acts]
    for act in refused:
        with pytest.raises(DeliveryError) as error:
            adapter(network).moderate(account, act, "1", "2")
        assert error.value.permanent, act
    if not can(network).take_down:
        with pytest.raises(DeliveryError):
            adapter(network).take_down(account, "1", private=True)


@every_network
def test_the_connect_form_names_each_field_once_and_hides_what_is_secret(network: str) -> None:
    for form in (adapter(network).application_fields, adapter(network).account_fields):
        assert len({one.name for one in form}) == len(form)
        assert all(one.label for one in form)
        assert all(one.kind == "password" for one in form if one.secret)
        assert all(one.choices for one in form if one.kind == "choice")


@every_network
@settings(max_examples=60, deadline=None)
@given(payload=st.binary(max_size=400))
def test_nothing_but_the_word_for_it_escapes_a_parser(network: str, payload: bytes) -> None:
    with suppress(Unparsable):
        told = adapter(network).parse(payload, Parsing(real_now(), account="1", own_ids=frozenset({"1"})))
        assert all(isinstance(one, Received | Deleted | Bounced | Revoked) for one in told)


@pytest.mark.parametrize("network", BUILT_IN)
def test_a_parser_of_ours_needs_no_django(network: str) -> None:
    question = f"import sys, webcare.channels.{network}.parse; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", question], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"


@pytest.mark.parametrize("network", BUILT_IN)
def test_a_network_of_ours_is_a_folder_with_a_readme_and_payloads(network: str) -> None:
    folder = Path(inspect.getfile(type(adapter(network)))).parent
    assert (folder / "README.md").exists()
    assert list((folder / "payloads").iterdir())


def test_the_words_for_abilities_are_those_of_the_contract() -> None:
    assert {*ONLY_WITH.values(), *ACTS} <= {one.name for one in fields(Capabilities)}
