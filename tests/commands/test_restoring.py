"""What was backed up stands again elsewhere, to the last row and file; whatever is wrong leaves everything as it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from tests.commands.terminal import database, here, webcare
from tests.world import World
from webcare.conversations.attaching import upload
from webcare.conversations.conversation import Conversation
from webcare.lib.backup import write
from webcare.lib.now import real_now
from webcare.lib.tables import Table, read_out, sequences, tables

pytestmark = pytest.mark.django_db  # also whoever runs only one of them has tables

PASSWORD = "a long word for Anna"
STRANGE = "Where is\tmy\nsuitcase \\ \\N ' \" 行李 🧳\u200d\u202e?"


class File:
    name = "ticket.txt"
    size = 12

    def read(self) -> bytes:
        return b"a ticket, or"


@dataclass(frozen=True)
class Installation:
    """Where one is: its database and its folder."""

    url: str
    data: Path

    def run(self, *words: str | Path, **settings: str) -> Any:
        return webcare(*words, url=self.url, data=self.data, **settings)

    def counts(self) -> dict[str, int]:
        with psycopg.connect(self.url) as connection:
            return {table.name: self.ask(f"SELECT count(*) FROM {table.name}") for table in tables(connection)}

    def ask(self, query: str) -> Any:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(query.encode()).fetchone()
            return row[0] if row else None

    def files(self) -> dict[str, bytes]:
        below = self.data / "files"
        return {str(path.relative_to(below)): path.read_bytes() for path in below.rglob("*") if path.is_file()}


@dataclass(frozen=True)
class Saved:
    """A backup, and what was there when it was made."""

    path: Path
    counts: dict[str, int]
    files: dict[str, bytes]
    numbers: dict[str, int]


def numbers(installation: Installation) -> dict[str, int]:
    with psycopg.connect(installation.url) as there:
        return sequences(there)


@contextmanager
def files_in(data: Path) -> Iterator[None]:
    """What is stored stands below `data`, where no other test has files."""
    usual: Any = settings.STORAGES
    own = {**usual["default"], "OPTIONS": {"location": data / "files"}}
    with override_settings(STORAGES={**usual, "default": own}):
        yield


def work() -> None:
    """Lowland Air after a day."""
    world = World.build()
    world.anna.set_password(PASSWORD)
    world.anna.save()
    world.x.keep(secrets={"access_token": "very secret"})
    conversation = world.conversation(private=True, account=world.mail)
    world.message(conversation, STRANGE)
    upload(world.anna, conversation, File())
    conversation.claim(world.anna)


@pytest.fixture
def old(transactional_db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    folder = tmp_path_factory.mktemp("old")
    with files_in(folder):
        work()
        yield Installation(here(), folder)


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """One backup for many restores."""
    folder = tmp_path_factory.mktemp("kept")
    path, there = folder / "one.backup", Installation(here(), folder)
    with django_db_blocker.unblock(), files_in(folder):
        try:
            work()
            made = there.run("backup", path)
            assert made.returncode == 0, made.stderr
            return Saved(path, there.counts(), there.files(), numbers(there))
        finally:
            call_command("flush", verbosity=0, interactive=False)
            connection.close()


@pytest.fixture
def saved(kept: Saved, tmp_path: Path) -> Path:
    """A copy to be harmed."""
    return Path(shutil.copy(kept.path, tmp_path / "one.backup"))


@pytest.fixture
def new(db: None, tmp_path: Path) -> Iterator[Installation]:
    """A machine with nothing on it."""
    with database() as url:
        yield Installation(url, tmp_path / "elsewhere")


@pytest.fixture(scope="module")
def restored(kept: Saved, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Where the backup stands again."""
    with django_db_blocker.unblock():
        connection.ensure_connection()
        with database() as url:
            installation = Installation(url, tmp_path_factory.mktemp("restored"))
            said = installation.run("restore", kept.path)
            assert said.returncode == 0, said.stderr
            yield installation


def test_everything_stands_again(kept: Saved, restored: Installation) -> None:
    assert restored.counts() == kept.counts
    assert kept.counts["webcare_message"] == 2
    assert restored.files() == kept.files != {}
    assert restored.ask("SELECT text FROM webcare_message ORDER BY id DESC LIMIT 1") == STRANGE
    assert restored.ask("SELECT count(*) FROM webcare_message WHERE search @@ to_tsquery('english', 'suitcase')") == 2
    assert restored.run("manage", "migrate", "--check").returncode == 0


