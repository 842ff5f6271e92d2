"""Every network that is registered keeps the contract: the calls, what it says of itself, and how it refuses."""

from __future__ import annotations

import inspect
import subprocess
import sys
from contextlib import suppress
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webcare.channels.account import Account
from webcare.channels.adapter import Adapter, Capabilities, DeliveryError
from webcare.channels.inbound import Inbound, Parsing, Received, Unparsable
from webcare.channels.length import measure
from webcare.channels.registry import BUILT_IN, adapter, networks
from webcare.channels.x.direct import ENCRYPTED
from webcare.lib.now import real_now
from webcare.team.brand import Brand

CALLS = {name: call for name, call in inspect.getmembers(Adapter, inspect.isfunction) if not name.startswith("_")}
ONLY_WITH = {
    "private_thread_key": "hand_over",
    "authorize_url": "oauth",
    "exchange": "oauth",
    "presences": "several",
    "edit": "edit",
    "reply_window": "windows",
    "templates": "templates",
    "complete": "completes",
    "unseal": "seals",
    "ration": "rations",
    "billed": "tariff",
    "follow": "follows",
    "introduce": "profile",
    "note_down": "noted",
    "insights": "insights",
    "followers": "insights",
}
ACTS = {"hide": ("hide", "unhide"), "mute": ("mute", "unmute"), "block": ("block", "unblock"), "report": ("report",)}
every_network = pytest.mark.parametrize("network", networks())


US = Parsing(real_now(), account="1111", own_ids=frozenset({"1111"}))


def messages_in(network: str, payload: bytes) -> list[Received]:
    with suppress(Unparsable):
        return [one for one in adapter(network).parse(payload, US) if isinstance(one, Received)]
    return []


def payloads() -> list[tuple[str, Path]]:
    """Every payload that lies in a network's folder and tells of a message."""
    folders = [(network, Path(inspect.getfile(type(adapter(network)))).parent / "payloads") for network in networks()]
    found = [(network, payload) for network, folder in folders for payload in sorted(folder.iterdir())]
    return [(network, payload) for network, payload in found if messages_in(network, payload.read_bytes())]


def bare(message: Received) -> tuple[object, ...]:
    """Who, when, where: what may be known of a message whose words are gone."""
    place = (message.account, message.external_id, message.thread_key, message.parents, message.earlier_ids)
    return (*place, message.author.external_id, message.sent_at, message.ours, message.private, message.automatic)


def can(network: str) -> Capabilities:
    return adapter(network).capabilities


def expected(network: str) -> dict[str, object]:
    """The calls that this network has to have."""
    return {name: call for name, call in CALLS.items() if getattr(can(network), ONLY_WITH.get(name, ""), True)}


@every_network
def test_whoever_is_asked_to_agree_is_told_what_each_permission_is_for(network: str) -> None:
    permissions = can(network).permissions
    assert bool(permissions) or not can(network).oauth
    assert len({one.name for one in permissions}) == len(permissions)
    assert all(one.name and str(one.purpose).startswith(("to ", "at ")) for one in permissions)


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
    assert known.webhooks or known.polls or known.widget or known.noted, "events come to us, or we fetch or write them"
    assert known.private or not known.hand_over
    assert known.oauth or not known.several
    assert known.public or not known.attachments_public
    assert known.private or not known.attachments_private


@every_network
def test_who_chooses_the_ids_of_messages_can_pretend_to_be_somebody_too(network: str) -> None:
    assert not (can(network).proves_sender and can(network).forgeable_ids)


def test_only_a_network_where_people_sign_in_proves_who_writes() -> None:
    proving = {network for network in BUILT_IN if can(network).proves_sender}
    assert proving == {*BUILT_IN} - {"email", "notes", "webchat"}
    assert not Capabilities("new", "New", "N").proves_sender, "a network has to say so"


@every_network
def test_what_an_event_lacks_is_waited_for_long_enough_to_be_asked_and_never_for_ever(network: str) -> None:
    patience = can(network).completes
    assert patience is None or timedelta(minutes=1) <= patience <= timedelta(hours=24)


@every_network
def test_lengths_are_counted_in_a_unit_that_is_known(network: str) -> None:
    for length in (can(network).public, can(network).private):
        if length:
            assert length.limit > 0
            assert measure("Hoi 👋", length) > 0


@every_network
def test_each_place_of_an_account_has_a_length_and_no_other(network: str) -> None:
    account = Account(network=network, brand=Brand(name="Lowland Air"), external_id="1")
    for private, place in ((False, can(network).public), (True, can(network).private)):
        length = adapter(network).length(account, private)
        assert (length is None) == (place is None)
        if length and place:
            assert (length.unit, length.limit >= place.limit) == (place.unit, True)


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
        assert all(isinstance(one, Inbound) for one in told)


@every_network
@settings(max_examples=60, deadline=None)
@given(payload=st.binary(max_size=400))
def test_redacting_never_fails_on_what_nobody_can_read(network: str, payload: bytes) -> None:
    assert isinstance(adapter(network).redact(payload, ["1"]), bytes)


@pytest.mark.parametrize(
    ("network", "payload"), payloads(), ids=lambda value: value if isinstance(value, str) else value.name
)
def test_what_a_redacted_event_still_tells_is_who_when_and_where_and_no_word(network: str, payload: Path) -> None:
    redact = adapter(network).redact
    before = messages_in(network, payload.read_bytes())
    ids = {one.external_id for one in before} | {post.external_id for one in before for post in one.context}
    left = redact(payload.read_bytes(), ids)
    after = messages_in(network, left)
    assert [bare(one) for one in after] == [bare(one) for one in before]
    for one in after:
        assert one.text in {"", ENCRYPTED}
        assert not (one.html or one.subject or one.folded or one.attachments)
        assert not any(post.text for post in one.context)
    assert redact(left, ids) == left


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
