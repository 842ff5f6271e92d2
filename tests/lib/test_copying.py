"""Rows that are copied in stand there as if they had been saved."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from webcare.customers.customer import Customer
from webcare.customers.handle import Handle
from webcare.ledger.event import Event
from webcare.lib.copying import copy_in, copy_values
from webcare.lib.now import now

pytestmark = pytest.mark.django_db


def test_every_row_gets_a_key_and_keeps_its_values() -> None:
    odd = ["plain", "tab\tand\nnew line", "back\\slash \\N", "emoji 🧳", "", "NULL"]
    rows = [Customer(name=name) for name in odd]
    copy_in(rows)
    assert [Customer.objects.get(pk=row.pk).name for row in rows] == odd
    assert not any(row._state.adding for row in rows)


def test_documents_and_nothing_are_kept_too() -> None:
    event = Event(verb="case.opened", subject_kind="case", subject_id=1, at=now(), data={"a": ['"', "\\", None, 7]})
    copy_in([event])
    stored = Event.objects.get(pk=event.pk)
    assert (stored.data, stored.actor_id, stored.at) == (event.data, None, event.at)


def test_keys_go_on_from_those_of_saved_rows() -> None:
    before = Customer.objects.create(name="before")
    copied = Customer(name="copied")
    copy_in([copied])
    after = Customer.objects.create(name="after")
    assert before.pk < copied.pk < after.pk


def test_a_row_that_is_there_already_is_refused_and_nothing_is_written() -> None:
    customer = Customer.objects.create(name="Bram")
    Handle.objects.create(network="x", external_id="1", customer=customer)
    rows = [Handle(network="x", external_id=number, customer=customer) for number in ("2", "1")]
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_in(rows)
    assert Handle.objects.count() == 1


def test_rows_that_are_no_models_get_keys_and_defaults_like_those_that_are() -> None:
    event = {"verb": "case.opened", "subject_kind": "case", "at": now()}
    keys = copy_values(Event, [{**event, "subject_id": 1}, {**event, "subject_id": 2, "data": {"a": [None]}}])
    stored = [Event.objects.get(pk=key) for key in keys]
    assert [(one.subject_id, one.data) for one in stored] == [(1, {}), (2, {"a": [None]})]
    assert all((one.at, one.why, one.actor_id) == (event["at"], "", None) for one in stored)


def test_nothing_is_a_batch_too() -> None:
    copy_in([])
    assert copy_values(Customer, []) == []
