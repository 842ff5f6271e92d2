"""Debian's nginx with the configuration that we deliver, on ports of this test and with a certificate that it made."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.channels.conftest import free_port
from tests.mailsetup import Setup
from tests.operations.house import NAME, ROOT, wait_until

NGINX = shutil.which("nginx") or "/usr/sbin/nginx"
DELIVERED = ROOT / "deploy/nginx.conf"
AROUND = """
{user}pid {folder}/nginx.pid;
error_log {folder}/error.log info;
worker_processes 1;
daemon off;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True)
class Proxy:
    """Where it listens."""

    plain: int
    secure: int

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.secure}"

    def client(self, **cookies: str) -> httpx2.Client:
        """A visitor who types the name that the certificate does not have."""
        return httpx2.Client(
            base_url=self.url,
            headers={"host": NAME, "referer": f"https://{NAME}/"},
            cookies=cookies,
            verify=False,  # the certificate was made by this test a moment ago
            timeout=60,
            trust_env=False,
        )


def written(folder: Path, webs: Sequence[int], lives: Sequence[int]) -> Proxy:
    """The delivered file with this test's ports and certificate in it, and nothing else changed."""
    made = Proxy(free_port(), free_port())
    certificate = folder / "certificate.pem"
    Setup(folder, certificate, (), "", os.getuid()).certify()
    site = DELIVERED.read_text()
    site = re.sub(r"server 127\.0\.0\.1:8000 (.*);", _each(webs), site)
    site = re.sub(r"server 127\.0\.0\.1:8001 (.*);", _each(lives), site)
    for ours, theirs in (
        ("listen 80;", f"listen 127.0.0.1:{made.plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{made.secure} ssl http2;"),
        ("/etc/ssl/webcare/fullchain.pem", str(certificate)),
        ("/etc/ssl/webcare/privkey.pem", str(certificate)),
    ):
        assert ours in site
        site = site.replace(ours, theirs)
    (folder / "site.conf").write_text(site)
    user = "user root;\n" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    return made


def says(folder: Path) -> str:
    """What nginx itself thinks of the configuration."""
    words = [NGINX, "-t", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    return subprocess.run(words, capture_output=True, text=True, check=False).stderr


@contextmanager
def proxied(folder: Path, webs: Sequence[int], lives: Sequence[int]) -> Iterator[Proxy]:
    """It runs."""
    folder.mkdir()
    proxy = written(folder, webs, lives)
    words = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "out.log").open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out)
    try:
        with proxy.client() as client:
            wait_until(lambda: _answers(client), "nginx answers")
        yield proxy
    finally:
        process.terminate()
        process.wait(20)


def _each(ports: Sequence[int]) -> str:
    return "\n".join(rf"server 127.0.0.1:{port} \1;" for port in ports)


def _answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/healthz").status_code == 200
    except httpx2.HTTPError:
        return False
