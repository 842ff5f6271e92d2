"""An embedded PostgreSQL under the user's data folder, for whoever has none: started with us and stopped with us."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from webcare.lib.postgres_programs import PostgresError, Runner, major_version, programs
from webcare.lib.processes import die_with_parent_by_interrupt

START_SECONDS = 60.0
STOP_SECONDS = 20.0
LONGEST_SOCKET = 90  # bytes of a folder's path: the kernel allows 107 with "/.s.PGSQL.5432" behind it
LOG_LIMIT = 4 * 1024 * 1024
TUNED = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "autovacuum_naptime": "10s",  # a flood makes a new house large in a minute, and the planner has to know
    "random_page_cost": "1.1",
    "max_parallel_workers_per_gather": "0",  # small machines, and containers with little /dev/shm
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "64MB"}

__all__ = ["PostgresError", "Server"]


class Server:
    """The PostgreSQL of one data folder. Whoever finds it running uses it; only who started it stops it."""

    def __init__(
        self, folder: Path, *, forgetful: bool = False, outlive_us: bool = False, others: Path | None = None
    ) -> None:
        """`forgetful`: nothing is kept safe on disk (tests). `outlive_us`: it goes on when this process ends.
        `others`: a folder with programs of another version than the one that comes with webcare.
        """
        self.others = others
        self.folder = folder.expanduser().absolute()
        self.forgetful = forgetful
        self.outlive_us = outlive_us
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the folder if need be and wait until the server answers; nothing happens where it already does."""
        try:
            self._start()
        except OSError as error:  # no rights, no room
            raise PostgresError(f"PostgreSQL cannot use {self.folder}: {error.strerror or error}.") from error

    def _start(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(self.folder):
            if self.answers():
                return
            runner = Runner.for_folder(self.folder)
            bin_folder = self.others or programs(runner)
            self._check_version(major_version(bin_folder, runner))
            if not (self.folder / "PG_VERSION").exists():
                self._create(bin_folder, runner)
            self._launch(bin_folder, runner)
            self._wait()

    def stop(self) -> None:
        """Stop it cleanly, if we started it."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGINT)  # "fast": open sessions end, everything is written
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(STOP_SECONDS)
        with suppress(OSError):  # not there, or not empty because somebody else uses it
            _short(self.folder).rmdir()

    def has_crashed(self) -> bool:
        """Whether the server that we started has gone by itself."""
        return self._process is not None and self._process.poll() is not None

    def answers(self) -> bool:
        """Whether a server for this very folder takes connections."""
        if self._socket_folder() is None:
            return False
        try:
            with psycopg.connect(self.url("postgres"), connect_timeout=3) as connection:
                there = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return there is not None and Path(there[0]).resolve() == self.folder.resolve()

    def url(self, database: str) -> str:
        """What to put in DATABASE_URL."""
        return f"postgresql://postgres@/{database}?host={quote(str(self._socket_folder()), safe='')}"

    def ensure_database(self, name: str) -> str:
        """Make the database `name` if there is none; its URL."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
            if known is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.url(name)

    def _check_version(self, ours: str) -> None:
        stamp = self.folder / "PG_VERSION"
        theirs = stamp.read_text().strip() if stamp.exists() else ours
        if theirs != ours:
            raise PostgresError(
                f"{self.folder} was made by PostgreSQL {theirs}; the one that comes with webcare now is {ours}. Nothing "
                f"was touched. `webcare upgrade-postgres` brings everything over, where the programs of {theirs} are on this "
                f"machine (on Debian: apt-get install postgresql-{theirs}). Or start the webcare that made it, and take a "
                f"`webcare backup`; then move the folder away and `webcare restore` here."
            )

    def _create(self, bin_folder: Path, runner: Runner) -> None:
        self.folder.mkdir(mode=0o700, exist_ok=True)
        if runner.uid is not None:
            os.chown(self.folder, runner.uid, runner.gid if runner.gid is not None else -1)
        made = runner.run(
            bin_folder / "initdb",
            *("-D", self.folder, "-U", "postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C.UTF-8"),
            *("--lc-messages=C", "--lc-monetary=C", "--lc-numeric=C", "--lc-time=C"),
            *(("--no-sync",) if self.forgetful else ()),
            cwd=Path("/"),
        )
        if made.returncode != 0:
            raise PostgresError(
                f"PostgreSQL could not make its data folder {self.folder} (as user {runner.name!r}, who must be able to "
                f"reach it; another folder: WEBCARE_DATA or --data). It said:\n{_tail(made.stdout)}"
            )

    def _launch(self, bin_folder: Path, runner: Runner) -> None:
        tuned = {
            **TUNED,
            **(FORGETFUL if self.forgetful else {}),
            "unix_socket_directories": str(self._sockets(runner)),
        }
        words = [str(bin_folder / "postgres"), "-D", str(self.folder)]
        words += [word for key, value in tuned.items() for word in ("-c", f"{key}={value}")]
        if self._log.exists() and self._log.stat().st_size > LOG_LIMIT:
            self._log.unlink()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                words,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=runner.uid,
                group=runner.gid,
                extra_groups=None if runner.uid is None else [],
                umask=0o077,
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop the database last
                preexec_fn=None if self.outlive_us else die_with_parent_by_interrupt,  # noqa: PLW1509 - one prctl call
            )

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.has_crashed() or time.monotonic() > until:
                self.stop()
                raise PostgresError(
                    f"PostgreSQL did not start in {self.folder}. Its log ends with:\n{self._log_tail()}"
                )
            time.sleep(0.03)

    def _sockets(self, runner: Runner) -> Path:
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET:
            return self.folder
        short = _short(self.folder)
        short.mkdir(mode=0o700, exist_ok=True)
        if runner.uid is not None and short.stat().st_uid == os.geteuid():
            os.chown(short, runner.uid, runner.gid if runner.gid is not None else -1)
        owner = short.stat()
        if owner.st_uid != (os.geteuid() if runner.uid is None else runner.uid) or owner.st_mode & 0o077:
            raise PostgresError(f"{short} belongs to somebody else, or is open to others; remove it and start again.")
        return short

    def _socket_folder(self) -> str | None:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return None
        except PermissionError:
            raise PostgresError(f"{self.folder} belongs to another user; start as that user or give --data.") from None
        return lines[4] if len(lines) > 4 and lines[4] else None  # the fifth line: see PostgreSQL's miscadmin.h

    @property
    def _log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")

    def _log_tail(self) -> str:
        return _tail(self._log.read_text(errors="replace"))


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One starter at a time."""
    with folder.with_name(f".{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _short(folder: Path) -> Path:
    """A place for the socket of a folder whose own path is too long."""
    return Path(tempfile.gettempdir()) / f"webcare-{sha256(os.fsencode(folder)).hexdigest()[:16]}"


def _tail(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-12:])
