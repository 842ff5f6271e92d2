"""What calls cost is counted right, by however many at once, and a process that dies loses the call that it was at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count

import pytest
from django.db import connection, connections
from django.db.models import Sum

from tests.killing import dies_at
from webcare.channels.application import Application
from webcare.channels.handed import Handed
from webcare.channels.receipt import keep_all
from webcare.channels.spending import Spending, charge, fold, hour_of
from webcare.lib.now import real_now

pytestmark = pytest.mark.django_db(transaction=True)
THREADS, EACH = 6, 20


@pytest.fixture
def application() -> Application:
    return Application.objects.create(network="x", name="Ours", settings={"price_post": "0.02"})


def counted() -> tuple[int, int]:
    found = Spending.objects.aggregate(count=Sum("count"), micros=Sum("micros"))
    return found["count"] or 0, found["micros"] or 0


def test_a_call_costs_what_it_costs_at_that_moment(application: Application) -> None:
    charge(application, {"post": 1, "post_read": 3, "message": 0})
    application.settings["price_post"] = "0.03"
    charge(application, {"post": 1})
    rows = Spending.objects.order_by("pk").values_list("item", "count", "micros", "hour")
    hour = hour_of(real_now())
    assert {(item, count, micros) for item, count, micros, _at in rows} == {
        ("post", 1, 20_000), ("post_read", 3, 15_000), ("post", 1, 30_000)
    }  # fmt: skip
    assert {at for *_, at in rows} <= {hour, hour - timedelta(hours=1)}


def test_a_network_that_counts_nothing_costs_nothing() -> None:
    charge(Application.objects.create(network="facebook", name="Pages"), {"post": 1})
    assert not Spending.objects.exists()


def test_many_at_once_are_counted_right_while_others_fold(application: Application) -> None:
    def spend(_number: int) -> None:
        for _ in range(EACH):
            charge(application, {"post": 1})
        connections.close_all()

    def tidy(_number: int) -> None:
        for _ in range(EACH):
            fold(limit=7)
        connections.close_all()

    with ThreadPoolExecutor(THREADS + 2) as pool:
        done = [pool.submit(spend, number) for number in range(THREADS)] + [pool.submit(tidy, n) for n in range(2)]
        for each in done:
            each.result()
    assert counted() == (THREADS * EACH, THREADS * EACH * 20_000)
    while fold():
        pass
    assert Spending.objects.values("hour").distinct().count() == Spending.objects.count()
    assert counted() == (THREADS * EACH, THREADS * EACH * 20_000)


def test_hours_items_and_applications_are_not_mixed(application: Application) -> None:
    other = Application.objects.create(network="x", name="Theirs")
    hour = hour_of(real_now())
    for owner, at, item in [(application, hour, "post"), (other, hour, "post"), (application, hour, "message"),
                            (application, hour - timedelta(hours=1), "post")]:  # fmt: skip
        Spending.objects.bulk_create(
            [Spending(application=owner, hour=at, item=item, count=n, micros=n * 10) for n in (1, 2)]
        )
    assert fold() == 8
    assert sorted(Spending.objects.values_list("count", "micros")) == [(3, 30)] * 4
    assert fold() == 0, "what is one row is left alone"


def test_killed_while_charging_or_folding_it_loses_the_call_that_it_was_at_and_no_more(
    application: Application,
) -> None:
    for step in count(1):
        Spending.objects.all().delete()
        charge(application, {"post": 5})
        died = dies_at(step, lambda: charge(application, {"post": 1}))
        assert counted()[0] in {5, 6}
        before = counted()
        died = dies_at(step, fold) or died
        assert counted() == before, "folding neither loses nor doubles anything"
        if not died:
            break


def test_where_it_cannot_be_counted_the_call_has_happened_all_the_same(application: Application) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE webcare_spending RENAME TO elsewhere")
    try:
        charge(application, {"post": 1})
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE elsewhere RENAME TO webcare_spending")
    assert counted() == (0, 0)


def test_an_event_is_charged_with_its_receipt_and_its_repeat_is_not(application: Application) -> None:
    first, free = (
        Handed("x", "1", b"{}", application.pk, item="post_event", micros=5_000),
        Handed("x", "2", b"{}", application.pk),
    )
    second = Handed("x", "3", b"{}", application.pk, item="post_event", micros=5_000)
    assert keep_all([first, free, first]) == 2
    assert keep_all([first, second]) == 1
    assert counted() == (2, 10_000)
