"""What a bench found is told as people and machines can use it."""

from __future__ import annotations

import json
import math

import pytest

from webcare.bench.desk import Statement, _bare
from webcare.bench.machine import Machine
from webcare.bench.measure import Measure, at_most, percentile, ratio_at_least
from webcare.bench.printing import as_json, as_table
from webcare.commands.bench import attempted

MACHINE = Machine(2, "a processor", 24.0, "Linux x86_64", "3.11", "18", "2026-11-22T00:00:00Z", 0.1)
MEASURES = [
    Measure("messages in", 3000, "messages/s", 10_000, ratio_at_least(0.3)),
    Measure("queue, p95", 41.5, "ms", 20, at_most(40)),
    Measure("nothing to compare", 7, "rows"),
    Measure("nothing measured", math.nan, "ms", goal=at_most(40)),
]


def test_the_json_has_exactly_the_fields_that_were_promised() -> None:
    told = json.loads(as_json("desk", MACHINE, MEASURES))
    assert list(told) == ["bench", "machine", "measures"]
    assert told["machine"]["processors"] == 2
    assert all(list(row) == ["name", "value", "unit", "reference", "ratio", "goal", "met"] for row in told["measures"])
    assert [row["met"] for row in told["measures"]] == [True, False, None, False]
    assert told["measures"][0]["ratio"] == 0.3 and told["measures"][0]["goal"] == "ratio ≥ 0.3"
    assert told["measures"][3]["value"] is None


def test_the_table_has_a_line_for_each_measure() -> None:
    table = as_table("desk", MACHINE, MEASURES).splitlines()
    assert table[0].startswith("desk · 2026-11-22")
    assert len(table) == 4 + len(MEASURES)
    assert "ratio ≥ 0.3" in table[4] and table[4].rstrip().endswith("yes")


@pytest.mark.parametrize(("percent", "expected"), [(50, 5.5), (95, 10), (90, 9), (100, 10), (1, 1)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, expected: float) -> None:
    assert percentile([10, 1, 9, 2, 8, 3, 7, 4, 6, 5], percent) == expected


def test_of_nothing_there_is_no_percentile() -> None:
    assert math.isnan(percentile([], 95))


def test_a_bench_that_fails_has_a_row_that_says_so_and_is_not_met(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> list[Measure]:
        raise RuntimeError("the queue answered 500")

    [row] = attempted(broken)
    assert (row.name, row.met) == ("failed: RuntimeError: the queue answered 500", False)
    assert "in broken" in capsys.readouterr().err, "and where it was"
    [told] = json.loads(as_json("desk", MACHINE, [row]))["measures"]
    assert (told["name"], told["value"], told["met"]) == (row.name, None, False)
    assert row.name in as_table("desk", MACHINE, [row])
    assert attempted(lambda: [Measure("queue", 3.0, "ms")]) == [Measure("queue", 3.0, "ms")]


@pytest.mark.django_db
def test_what_a_page_writes_counts_in_its_reference_by_the_time_that_it_took_there() -> None:
    asked = [
        Statement("SAVEPOINT s", None, 9.0),
        Statement("UPDATE nowhere SET a = 1", None, 0.5),
        Statement("SELECT 1", None, 9.0),
    ]
    assert 0.5 <= _bare(asked) < 9
