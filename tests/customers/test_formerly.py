"""Somebody whom a network gives another id stays the same person here."""

import pytest

from webcare.customers.handle import Handle, Sighting

PHONE, SCOPED = "31600000021", "NL.9300000000000021"


def seen(external_id: str, *formerly: str) -> Handle:
    sighting = Sighting("whatsapp")
    sighting.see(external_id, handle="mia", name="Mia", followers=None, verified=False, formerly=formerly)
    return sighting.identified()[external_id]


@pytest.mark.django_db
def test_whom_we_knew_by_number_is_the_same_under_an_id() -> None:
    before = seen(PHONE)
    after = seen(SCOPED, PHONE)
    assert (after.pk, after.customer_id) == (before.pk, before.customer_id)
    assert [one.external_id for one in Handle.objects.all()] == [SCOPED]
    assert seen(SCOPED).pk == before.pk


@pytest.mark.django_db
def test_two_who_are_known_already_are_not_made_one() -> None:
    hidden, shown = seen(SCOPED), seen(PHONE)
    assert seen(SCOPED, PHONE).pk == hidden.pk
    assert set(Handle.objects.values_list("pk", flat=True)) == {hidden.pk, shown.pk}
