"""Files come in checked, are kept under names nobody guesses, and are shown only where that is safe."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import TestCase

from tests.conversations import files
from tests.racing import overtakes, race
from tests.scripted import PICTURES, ScriptedNetwork
from tests.world import World
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.inbound import InboundAttachment
from webcare.conversations.attaching import (
    CannotAttach,
    discard,
    forget_abandoned,
    store_inbound,
    upload,
    waiting_files,
)
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.fetching import PATIENCE, fetch_waiting
from webcare.conversations.inspecting import UNKNOWN
from webcare.conversations.message import Message
from webcare.conversations.serving import Disposition, disposition
from webcare.demo import cast
from webcare.lib.limits import ATTACHMENT_BYTES
from webcare.lib.now import now, real_now

URL = "https://pictures.example/bag.png"


@pytest.fixture
def private(world: World, account: Account) -> Conversation:
    return world.conversation(cast.BRAM, account=account, private=True)


def picked(content: bytes, name: str = "bag.png", claimed: str = "image/png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, claimed)


def arrived(world: World, account: Account, **inbound: object) -> Attachment:
    message = world.conversation(cast.BRAM, account=account).messages.get()
    return store_inbound(message, InboundAttachment(**inbound))  # type: ignore[arg-type]  # a test's choice


def test_a_picture_is_kept_with_a_preview_under_a_name_that_nobody_guesses(world: World, private: Conversation) -> None:
    attachment = upload(world.anna, private, picked(files.picture()), alt="a teal suitcase")
    assert (attachment.content_type, attachment.shown_type, attachment.alt) == ("image/png",) * 2 + ("a teal suitcase",)
    assert (attachment.width, attachment.height) == (800, 600)
    assert attachment.read() == files.picture()
    assert "bag" not in attachment.stored
    assert disposition(attachment, "preview") == Disposition(attachment.preview, "image/webp", True, "bag.png.webp")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (files.HOSTILE_SVG, "svg"),
        (files.HTML_CALLED_PICTURE, "text/html"),
        (b"", "empty"),
        (files.picture("BMP", (400, 400)), "too large"),
    ],
)
def test_what_the_network_does_not_take_is_refused_by_its_content(
    world: World, private: Conversation, content: bytes, sentence: str
) -> None:
    with pytest.raises(CannotAttach, match=sentence):
        upload(world.anna, private, picked(content))
    assert not Attachment.objects.exists()


def test_a_place_without_files_says_so(world: World, account: Account) -> None:
    with pytest.raises(CannotAttach, match="no files"):
        upload(world.anna, world.conversation(account=account), picked(files.picture()))


def test_more_than_the_network_takes_are_refused(world: World, private: Conversation) -> None:
    last = [upload(world.anna, private, picked(files.picture())) for _ in range(PICTURES.most)][-1]
    with pytest.raises(CannotAttach, match="at most 2"):
        upload(world.anna, private, picked(files.picture()))
    assert not discard(last, world.daniel)
    assert discard(last, world.anna)
    upload(world.anna, private, picked(files.picture()))


def test_an_answer_takes_ones_own_files_and_each_only_once(world: World, private: Conversation) -> None:
    mine = upload(world.anna, private, picked(files.picture()))
    theirs = upload(world.daniel, private, picked(files.picture()))
    answer, other = (world.message(private, "Is it this one?", by=world.anna) for _ in range(2))
    with pytest.raises(CannotAttach, match="missing"):
        answer.take_files(world.anna, [mine.pk, theirs.pk])
    answer.take_files(world.anna, [mine.pk])
    with pytest.raises(CannotAttach, match="missing"):
        other.take_files(world.anna, [mine.pk])
    assert list(answer.attachments.all()) == [mine]
    answer.give_files_back(world.anna)
    other.take_files(world.anna, [mine.pk])
    assert list(other.attachments.all()) == [mine]


def test_whoever_gets_the_text_back_gets_its_files_too(world: World, private: Conversation) -> None:
    mine = upload(world.anna, private, picked(files.picture()))
    message = private.reply(world.anna, text="This one?", key="k1", attachment_ids=[mine.pk])
    assert message.take_back(world.noor)
    assert not waiting_files(world.anna, private).exists()
    assert list(waiting_files(world.noor, private)) == [mine]
    again = private.reply(world.noor, text="This one?", key="k2", attachment_ids=[mine.pk])
    assert list(again.attachments.all()) == [mine]


def test_a_mailed_svg_is_kept_but_never_shown(world: World) -> None:
    attachment = arrived(world, world.x, content=files.HOSTILE_SVG, filename="logo.svg", content_type="image/png")
    assert (attachment.content_type, attachment.shown_type, attachment.preview) == ("image/svg+xml", "", "")
    assert disposition(attachment) == Disposition(attachment.stored, UNKNOWN, False, "logo.svg")
    assert disposition(attachment, "preview") is None


def test_a_picture_that_cannot_be_decoded_is_saved_not_shown(world: World) -> None:
    attachment = arrived(world, world.x, content=files.bomb(), filename="bag.png")
    shown = disposition(attachment)
    assert shown and not shown.inline


def test_a_file_behind_an_address_is_fetched_later(world: World, account: Account, network: ScriptedNetwork) -> None:
    attachment = arrived(world, account, url=URL, alt="my bag")
    assert disposition(attachment) is None
    network.files[URL] = files.picture()
    assert (fetch_waiting(), fetch_waiting()) == (1, 0)
    attachment.refresh_from_db()
    assert attachment.fetched_at
    assert (attachment.shown_type, attachment.alt, attachment.filename) == ("image/png", "my bag", "bag.png")


def test_what_is_gone_there_says_so(world: World, account: Account) -> None:
    attachment = arrived(world, account, url=URL)
    fetch_waiting()
    attachment.refresh_from_db()
    assert attachment.failed_at
    assert attachment.error == "There is nothing at this address."


def test_a_passing_trouble_is_tried_again_until_patience_ends(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    attachment = arrived(world, account, url=URL)
    network.troubles += [DeliveryError("Come back later."), *[RuntimeError("a bug of ours")] * PATIENCE]
    for attempt in range(PATIENCE):
        with time_machine.travel(real_now() + timedelta(hours=2 * (attempt + 1))):
            assert fetch_waiting() == 1
    attachment.refresh_from_db()
    assert attachment.failed_at
    assert fetch_waiting() == 0


def test_a_file_that_is_too_large_is_not_kept(world: World, account: Account, network: ScriptedNetwork) -> None:
    attachment = arrived(world, account, url=URL)
    network.files[URL] = b"x" * (ATTACHMENT_BYTES + 1)
    fetch_waiting()
    attachment.refresh_from_db()
    assert (attachment.stored, attachment.error) == ("", "The file is too large to be kept.")


def test_an_address_that_is_too_long_or_missing_is_not_tried(world: World, account: Account) -> None:
    for url in ("", "https://pictures.example/" + "x" * 2000):
        assert arrived(world, account, url=url).failed_at
    assert fetch_waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_fetched_for_a_message_that_went_away_meanwhile_leaves_no_file(
    world: World, account: Account, network: ScriptedNetwork
) -> None:
    attachment = arrived(world, account, url=URL)
    network.files[URL] = files.picture()
    network.during = lambda _call: Message.objects.filter(attachments=attachment).delete()
    before = set(Path(default_storage.path("attachments")).rglob("*"))
    assert fetch_waiting() == 1
    assert not Attachment.objects.exists()
    assert {path for path in Path(default_storage.path("attachments")).rglob("*") if path.is_file()} <= before


def test_with_the_row_the_file_goes(world: World, private: Conversation) -> None:
    attachment = upload(world.anna, private, picked(files.picture()))
    names = [attachment.stored, attachment.preview]
    assert all(default_storage.exists(name) for name in names)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert forget_abandoned(now()) == 0
        assert forget_abandoned(now() + timedelta(days=3)) == 1
    assert not any(default_storage.exists(name) for name in names)


@pytest.mark.django_db(transaction=True)
def test_two_answers_do_not_take_the_same_file(world: World, private: Conversation) -> None:
    file = upload(world.anna, private, picked(files.picture()))
    answers = [world.message(private, "This one?", by=world.anna).pk for _ in range(2)]

    def take(pk: int) -> None:
        with transaction.atomic():
            Message.objects.get(pk=pk).take_files(world.anna, [file.pk])

    results = race(*[lambda pk=pk: take(pk) for pk in answers])
    assert sorted(type(result).__name__ for result in results) == ["CannotAttach", "NoneType"]


@pytest.mark.django_db(transaction=True)
def test_a_file_that_goes_along_at_the_last_moment_is_not_removed(world: World, private: Conversation) -> None:
    file = upload(world.anna, private, picked(files.picture()))
    answer = world.message(private, "This one?", by=world.anna)
    removed = overtakes(
        lambda: answer.take_files(world.anna, [file.pk]),
        lambda: discard(Attachment.objects.get(pk=file.pk), world.anna),
    )
    assert removed is False
    assert list(answer.attachments.all()) == [file]
    assert all(default_storage.exists(name) for name in (file.stored, file.preview))
