"""Keys: from where they come, that a wrong one starts nothing, that a new one takes over, that none is ever shown."""

from __future__ import annotations

import io
import traceback
from pathlib import Path
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection

from tests.commands.terminal import database, here, webcare
from tests.world import World
from webcare.channels.account import Account
from webcare.lib import keys
from webcare.lib.keyring import Keyring, proof_key, rotate
from webcare.lib.keys import WrongKey, given
from webcare.team.secondsecret import SecondStepAdapter, reseal

OLD, NEW, OTHER = "the-old-key-0123456789", "the-new-key-0123456789", "somebody-elses-key-0123456789"
TOKEN = "a-token-that-nobody-may-see"


@pytest.fixture
def world(db: None) -> World:
    return World.build()


def test_keys_come_from_the_environment_or_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{NEW}\n{OLD}\n")
    assert given({keys.KEYS: f"{NEW} {OLD}"}) == given({keys.FILE: str(file)}) == [NEW, OLD]
    assert given({}) == []


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({keys.KEYS: OLD, keys.FILE: "/x"}, "Both"),
        ({keys.FILE: "/nowhere/at/all"}, "cannot be read: No such file"),
    ],
)
def test_what_cannot_be_understood_is_said_without_the_keys(environment: dict[str, str], sentence: str) -> None:
    with pytest.raises(Exception, match=sentence) as caught:
        given(environment)
    assert OLD not in str(caught.value)


def test_processes_start_with_a_file_of_keys(transactional_db: None, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("a-key-that-only-tests-know-0123456789")
    asked = ("manage", "shell", "-v", "0", "-c", "from django.conf import settings; print(len(settings.SECRET_KEY))")
    said = webcare(*asked, url=here(), data=tmp_path, WEBCARE_SECRET_KEYS="", WEBCARE_SECRET_KEYS_FILE=str(file))
    assert said.stdout.strip() == "37", said.stderr


@pytest.mark.parametrize("command", ["web", "live", "worker", "prepare", "backup x", "rotate-keys", "manage check"])
def test_nothing_starts_with_the_wrong_key(transactional_db: None, tmp_path: Path, command: str) -> None:
    keys.check(here(), [OLD])
    said = webcare(*command.split(), url=here(), data=tmp_path, WEBCARE_SECRET_KEYS=OTHER)
    assert said.returncode == 1
    assert "not the key of this database" in said.stderr
    assert OTHER not in said.stderr + said.stdout
    assert not (tmp_path / "x").exists()


def test_a_key_goes_in_takes_over_and_the_old_one_may_go(transactional_db: None) -> None:
    keys.check(here(), [OLD])
    keys.check(here(), [NEW, OLD])
    for too_few in ([NEW], [OLD]):
        with pytest.raises(WrongKey):
            keys.check(here(), too_few)
    keys.check(here(), [NEW, OLD])


def test_rotation_stores_everything_with_the_first_key(db: None, settings: Any) -> None:
    settings.WEBCARE_SECRET_KEYS = [OLD]
    world = World.build()
    world.x.keep(secrets={"access_token": TOKEN})
    adapter = SecondStepAdapter()
    codes = Authenticator.objects.create(
        user=world.anna, type=Authenticator.Type.TOTP, data={"secret": adapter.encrypt("BASE32SECRET")}
    )
    Keyring.objects.update_or_create(pk=1, defaults={"sealed": {"pepper": "00" * 32}})
    settings.WEBCARE_SECRET_KEYS = [NEW, OLD]
    assert rotate() >= Account.objects.count() + 1
    assert reseal() == 1
    settings.WEBCARE_SECRET_KEYS = [NEW]
    assert Account.objects.get(pk=world.x.pk).secrets == {"access_token": TOKEN}
    assert Keyring.objects.get().writers == [keys.fingerprint(NEW)]
    codes.refresh_from_db()
    assert adapter.decrypt(codes.data["secret"]) == "BASE32SECRET"
    settings.WEBCARE_SECRET_KEYS = [OLD]
    with pytest.raises(WrongKey):
        Account.objects.get(pk=world.x.pk)


def test_the_command_rotates_a_real_installation(tmp_path: Path, db: None) -> None:
    with database() as url:
        assert webcare("prepare", url=url, data=tmp_path, WEBCARE_SECRET_KEYS=OLD).returncode == 0
        said = webcare("rotate-keys", url=url, data=tmp_path, WEBCARE_SECRET_KEYS=f"{NEW} {OLD}")
        assert said.returncode == 0, said.stderr
        keys.check(url, [NEW])
        with pytest.raises(WrongKey):
            keys.check(url, [OLD])


def test_our_own_proofs_outlive_a_rotation(world: World, settings: Any) -> None:
    before = proof_key("reply address")
    settings.WEBCARE_SECRET_KEYS = [NEW, *settings.WEBCARE_SECRET_KEYS]
    rotate()
    assert proof_key("reply address") == before != proof_key("something else")


def test_codes_of_people_are_encrypted_and_older_ones_still_read(world: World) -> None:
    adapter = SecondStepAdapter()
    assert "BASE32SECRET" not in adapter.encrypt("BASE32SECRET")
    assert adapter.decrypt("BASE32SECRET") == "BASE32SECRET"


def test_secrets_are_in_no_column_no_export_and_no_error(world: World, settings: Any) -> None:
    world.x.keep(secrets={"access_token": TOKEN})
    with connection.cursor() as cursor:
        cursor.execute("SELECT secrets::text, settings::text FROM webcare_account WHERE id = %s", [world.x.pk])
        assert TOKEN.encode().hex() not in str(row := cursor.fetchone()) and TOKEN not in str(row)
    exported = io.StringIO()
    call_command("dumpdata", "webcare", stdout=exported)
    assert "access_token" not in exported.getvalue() and TOKEN not in exported.getvalue()
    settings.WEBCARE_SECRET_KEYS = [OTHER]
    try:
        Account.objects.get(pk=world.x.pk)
    except WrongKey as error:
        said = "".join(traceback.format_exception(error))
        assert OTHER not in said and TOKEN not in said
    assert TOKEN not in f"{world.x} {world.x!r}"


def test_a_password_of_the_database_is_in_no_error(tmp_path: Path) -> None:
    url = "postgresql://webcare:pass-word-of-the-database@127.0.0.1:1/nowhere"
    said = webcare("worker", url=url, data=tmp_path)
    assert said.returncode != 0
    assert "pass-word-of-the-database" not in said.stderr + said.stdout


def test_a_database_without_tables_takes_any_key(db: None) -> None:
    with database() as url:
        keys.check(url, [OLD])
        with psycopg.connect(url) as there:
            assert there.execute("SELECT to_regclass('webcare_keyring')").fetchone() == (None,)
