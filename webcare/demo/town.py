"""`python -m webcare.demo.town`: the customers and the colleagues of the demo, until it ends."""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from zoneinfo import ZoneInfo

import django

django.setup()

from sandbox.client import Sandbox  # noqa: E402 - Django has to be set up first
from webcare.demo.colleagues import Colleagues  # noqa: E402 - needs the models
from webcare.demo.seeding import subscribe  # noqa: E402 - needs the models
from webcare.demo.townsfolk import Townsfolk  # noqa: E402 - needs the models

POSTS_AN_HOUR = 100.0
ZONE = ZoneInfo("Europe/Amsterdam")


def main() -> None:
    """Play both sides until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pace", type=float, default=1.0)
    pace = parser.parse_args().pace
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    subscribe()
    seed = int(time.time())
    with Sandbox(os.environ["WEBCARE_SANDBOX_LOCAL"]) as network:
        town = Townsfolk(network, POSTS_AN_HOUR * pace, seed, ZONE)
        threads = [
            threading.Thread(target=town.run, args=(stop,), name="customers"),
            threading.Thread(target=Colleagues(town, seed, ZONE).run, args=(stop,), name="colleagues"),
        ]
        for thread in threads:
            thread.start()
        print("Every network calls our door, and the town is awake.", flush=True)  # the first line of its log
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
