"""Every network, in both directions, in every trouble: nothing lost, nothing twice, and whoever is at the desk knows.

A new network needs a `Square` in webcare/bench/street.py and its account in webcare/demo; docs/networks.md tells how.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from html import escape
from uuid import uuid4

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.channels.matrix.stand import ROUNDS, Stand, standing
from tests.channels.matrix.troubles import (
    ASKED,
    DISTRUSTED,
    LASTING,
    OUTSIDE,
    PASSING,
    RENEWED,
    SILENT,
    TOLD,
    Cell,
    cells,
)
from tests.house.wires import ITS_WIRES, connections
from webcare.bench.street import SQUARES
from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt
from webcare.channels.registry import BUILT_IN, adapter
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.lib.now import now, real_now
from webcare.lib.sentence import told

pytestmark = pytest.mark.django_db(transaction=True)
CELLS = list(cells())
LATE = {"a day late": -timedelta(days=1), "clock 10 minutes ahead": timedelta(minutes=10)}
LATE["clock 10 minutes behind"] = -LATE["clock 10 minutes ahead"]


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stand]:
    with django_db_blocker.unblock(), standing() as stand:
        yield stand


@pytest.fixture
def _django_db_helper(house: Stand, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In the place of pytest-django's: one house for all, instead of an empty one for each."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def stand(house: Stand, db: None) -> Iterator[Stand]:
    yield house
    house.mend()


def those(direction: str, troubles: Collection[str]) -> pytest.MarkDecorator:
    found = [cell for cell in CELLS if cell.direction == direction and cell.trouble in troubles and not cell.reason]
    return pytest.mark.parametrize("cell", found, ids=str)


def test_every_network_stands_in_the_matrix() -> None:
    assert {square.network for square in SQUARES} == set(BUILT_IN) - OUTSIDE.keys()


def test_what_a_network_cannot_have_says_why() -> None:
    left_out = [cell for cell in CELLS if cell.reason]
    assert all(len(cell.reason.split()) > 4 for cell in left_out)
    assert len(left_out) < len(CELLS) / 4


def test_the_main_job_connects_by_the_outbound_client_and_a_named_few(stand: Stand) -> None:
    """Customers write everywhere, workers ask and read, an agent looks and answers; all of it in this process."""
    with connections() as heard:
        for square in SQUARES:
            conversation, _ = stand.conversation(square)
            stand.is_shown(conversation)
            answer(stand, conversation)
            stand.delivers()
    wires = {ITS_WIRES, "webcare/channels/email/mailbox.py", "webcare/channels/email/sending.py"}
    assert set(heard) == wires, "and PostgreSQL's own library, which is not heard"
    assert Delivery.objects.filter(sent_at__isnull=False).values("account__network").distinct().count() > len(wires)


@those("in", ASKED)
def test_trouble_while_asking_costs_nothing(stand: Stand, cell: Cell) -> None:
    """Their calls do not reach us, so we ask; that fails in this way; then both come, what we ask for and the calls."""
    stand.called()
    stand.sandbox.faults(pause=True, **cell.faults)
    text = stand.text()
    stand.say(cell.square, text)
    stand.asks(cell.square)
    stand.works(cell.square)
    for account in Account.objects.filter(network=cell.square.network).exclude(reauth_at=None):
        assert account.reauth_reason, "whoever connects it again reads why"
    stand.mend()
    stand.takes_in(cell.square)
    stand.works(cell.square)
    assert len(stand.here(text)) == 1
    assert not Receipt.objects.set_aside().exists()


@those("in", TOLD)
def test_however_it_is_told_it_is_here_once(stand: Stand, cell: Cell) -> None:
    {
        "reordered": _overtaken,
        "malformed event": _broken,
        "deleted upstream": _taken_away,
    }.get(cell.trouble, _said_once)(stand, cell)


def _said_once(stand: Stand, cell: Cell) -> None:
    stand.sandbox.faults(**cell.faults)
    text, late = stand.text(), LATE.get(cell.trouble, timedelta(0))
    stand.say(cell.square, text, now() + late if late else None)
    if cell.square.network in DISTRUSTED:
        late = min(late, timedelta(0))
    stand.takes_in(cell.square)
    [message] = stand.here(text)
    assert message.sent_at
    assert abs(message.sent_at - now() - late) < timedelta(minutes=2), "in the network's own time"
    assert message.counts_from <= now(), "nobody waits from tomorrow on"
    assert message.conversation.is_waiting
    assert not Receipt.objects.set_aside().exists()


def _overtaken(stand: Stand, cell: Cell) -> None:
    first, second = stand.text(), stand.text()
    stand.called()
    stand.sandbox.faults(delay=0.4)
    stand.say(cell.square, first)
    stand.sandbox.faults(delay=0)
    stand.say(cell.square, second)
    stand.takes_in(cell.square)
    stand.works(cell.square)
    [one], [other] = stand.here(first), stand.here(second)
    assert one.sent_at and other.sent_at
    assert one.sent_at <= other.sent_at


def _broken(stand: Stand, cell: Cell) -> None:
    """What nobody can read is put aside with a sentence, and holds up nothing."""
    stand.called()
    stand.sandbox.faults(**cell.faults)
    lost, text = stand.text(), stand.text()
    stand.say(cell.square, lost)
    stand.called()
    stand.say(cell.square, text)
    stand.called()
    stand.works(cell.square)
    stand.works(cell.square)
    assert len(stand.here(text)) == 1
    [aside] = Receipt.objects.set_aside()
    assert aside.network == cell.square.network
    assert aside.error
    stand.asks(cell.square)
    stand.works(cell.square)
    assert len(stand.here(lost)) == adapter(cell.square.network).capabilities.polls, "who can be asked tells it again"


def _taken_away(stand: Stand, cell: Cell) -> None:
    assert cell.square.remove
    text = stand.text()
    number = stand.say(cell.square, text)
    stand.takes_in(cell.square)
    [message] = stand.here(text)
    cell.square.remove(stand.sandbox, number)
    for _ in range(ROUNDS):  # Mastodon and Bluesky are looked at a few posts at a time
        stand.takes_in(cell.square)
        stand.works(cell.square)
        message.refresh_from_db()
        if message.deleted_at:
            break
    assert (message.text, message.deleted_at is not None) == ("", True)


def answer(stand: Stand, conversation: Conversation, times: int = 1) -> Message:
    """By Anna; `times` she presses the button."""
    text, key = f"We look for it, {uuid4().hex[:12]}", uuid4().hex
    message = conversation.reply(stand.agent, text=text, key=key)
    for _ in range(times - 1):
        assert conversation.reply(stand.agent, text=text, key=key).pk == message.pk
    return message


def delivery_of(message: Message) -> Delivery:
    return Delivery.objects.get(pk=message.delivery_id or 0)


@those("out", PASSING)
def test_trouble_while_sending_loses_nothing_and_sends_nothing_twice(stand: Stand, cell: Cell) -> None:
    square = cell.square
    conversation, _ = stand.conversation(square)
    message = answer(stand, conversation, times=3 if cell.trouble == "duplicate ×3" else 1)
    stand.sandbox.faults(**cell.faults)
    if cell.trouble == "a day late":
        Delivery.objects.pending().update(release_at=real_now() - timedelta(days=1))
    began = real_now()
    stand.delivers()
    assert not stand.sandbox.faults()["sends"], "it did go wrong"
    _told_at_once(stand, cell, message, began)
    _clock_is_wrong(cell, message)
    if cell.trouble == "reordered":  # what we said comes back as an event, before we know that it was taken
        stand.takes_in(square)
    for _ in range(ROUNDS):
        if not Delivery.objects.pending().filter(pk=message.delivery_id).exists():
            break
        stand.delivers()
    stand.sandbox.clear_faults()
    stand.takes_in(square)
    _once(stand, cell, message)


def _told_at_once(stand: Stand, cell: Cell, message: Message, began: datetime) -> None:
    """After the first attempt the agent knows; the next one keeps the pause that the network wants."""
    delivery = delivery_of(message)
    if delivery.sent_at:
        return
    assert delivery.error
    if delivery.state != "sending":  # while it is looked for, the page says that it is on its way
        assert escape(told(delivery.error)) in stand.is_shown(message.conversation)
    if delivery.state in {"queued", "sending"}:
        wanted = timedelta(seconds=cell.faults.get("retry_after") or 2)
        assert delivery.next_attempt_at - began > wanted - timedelta(seconds=1), "not before they want"


def _clock_is_wrong(cell: Cell, message: Message) -> None:
    """When it left is written down by our clock, and what stands there has the network's time."""
    wrong = {"our clock 10 minutes ahead": 10, "our clock 10 minutes behind": -10}.get(cell.trouble, 0)
    delivery = delivery_of(message)
    if wrong and delivery.sending_at:
        Delivery.objects.filter(pk=delivery.pk).update(sending_at=delivery.sending_at + timedelta(minutes=wrong))


