"""Spans for OpenTelemetry where somebody collects them: a request, a station's batch. Without an address nothing is loaded.

A span says which route or station, how long, and the numbers that its log lines carry; never what somebody wrote.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

COLLECTOR = "OTEL_EXPORTER_OTLP_ENDPOINT"
log = logging.getLogger(__name__)


class Span:
    """What is under way; `name` may be set when it is known what it was."""

    def __init__(self, name: str, **numbers: object) -> None:
        self.name = name
        self.numbers = numbers


@contextmanager
def span(name: str, **numbers: object) -> Iterator[Span]:
    """Measure what happens inside."""
    made = Span(name, **numbers)
    tracer = _tracer()
    if tracer is None:
        yield made
        return
    with tracer.start_as_current_span(
        name, record_exception=False
    ) as theirs:  # an exception quotes what it stumbled over
        try:
            yield made
        finally:
            theirs.update_name(made.name)
            theirs.set_attributes({f"webcare.{key}": str(value) for key, value in made.numbers.items()})


@cache
def _tracer() -> Tracer | None:
    """One a process, made at its first span; what it collects leaves in batches, beside the work."""
    if not os.environ.get(COLLECTOR):
        return None
    try:
        from opentelemetry import trace  # noqa: PLC0415 - whom nobody asked for it need not load it
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - the same
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - the same
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - the same
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - the same
    except ImportError:
        log.warning("%s is set, but OpenTelemetry is not installed: requirements/otel.lock", COLLECTOR)
        return None
    kind = os.environ.get("WEBCARE_PROCESS", "")
    provider = TracerProvider(resource=Resource.create({"service.name": f"webcare {kind}".strip()}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)
    return provider.get_tracer("webcare")
