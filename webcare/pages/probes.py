"""What machines ask: does the process live, may it get work, and how is everything. Figures are for those who watch only."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare

from webcare.reports.vitals import Vitals, missing_migrations, vitals

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")  # any of them: somebody else asks through the proxy
RETRY_SECONDS = 5


def healthy(request: HttpRequest) -> HttpResponse:
    """`GET /healthz`: the process lives. Asks nobody else, so that a lost database restarts no process."""
    return _uncached(HttpResponse("ok\n", content_type="text/plain"))


def ready(request: HttpRequest) -> HttpResponse:
    """`GET /readyz`: 503 while the database or its tables are not there; with `?strict` also while anything is late."""
    try:
        missing = missing_migrations()
        measured = None if missing else vitals()
    except (DatabaseError, InterfaceError):
        return _not_ready(database=False, migrations=[])
    if measured is None:
        return _not_ready(database=True, migrations=missing if _may_see(request) else [])
    late = measured.late
    status = 503 if late and "strict" in request.GET else 200
    said: dict[str, object] = {"status": "late" if late else "ready"}
    if _may_see(request):
        said |= {"late": late, **_figures(measured)}
    return _uncached(JsonResponse(said, status=status))


def metrics(request: HttpRequest) -> HttpResponse:
    """`GET /metrics`: for Prometheus, computed from the database at each scrape."""
    if not _may_see(request):
        return _uncached(HttpResponse("Give the token, or ask from the machine itself.\n", status=403))
    from webcare.reports.exposition import exposition  # noqa: PLC0415 - whom nobody scrapes need not load it

    try:
        text = exposition(vitals())
    except (DatabaseError, InterfaceError):
        return _not_ready(database=False, migrations=[])
    return _uncached(HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8"))


def _may_see(request: HttpRequest) -> bool:
    """With the token from anywhere; without one from this very machine, by no proxy."""
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and word.lower() == "bearer":
        return constant_time_compare(token.strip(), settings.METRICS_TOKEN)
    if any(name in request.headers for name in FORWARDED):
        return False
    return _is_loopback(request.META.get("REMOTE_ADDR", "")) and _is_loopback(request.get_host())


def _is_loopback(host: str) -> bool:
    name = host.rpartition(":")[0].strip("[]") if host.count(":") == 1 or host.startswith("[") else host
    try:
        return name == "localhost" or ipaddress.ip_address(name or host).is_loopback
    except ValueError:
        return False


def _figures(measured: Vitals) -> dict[str, object]:
    return {
        "waiting": {
            one.name: {"count": one.count, "seconds": _tenths(one.age.total_seconds())} for one in measured.backlogs
        },
        "set_aside": measured.set_aside,
        "lacking": measured.lacking,
        "clock_skew_seconds": round(measured.skew, 3),
    }


def _not_ready(*, database: bool, migrations: list[str]) -> HttpResponse:
    said: dict[str, object] = {"status": "not ready", "database": database}
    if migrations:
        said["migrations_missing"] = migrations
    return _uncached(JsonResponse(said, status=503, headers={"Retry-After": str(RETRY_SECONDS)}))


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def _tenths(seconds: float) -> float:
    return round(seconds, 1)
