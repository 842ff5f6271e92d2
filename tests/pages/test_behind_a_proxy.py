"""Behind the proxy that ends TLS, limits on sign-in count each visitor apart; without one nobody can choose an address."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

ASK = """
import django
django.setup()
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory
print(get_client_ip(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")))
"""


@pytest.mark.parametrize(
    ("address", "visitor"), [("https://webcare.example.org", "192.0.2.7"), ("http://127.0.0.1:8000", "10.0.0.1")]
)
def test_the_visitor_is_who_the_proxy_saw(address: str, visitor: str) -> None:
    environment = {**os.environ, "WEBCARE_BASE_URL": address}
    said = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == visitor
