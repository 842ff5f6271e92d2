"""With a scanner, nothing evil is kept and nothing is shown that was not looked through; without one nothing changes."""

from __future__ import annotations

import io
import socketserver
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from tests.conversations import files
from tests.scanner import EVIL, MOST, NAME, scanner
from tests.scripted import ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.inbound import InboundAttachment
from webcare.conversations.attaching import CannotAttach, check_harmless, store_inbound, upload
from webcare.conversations.attachment import Attachment
from webcare.conversations.fetching import PATIENCE, fetch_waiting
from webcare.conversations.serving import disposition
from webcare.demo import cast
from webcare.lib import scanning
from webcare.lib.now import real_now

URL = "https://pictures.example/bag.png"


@pytest.fixture(scope="module")
def listening() -> Iterator[str]:
    with scanner() as place:
        yield place


@pytest.fixture
def scanned(listening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(scanning.SCANNER, listening)


@pytest.fixture
def away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(scanning.SCANNER, f"unix:{tmp_path}/nobody.ctl")


def mailed(world: World, content: bytes) -> Attachment:
    message = world.conversation(cast.BRAM).messages.get()
    return store_inbound(message, InboundAttachment(content=content, filename="tag.png"))


def packed(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("tag.txt", content)
    return target.getvalue()


@contextmanager
def failing() -> Iterator[str]:
    """A scanner that is there and says of each file that it failed, in ClamAV's words."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Failing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class Failing(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.rfile.read(len(b"zINSTREAM\0"))
        while length := int.from_bytes(self.rfile.read(4)):
            self.rfile.read(length)
        self.wfile.write(b"stream: Can't allocate memory ERROR\0")


def kept() -> set[Path]:
    return {path for path in Path(default_storage.path("attachments")).rglob("*") if path.is_file()}


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("content", [EVIL, b"x" * 300_000 + EVIL, packed(EVIL)])
def test_what_is_evil_is_named(content: bytes) -> None:
    assert scanning.evil_in(content).startswith(NAME)


@pytest.mark.usefixtures("scanned")
def test_everything_else_is_not() -> None:
    assert scanning.answers()
    assert [scanning.evil_in(content) for content in (b"", b"a bag tag", files.picture())] == ["", "", ""]


@pytest.mark.usefixtures("scanned")
def test_what_came_by_mail_is_seen_by_nobody_before_it_was_looked_through(world: World) -> None:
    attachment = mailed(world, files.picture())
    assert disposition(attachment) is None and disposition(attachment, "preview") is None
    assert fetch_waiting() == 1
    attachment.refresh_from_db()
    assert disposition(attachment) and disposition(attachment, "preview")


@pytest.mark.usefixtures("scanned")
def test_what_is_evil_in_a_mail_goes_and_says_so(world: World) -> None:
    before = kept()
    attachment = mailed(world, EVIL)
    with TestCase.captureOnCommitCallbacks(execute=True):
        fetch_waiting()
    attachment.refresh_from_db()
    assert NAME in attachment.error and attachment.failed_at
    assert disposition(attachment) is None
    assert kept() == before


@pytest.mark.usefixtures("scanned")
def test_what_is_evil_behind_an_address_is_never_kept(world: World, account: Account, network: ScriptedNetwork) -> None:
    before = kept()
    message = world.conversation(cast.BRAM, account=account).messages.get()
    attachment = store_inbound(message, InboundAttachment(url=URL))
    network.files[URL] = EVIL
    fetch_waiting()
    attachment.refresh_from_db()
    assert NAME in attachment.error and attachment.failed_at
    assert kept() == before


@pytest.mark.usefixtures("scanned")
def test_a_colleague_is_told_what_was_found(world: World, account: Account) -> None:
    picture = files.picture() + EVIL
    private = world.conversation(cast.BRAM, account=account, private=True)
    with pytest.raises(CannotAttach, match=NAME):
        upload(world.anna, private, SimpleUploadedFile("bag.png", picture, "image/png"))
    assert not Attachment.objects.exists()


@pytest.mark.usefixtures("away")
def test_while_the_scanner_is_away_nothing_is_taken_and_nothing_shown(world: World, account: Account) -> None:
    private = world.conversation(cast.BRAM, account=account, private=True)
    with pytest.raises(CannotAttach, match="does not answer"):
        upload(world.anna, private, SimpleUploadedFile("bag.png", files.picture(), "image/png"))
    attachment = mailed(world, files.picture())
    for attempt in range(12):
        with time_machine.travel(real_now() + timedelta(hours=2 * attempt)):
            assert fetch_waiting() == 1, "it is tried for as long as it takes"
    attachment.refresh_from_db()
    assert not attachment.failed_at and disposition(attachment) is None


def test_it_is_shown_once_the_scanner_is_back(
    world: World, listening: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(scanning.SCANNER, f"unix:{tmp_path}/nobody.ctl")
    attachment = mailed(world, files.picture())
    fetch_waiting()
    monkeypatch.setenv(scanning.SCANNER, listening)
    with time_machine.travel(real_now() + timedelta(hours=2)):
        fetch_waiting()
    attachment.refresh_from_db()
    assert disposition(attachment)


@pytest.mark.usefixtures("scanned")
@pytest.mark.parametrize("by_mail", [True, False])
def test_what_is_too_large_for_the_scanner_is_asked_for_once_and_says_so(
    world: World, account: Account, network: ScriptedNetwork, by_mail: bool
) -> None:
    before, large = kept(), b"x" * (MOST + 1)
    message = world.conversation(cast.BRAM, account=account).messages.get()
    network.files[URL] = large
    came = InboundAttachment(content=large, filename="tag.txt") if by_mail else InboundAttachment(url=URL)
    attachment = store_inbound(message, came)
    with TestCase.captureOnCommitCallbacks(execute=True):
        fetch_waiting()
    attachment.refresh_from_db()
    assert "size limit exceeded" in attachment.error and attachment.failed_at
    assert disposition(attachment) is None
    assert kept() == before


@pytest.mark.usefixtures("scanned")
def test_a_colleague_is_told_that_it_is_too_large_for_the_scanner() -> None:
    with pytest.raises(CannotAttach, match="size limit exceeded"):
        check_harmless(b"x" * (MOST + 1))


def test_what_the_scanner_fails_at_each_time_is_set_aside_in_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with failing() as place:
        monkeypatch.setenv(scanning.SCANNER, place)
        attachment = mailed(world, files.picture())
        for attempt in range(PATIENCE):
            attachment.refresh_from_db()
            assert not attachment.failed_at, "it may have been the scanner's fault"
            with time_machine.travel(real_now() + timedelta(hours=2 * attempt)):
                assert fetch_waiting() == 1
    attachment.refresh_from_db()
    assert "Can't allocate memory ERROR" in attachment.error and attachment.failed_at


def test_what_fails_once_after_the_scanner_was_away_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(scanning.SCANNER, f"unix:{tmp_path}/nobody.ctl")
    attachment = mailed(world, files.picture())
    for attempt in range(PATIENCE):
        with time_machine.travel(real_now() + timedelta(hours=2 * attempt)):
            fetch_waiting()
    with failing() as place, time_machine.travel(real_now() + timedelta(days=1)):
        monkeypatch.setenv(scanning.SCANNER, place)
        fetch_waiting()
    attachment.refresh_from_db()
    assert not attachment.failed_at


def test_without_a_scanner_mail_is_shown_at_once(world: World) -> None:
    assert disposition(mailed(world, files.picture()))
