"""What is older than its term goes, and nothing else; figures stay."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World
from webcare.channels.receipt import Receipt, ReceiptKey, ReceiptPost, keep
from webcare.clocks.clock import Clock
from webcare.conversations.attachment import Attachment
from webcare.conversations.conversation import Conversation
from webcare.conversations.filing import FOLDER
from webcare.conversations.message import Message
from webcare.conversations.reaction import Reaction
from webcare.customers.handle import Handle
from webcare.demo import cast
from webcare.keeping import forgetting
from webcare.keeping.forgetting import forget_the_old, forget_tonight, last_night, next_night
from webcare.keeping.night import Night
from webcare.keeping.term import Kept, Term, ends
from webcare.lib.now import now, real_now
from webcare.team.notice import Notice, NoticeKind

LONG_AGO = timedelta(days=400)


def term(kept: Kept, days: int | None, network: str = "") -> None:
    Term.objects.update_or_create(kept=kept, network=network, defaults={"days": days})


def old_receipt(network: str = "x", **fields: Any) -> Receipt:
    key = f"old-{ReceiptKey.objects.count()}"
    keep(network, key, b"{}", received_at=now() - LONG_AGO)
    row = Receipt.objects.get(key=key)
    Receipt.objects.filter(pk=row.pk).update(**fields)
    return row


def closed(conversation: Conversation, ago: timedelta = LONG_AGO) -> Conversation:
    Conversation.objects.filter(pk=conversation.pk).update(closed_at=now() - ago, waiting_since=None)
    return conversation


def test_raw_events_go_after_their_term_and_their_keys_stay(world: World) -> None:
    old, fresh = old_receipt(parsed_at=now() - timedelta(days=91)), old_receipt(parsed_at=now() - timedelta(days=89))
    waiting, aside = old_receipt(), old_receipt(set_aside_at=now() - LONG_AGO)
    forget_the_old()
    assert set(Receipt.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk, aside.pk}
    assert ReceiptKey.objects.filter(key=old.key).exists()
    assert keep("x", old.key, b"{}") is False


def test_each_network_may_have_a_term_of_its_own(world: World) -> None:
    term(Kept.EVENTS, 10)
    term(Kept.EVENTS, None, "email")
    post, mail = old_receipt(parsed_at=now() - LONG_AGO), old_receipt("email", parsed_at=now() - LONG_AGO)
    forget_the_old()
    assert set(Receipt.objects.all()) == {mail}
    assert post.pk != mail.pk


def test_words_of_what_was_closed_long_ago_go_wherever_they_stand(world: World) -> None:
    term(Kept.WORDS, 365)
    conversation = world.conversation(cast.BRAM, "Where is my suitcase?", account=world.mail, subject="Suitcase")
    message = conversation.messages.get()
    conversation.write_note(world.anna, "He called, too.", "n1")
    name = default_storage.save("attachments/aa/test", ContentFile(b"a ticket"))
    message.attachments.create(stored=name, fetched_at=now())
    message.revisions.create(text="Where?")
    keep("email", "k", b"From: x\r\n\r\nWhere is my suitcase?", account=world.mail)
    ReceiptPost.objects.create(receipt=Receipt.objects.get(key="k"), external_id=str(message.external_id))
    at = {"account": world.mail, "author_external_id": "7", "signs": ["👍"]}
    Reaction.objects.create(**at, external_id=str(message.external_id), at=now())
    waits = Reaction.objects.create(**at, external_id="still to come", at=now())
    Reaction.objects.create(**at, external_id="never came", at=now() - LONG_AGO)
    closed(conversation)
    forget_the_old()
    assert Reaction.objects.get() == waits
    message.refresh_from_db()
    conversation.refresh_from_db()
    assert (message.text, conversation.subject, conversation.preview) == ("", "", "")
    assert not message.revisions.exists() and not conversation.notes.exists()
    assert not Attachment.objects.exists()
    assert b"suitcase" not in bytes(Receipt.objects.get(key="k").payload)
    assert Message.objects.filter(pk=message.pk, counts_from=message.counts_from).exists()
    assert Handle.objects.get(pk=conversation.handle_id).name == ""


def test_whose_name_goes_is_not_named_at_what_others_said_either(world: World) -> None:
    term(Kept.WORDS, 365)
    old, beside = closed(world.conversation(cast.BRAM)), world.conversation(cast.MARTA, "Look at this")
    at = {"account": beside.account, "external_id": str(beside.messages.get().external_id), "at": now()}
    theirs = Reaction(**at, author_external_id=old.handle.external_id, author_name="Bram", signs=["👍"])
    theirs.save()
    forget_the_old()
    theirs.refresh_from_db()
    assert (theirs.author_external_id, theirs.author_name, theirs.signs) == (f"erased:{old.handle_id}", "", ["👍"])


def test_a_file_is_deleted_when_the_words_may_stay(world: World, django_capture_on_commit_callbacks: Any) -> None:
    term(Kept.FILES, 30)
    conversation = closed(world.conversation())
    name = default_storage.save("attachments/aa/test", ContentFile(b"a ticket"))
    conversation.messages.get().attachments.create(stored=name, fetched_at=now())
    with django_capture_on_commit_callbacks(execute=True):
        forget_the_old()
    assert not default_storage.exists(name)
    assert conversation.messages.get().text == "Where is my suitcase?"


@pytest.mark.parametrize("state", ["open", "closed lately", "in an open case"])
def test_what_somebody_works_on_stays(world: World, state: str) -> None:
    term(Kept.WORDS, 365)
    conversation = world.conversation(ago=LONG_AGO)
    if state == "closed lately":
        closed(conversation, timedelta(days=1))
    if state == "in an open case":
        from webcare.cases.opening import open_case

        open_case(conversation, by=world.anna, title="Suitcase")
        closed(conversation)
    forget_the_old()
    assert conversation.messages.get().text == "Where is my suitcase?"


def test_somebody_with_a_younger_conversation_keeps_their_name(world: World) -> None:
    term(Kept.WORDS, 365)
    closed(world.conversation(cast.BRAM))
    world.conversation(cast.BRAM, "And now?")
    forget_the_old()
    assert Handle.objects.get(pk=world.handle(cast.BRAM).pk).name == cast.BRAM.name


def test_what_was_emptied_is_emptied_once_and_again_when_it_was_reopened(world: World) -> None:
    term(Kept.WORDS, 365)
    conversation = closed(world.conversation())
    assert forget_the_old() == 1
    assert forget_the_old() == 0
    world.message(conversation, "I am back")
    closed(conversation, timedelta(days=366))
    Conversation.objects.update(emptied_at=now() - timedelta(days=380))
    assert forget_the_old() == 1
    assert not conversation.messages.exclude(text="")


def test_figures_stay(world: World) -> None:
    term(Kept.WORDS, 365)
    conversation = world.conversation(ago=LONG_AGO)
    from webcare.clocks.winding import wind

    wind({conversation.pk})
    closed(conversation)
    clocks = list(Clock.objects.values())
    forget_the_old()
    assert list(Clock.objects.values()) == clocks != []


def test_notices_go_and_nobody_loses_a_young_one(world: World) -> None:
    for key, days in (("old", 91), ("young", 2)):
        Notice.objects.create(
            person=world.anna, notice_kind=NoticeKind.MENTION, key=key, text=key, at=now() - timedelta(days=days)
        )
    forget_the_old()
    assert [notice.key for notice in Notice.objects.all()] == ["young"]


def test_more_than_a_batch_goes_in_one_night(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for _ in range(5):
        old_receipt(parsed_at=now() - LONG_AGO)
    with CaptureQueriesContext(connection) as asked:
        assert forget_the_old() == 5
    taken = [q["sql"] for q in asked if q["sql"].startswith("DELETE") and '"webcare_receipt"' in q["sql"]]
    assert len(taken) == 3


def test_without_a_decision_words_and_files_stay_for_ever(world: World) -> None:
    assert ends(Kept.WORDS, "x") is None
    assert ends(Kept.FILES, "email") is None
    closed(world.conversation(), timedelta(days=10_000))
    assert forget_the_old() == 0


def test_the_night_is_at_three_where_we_are_and_worked_once(world: World) -> None:
    assert last_night(datetime(2026, 7, 1, 0, 59, tzinfo=UTC)).astimezone(UTC) == datetime(
        2026, 6, 30, 1, 0, tzinfo=UTC
    )
    assert last_night(datetime(2026, 7, 1, 1, 0, tzinfo=UTC)).astimezone(UTC) == datetime(2026, 7, 1, 1, 0, tzinfo=UTC)
    shutil.rmtree(default_storage.path(FOLDER), ignore_errors=True)  # what other tests of this run left behind
    old_receipt(parsed_at=now() - LONG_AGO)
    assert forget_tonight() == 1
    old_receipt(parsed_at=now() - LONG_AGO)
    assert forget_tonight() == 0
    assert next_night() > real_now()
    with time_machine.travel(real_now() + timedelta(days=1), tick=False):
        assert forget_tonight() == 1
    assert Night.objects.count() == 1
