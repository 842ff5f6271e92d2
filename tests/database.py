"""One PostgreSQL for each process of a test run, made before Django reads its settings and gone with the run.

`DATABASE_URL` gives another server; `WEBCARE_TEST_CLUSTER` names a data folder whose server several runs share. Each
run has a database of its own, so that runs at the same time never meet.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

from webcare.lib.postgres import Server

FOREIGN = (
    "WEBCARE_DEMO",
    "WEBCARE_PRODUCTION",
    "WEBCARE_DEBUG",
    "WEBCARE_BASE_URL",
    "WEBCARE_HOSTS",
    "WEBCARE_LIVE_PORT",
)


class TestGround:
    """What a run stands on: environment, data folder, database server."""

    __test__ = False

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._server: Server | None = None

    def prepare(self) -> None:
        """Set the environment; each worker of pytest-xdist has a server of its own, or all use the one that was given."""
        worker = os.environ.get("PYTEST_XDIST_WORKER")
        if worker is None:
            self._prepare_run()
        data = Path(os.environ["WEBCARE_TEST_FOLDER"]) / (worker or "main")
        data.mkdir(exist_ok=True)
        if worker and "WEBCARE_TEST_OWN_SERVER" in os.environ:
            self._start(data / "postgres")
        os.environ["WEBCARE_DATA"] = str(data)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs in the thread of the test

    def leave(self) -> None:
        """Stop and remove what `prepare` made."""
        if self._server is not None:
            self._server.stop()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _prepare_run(self) -> None:
        for name in FOREIGN:
            os.environ.pop(name, None)
        self._folder = Path(tempfile.mkdtemp(prefix="webcare-test-"))
        self._folder.chmod(0o711)  # the database may have to run as another user
        os.environ["WEBCARE_TEST_FOLDER"] = str(self._folder)
        os.environ["WEBCARE_TEST_DATABASE"] = f"test_webcare_{uuid4().hex[:12]}"
        os.environ["WEBCARE_SECRET_KEYS"] = "a-key-that-only-tests-know-0123456789"
        os.environ["DJANGO_SETTINGS_MODULE"] = "webcare.settings"
        os.environ["WEBCARE_PRIVATE_ORIGINS"] = (
            "http://127.0.0.1:* http://localhost:*"  # where tests have their networks
        )
        shared = os.environ.get("WEBCARE_TEST_CLUSTER")
        if shared:
            server = Server(Path(shared), forgetful=True, outlive_us=True)
            server.start()
            os.environ["DATABASE_URL"] = server.url("postgres")
        elif not os.environ.get("DATABASE_URL"):
            os.environ["WEBCARE_TEST_OWN_SERVER"] = "yes"
            self._start(self._folder / "postgres")

    def _start(self, folder: Path) -> None:
        """A server of our own: what one process of a run writes for long would keep another's changes back."""
        self._server = Server(folder, forgetful=True)
        self._server.start()
        os.environ["DATABASE_URL"] = self._server.url("postgres")