def _once(stand: Stand, cell: Cell, message: Message) -> None:
    delivery, there = delivery_of(message), stand.standing(cell.square, message.text)
    if delivery.state == "unconfirmed":
        asked = (
            adapter(cell.square.network).capabilities.reconciles
            and not {cell.square.network, str(cell)} & SILENT.keys()
        )
        assert not asked, f"who can be asked is asked: {delivery.error}"
        assert escape(told(delivery.error)) in stand.is_shown(message.conversation)
        assert there <= 1
    else:
        assert (delivery.state, there) == ("sent", 1)
    assert Message.objects.filter(text__contains=message.text, ours=True).count() == 1, "its echo is no second one"


@those("out", LASTING)
def test_what_people_have_to_mend_is_told_and_then_it_leaves_once(stand: Stand, cell: Cell) -> None:
    square = cell.square
    conversation, number = stand.conversation(square)
    message = answer(stand, conversation)
    if cell.trouble == "deleted upstream" and square.remove:
        square.remove(stand.sandbox, number)
        stand.called()
    stand.sandbox.faults(**cell.faults)
    stand.delivers()
    assert not stand.sandbox.faults()["sends"], "it did go wrong"
    delivery = delivery_of(message)
    if delivery.state == "sent":
        assert cell.trouble == "deleted upstream" or square.network in RENEWED, (
            "a place is still there, or access was renewed"
        )
        assert stand.standing(square, message.text) == 1
        return
    assert delivery.error
    if cell.trouble == "token revoked":
        assert delivery.account.reauth_reason, "whoever connects it again reads why"
    is_held = delivery.state == "held"
    assert is_held == bool(delivery.account.reauth_at)
    assert escape(told(delivery.error)) in stand.is_shown(conversation)
    assert stand.standing(square, message.text) == 0
    stand.sandbox.clear_faults()
    Account.objects.update(reauth_at=None, reauth_reason="")
    assert not (message.retry(stand.agent) and is_held), "nobody has to press for what waits"
    stand.delivers()
    stand.delivers()
    wanted = 0 if cell.trouble == "deleted upstream" and delivery_of(message).state == "failed" else 1
    assert stand.standing(square, message.text) == wanted
