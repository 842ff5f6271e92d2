"""`webcare live`: the stream that tells open screens what changed."""

from __future__ import annotations

import argparse
import os

import uvicorn

from webcare.commands import environment
from webcare.lib.logs import configuration, heed_strays

HELP = "tell open screens what changed"
MANUAL = """\
Serves /live/, one long answer (server-sent events) to every open screen. A reverse proxy has to pass it on unbuffered and
to keep it open for at least a minute of silence. Without a proxy give WEBCARE_LIVE_PORT, here and to `webcare web`."""
GRACE = 1  # seconds; streams never end by themselves, and browsers come back at once


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen."""
    environment.add_arguments(parser)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8001, help="port to listen on (default: %(default)s)")


def run(options: argparse.Namespace) -> int:
    """Stream until told to stop."""
    os.environ["WEBCARE_PROCESS"] = "live"
    with environment.ready(options):
        heed_strays()
        uvicorn.run(
            "webcare.live.stream:application",
            host=options.host,
            port=options.port,
            log_config=configuration(),
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE,
            timeout_keep_alive=65,
        )
    return 0
