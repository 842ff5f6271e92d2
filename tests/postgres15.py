"""The oldest PostgreSQL that we promise to work with: Debian's 15, as a cluster of a test's own."""

from __future__ import annotations

import shutil
from pathlib import Path

from webcare.lib.postgres import Server
from webcare.lib.postgres_programs import Runner

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
WORDS = ("-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")


def is_here() -> bool:
    """Whether this machine has it."""
    return (PROGRAMS / "postgres").exists()


def cluster(folder: Path) -> Server:
    """A running server of version 15 with its data in `folder`, which is made."""
    runner = Runner.for_folder(folder)
    for above in (folder.parent, *folder.parent.parents[:3]):
        if above.stat().st_uid == Path.home().stat().st_uid:
            above.chmod(above.stat().st_mode | 0o011)  # the database may have to run as another user
    folder.mkdir(mode=0o700)
    if runner.uid is not None:
        shutil.chown(folder, runner.uid, runner.gid)
    made = runner.run(PROGRAMS / "initdb", "-D", folder, *WORDS, cwd=Path("/"))
    if made.returncode:
        raise RuntimeError(made.stdout)
    server = Server(folder, others=PROGRAMS, forgetful=True)
    server.start()
    return server