def test_numbers_are_not_given_out_again(kept: Saved, restored: Installation) -> None:
    assert {name: kept.numbers.get(name) for name in numbers(restored) if name in kept.numbers} == {
        name: value for name, value in numbers(restored).items() if name in kept.numbers
    }
    assert "webcare_event_id_seq" in kept.numbers


def test_a_database_with_something_in_it_is_left_alone(kept: Saved, restored: Installation) -> None:
    before = restored.counts()
    said = restored.run("restore", kept.path)
    assert said.returncode == 1
    assert "not empty" in said.stderr
    assert restored.counts() == before


WORK = f"""
from django.test import Client
from webcare.team.person import Person
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.channels.account import Account
client = Client(HTTP_HOST="127.0.0.1")
page = client.post("/account/login/", {{"login": Person.objects.get(slug="anna").email, "password": {PASSWORD!r}}})
assert page.status_code == 302, page.content.decode()
assert client.get("/queue").status_code == 200
conversation = Conversation.objects.get()
answer = {{"text": "It is on the next flight.", "key": "k1", "mode": "private"}}
page = client.post(f"/conversations/{{conversation.pk}}/reply", answer)
assert page.status_code < 400, page.content.decode()
print("answered", Message.objects.filter(ours=True, delivery__isnull=False).count())
print("secrets", [account.secrets for account in Account.objects.all()])
"""


def test_people_sign_in_and_answer_there(restored: Installation) -> None:
    said = restored.run("manage", "shell", "--verbosity", "0", "--command", WORK)
    assert "answered 1" in said.stdout, said.stdout + said.stderr
    assert "very secret" in said.stdout


def test_a_backup_is_unreadable_and_its_owners_alone(saved: Path) -> None:
    content = saved.read_bytes()
    assert b"suitcase" not in content and b"lowlandair" not in content
    assert saved.stat().st_mode & 0o077 == 0


def test_a_wrong_key_is_refused_and_nothing_happens(saved: Path, new: Installation) -> None:
    said = new.run("restore", saved, WEBCARE_SECRET_KEYS="another-key-of-another-house")
    assert said.returncode == 1
    assert "another key" in said.stderr
    assert new.counts() == {}


def test_an_older_key_among_several_opens_it(saved: Path, new: Installation) -> None:
    keys = f"the-newest-key {os.environ['WEBCARE_SECRET_KEYS']}"
    assert new.run("restore", "--check", saved, WEBCARE_SECRET_KEYS=keys).returncode == 0


