"""Where somebody collects spans, requests and batches arrive there by name; elsewhere nothing is even loaded."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.house.sources import ROOT

WORK = """
import os, sys, threading
import django
django.setup()
from django.test import Client
from webcare.lib.station import Station, Workshop, once
Client(HTTP_HOST="localhost").get("/healthz?q=my+passport")
Client().get("/nowhere/my-passport")
done = threading.Event()
shop = Workshop([Station("receive", lambda: 0 if done.is_set() else (done.set(), 3)[1])])
shop.open()
done.wait(20)
shop.close(20)
print("opentelemetry" in sys.modules)
"""


@dataclass
class Collector:
    """What arrived."""

    url: str = ""
    spans: list[Span] = field(default_factory=list)
    raw: bytes = b""


@pytest.fixture
def collector() -> Iterator[Collector]:
    made = Collector()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.raw += body
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    made.spans += scope.spans
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the test's output readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    made.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield made
    server.shutdown()
    server.server_close()


def work(**settings: str) -> str:
    environment = {**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", **settings}
    return subprocess.run(
        [sys.executable, "-c", WORK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_requests_and_batches_arrive_by_name_and_without_what_was_asked(collector: Collector) -> None:
    assert work(OTEL_EXPORTER_OTLP_ENDPOINT=collector.url, WEBCARE_PROCESS="worker") == "True"
    by_name = {span.name: {one.key: one.value.string_value for one in span.attributes} for span in collector.spans}
    assert {"GET healthz", "GET no such address", "station receive"} <= set(by_name)
    assert by_name["GET healthz"]["webcare.status"] == "200"
    assert "webcare.rows" in by_name["station receive"]
    assert b"webcare worker" in collector.raw
    assert b"passport" not in collector.raw


def test_without_a_collector_nothing_is_loaded() -> None:
    assert work(OTEL_EXPORTER_OTLP_ENDPOINT="") == "False"
