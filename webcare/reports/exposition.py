"""The house's vital figures as Prometheus reads them; what processes counted comes from their heartbeats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from webcare.channels.budget import Standing
from webcare.channels.tariff import MILLION
from webcare.lib.heartbeat import Process
from webcare.reports.vitals import Backlog, Vitals

COUNTERS = {  # what `lib.tally` calls it → what Prometheus calls it, what it is, and what tells its lines apart
    "requests": ("webcare_requests_total", "Requests answered, by how", "answer"),
    "request_seconds": ("webcare_request_seconds_total", "Seconds spent answering requests, by how", "answer"),
    "station_rows": ("webcare_station_rows_total", "Rows of work that a station of the worker took", "station"),
    "station_failures": ("webcare_station_failures_total", "Batches of a station that failed", "station"),
    "station_repairs": ("webcare_station_repairs_total", "Rows that only a sweep found; expected 0", "station"),
}
OF_A_PROCESS = ("kind", "host", "pid")


def exposition(measured: Vitals) -> bytes:
    """Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Vitals(measured))
    return generate_latest(registry)


class _Vitals(Collector):
    def __init__(self, measured: Vitals) -> None:
        self.measured = measured

    def collect(self) -> Iterable[Metric]:
        """Called by Prometheus' library, at once and for every scrape."""
        measured = self.measured
        yield from _backlogs(measured.backlogs)
        yield _gauge("webcare_receipts_set_aside", "Events that could not be understood", measured.set_aside)
        yield _gauge(
            "webcare_receipts_lacking", "Events of a day that went on without what was left out", measured.lacking
        )
        yield _gauge(
            "webcare_deliveries_unconfirmed", "Answers of which nobody knows whether they left", measured.unconfirmed
        )
        yield _gauge(
            "webcare_clock_skew_seconds", "How far the database's clock is ahead of the web process's", measured.skew
        )
        yield _gauge("webcare_disk_free_ratio", "Free share of the disk under the data folder", measured.room)
        yield _gauge("webcare_database_connections", "Clients of the database server", measured.connections)
        yield _gauge("webcare_database_connections_limit", "How many it takes", measured.most_connections)
        yield _gauge("webcare_late", "How many things somebody should look at", len(measured.late))
        yield from _accounts(measured)
        yield from _budgets(measured.budgets)
        yield from _processes(measured.processes)
        yield from _counters(measured.processes)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(name, about, value=value)


def _backlogs(backlogs: Sequence[Backlog]) -> Iterator[Metric]:
    count = GaugeMetricFamily("webcare_waiting", "Work whose time has come", labels=["work"])
    age = GaugeMetricFamily("webcare_waiting_seconds", "How long the oldest of it waits", labels=["work"])
    for backlog in backlogs:
        count.add_metric([backlog.name], backlog.count)
        age.add_metric([backlog.name], backlog.age.total_seconds())
    yield count
    yield age


def _budgets(budgets: Sequence[Standing]) -> Iterator[Metric]:
    labels = ["network", "application", "unit"]
    spent = GaugeMetricFamily("webcare_spent", "What a network has cost this month", labels=labels)
    allowed = GaugeMetricFamily("webcare_budget", "What it may cost, where that is set", labels=labels)
    for one in budgets:
        words = [one.application.network, str(one.application.pk), one.unit]
        spent.add_metric(words, one.spent / MILLION)
        if one.budget:
            allowed.add_metric(words, one.budget / MILLION)
    yield spent
    yield allowed


def _accounts(measured: Vitals) -> Iterator[Metric]:
    labels = ["network", "account"]
    lost = GaugeMetricFamily("webcare_account_lost", "1: the network withdrew our access", labels=labels)
    silence = GaugeMetricFamily("webcare_account_silence_seconds", "Since the last event of an account", labels=labels)
    for one in measured.accounts:
        words = [one.account.network, str(one.account.pk)]
        lost.add_metric(words, int(one.is_lost))
        if one.silence is not None:
            silence.add_metric(words, one.silence.total_seconds())
    yield lost
    yield silence


def _processes(processes: Sequence[Process]) -> Iterator[Metric]:
    seen = GaugeMetricFamily("webcare_process_seen_timestamp_seconds", "The last heartbeat", labels=list(OF_A_PROCESS))
    running = GaugeMetricFamily("webcare_processes", "Processes that were seen lately", labels=["kind"])
    alive: dict[str, int] = dict.fromkeys(("web", "live", "worker"), 0)
    for process in processes:
        alive[process.process_kind] = alive.get(process.process_kind, 0) + process.is_running
        seen.add_metric(_words(process), process.seen_at.timestamp())
    for kind, count in alive.items():
        running.add_metric([kind], count)
    yield seen
    yield running


def _counters(processes: Sequence[Process]) -> Iterator[Metric]:
    by_name: dict[str, list[tuple[list[str], float]]] = defaultdict(list)
    for process in processes:
        for one in process.counted():
            by_name[one.name].append(([*_words(process), one.about], one.value))
    for name, (called, about, label) in COUNTERS.items():
        family = CounterMetricFamily(called, about, labels=[*OF_A_PROCESS, label])
        for words, value in by_name[name]:
            family.add_metric(words, value)
        yield family


def _words(process: Process) -> list[str]:
    return [process.process_kind, process.host, str(process.pid)]