@pytest.mark.parametrize("harm", ["cut", "changed", "begun", "other"])
def test_a_damaged_file_is_refused_before_anything_is_touched(saved: Path, new: Installation, harm: str) -> None:
    content = saved.read_bytes()
    harmed = {
        "cut": content[:-1],
        "changed": content[: len(content) // 2]
        + bytes([content[len(content) // 2] ^ 1])
        + content[len(content) // 2 + 1 :],
        "begun": content[:30],
        "other": b"-- PostgreSQL database dump\n",
    }[harm]
    saved.write_bytes(harmed)
    said = new.run("restore", saved)
    assert said.returncode == 1
    assert ("is not a backup" if harm == "other" else "is damaged") in said.stderr
    assert new.counts() == {}
    assert not new.files()


def test_told_so_it_replaces_what_is_there(saved: Path, restored: Installation) -> None:
    new = restored
    with psycopg.connect(new.url) as connection:
        connection.execute("DELETE FROM webcare_revision; UPDATE webcare_message SET text = 'changed'")
    (new.data / "files" / "left-behind").write_text("of before")
    said = new.run("restore", "--replace", saved)
    assert said.returncode == 0, said.stderr
    assert new.ask("SELECT count(*) FROM webcare_message WHERE text = 'changed'") == 0
    assert "left-behind" not in new.files()
    assert new.ask("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'webcare%'") == 0


def test_a_backup_of_a_newer_version_is_refused(old: Installation, new: Installation, tmp_path: Path) -> None:
    with psycopg.connect(old.url) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('webcare', '9999_of_next_year', now())"
        )
    try:
        assert old.run("backup", tmp_path / "newer.backup").returncode == 0
    finally:
        with psycopg.connect(old.url) as connection:
            connection.execute("DELETE FROM django_migrations WHERE name = '9999_of_next_year'")
    said = new.run("restore", tmp_path / "newer.backup")
    assert said.returncode == 1
    assert "newer than this one" in said.stderr and "9999_of_next_year" in said.stderr
    assert new.counts() == {}


def test_a_database_that_somebody_uses_is_left_alone(saved: Path, new: Installation) -> None:
    with psycopg.connect(new.url, application_name="somebody"):
        said = new.run("restore", saved)
    assert said.returncode == 1
    assert "in use (somebody)" in said.stderr


def test_what_fails_half_way_puts_everything_back(saved: Path, restored: Installation) -> None:
    new = restored
    before, files = new.counts(), new.files()
    with psycopg.connect(new.url) as connection:  # the disk fails while the tables are filled
        connection.execute(
            """
            CREATE FUNCTION fail() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = 'webcare_message') > 0
                   AND EXISTS (SELECT 1 FROM pg_class WHERE relname = 'usersessions_usersession'
                               AND relnamespace = 'public'::regnamespace)
                THEN RAISE EXCEPTION 'the disk is full'; END IF;
            END $$;
            CREATE SCHEMA elsewhere; ALTER FUNCTION fail() SET SCHEMA elsewhere;
            CREATE EVENT TRIGGER fail ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION elsewhere.fail();
            ALTER EVENT TRIGGER fail ENABLE;
            """
        )
    said = new.run("restore", "--replace", saved)
    assert said.returncode != 0
    with psycopg.connect(new.url) as connection:
        connection.execute("DROP EVENT TRIGGER fail; DROP SCHEMA elsewhere CASCADE")
    assert "the disk is full" in said.stderr
    assert new.counts() == before
    assert new.files() == files


def test_backups_in_a_folder_are_named_by_their_date_and_old_ones_go(old: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    for year in (2019, 2020):
        (folder / f"webcare-{year}-01-01T000000Z.backup").write_bytes(b"old")
    (folder / "mine.txt").write_text("of somebody else")
    said = old.run("backup", "--keep", "2", folder)
    assert said.returncode == 0, said.stderr
    names = sorted(path.name for path in folder.iterdir())
    assert names[:2] == ["mine.txt", "webcare-2020-01-01T000000Z.backup"]
    assert len(names) == 3


def test_a_backup_never_writes_over_anything(saved: Path, old: Installation) -> None:
    content = saved.read_bytes()
    said = old.run("backup", saved)
    assert said.returncode == 1 and "there already" in said.stderr
    assert saved.read_bytes() == content
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]


def test_it_can_be_looked_through_without_restoring(saved: Path, new: Installation) -> None:
    said = new.run("restore", "--check", saved)
    assert said.returncode == 0
    assert "rows in" in said.stdout
    assert new.counts() == {}


def test_people_who_work_meanwhile_are_not_in_half(
    old: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written while tables are read one after the other belongs to a later moment, all of it."""
    late: list[Any] = []

    def while_reading(there: Any, table: Table, part: int) -> Any:
        if table.name == "webcare_message" and not late:
            conversation = Conversation.objects.latest("pk")
            late.append(conversation.messages.create(account=conversation.account, text="too late"))
        return read_out(there, table, part)

    monkeypatch.setattr("webcare.lib.backup.read_out", while_reading)
    tally = write(tmp_path / "b", old.url, old.data / "files", "k", real_now())
    assert late
    assert tally.rows["webcare_message"] == 2


ERASE = """
from webcare.customers.customer import Customer
from webcare.keeping.erasing import erase
print(erase(Customer.objects.filter(handles__conversations__isnull=False).get(), None, "asked"))
"""


def test_whoever_was_erased_since_the_backup_stays_erased(saved: Path, new: Installation, tmp_path: Path) -> None:
    assert new.run("restore", saved).returncode == 0
    said = new.run("manage", "shell", "--verbosity", "0", "--command", ERASE)
    assert "messages=2" in said.stdout, said.stderr
    kept = (new.data / "erasures").rename(tmp_path / "erasures")  # the tables that were here before say it, too
    said = new.run("restore", "--replace", saved)
    assert "erased again" in said.stdout, said.stdout + said.stderr
    with database() as url:  # another machine, to which somebody took the file
        other = Installation(url, tmp_path / "other")
        other.data.mkdir()
        shutil.copy(kept, other.data)
        assert other.run("restore", saved).returncode == 0
        for place in (new, other):
            assert place.ask("SELECT count(*) FROM webcare_message WHERE text <> ''") == 0
            assert place.ask("SELECT count(*) FROM webcare_handle WHERE name <> ''") == 0
            assert place.files() == {}
