"""Whoever asks to be forgotten is, everywhere; and stays forgotten when a backup comes back."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from tests.world import World
from webcare.cases.opening import open_case
from webcare.channels.delivery import Delivery
from webcare.channels.receipt import Receipt, ReceiptPost, keep
from webcare.channels.template import Chosen
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.reacting import trace
from webcare.conversations.reaction import Reaction
from webcare.customers.handle import Handle
from webcare.customers.linking import Proof
from webcare.demo import cast
from webcare.keeping.erasing import erase, erase_again
from webcare.keeping.erasure import FILE, Erasure, digest_of, read
from webcare.ledger.event import Event
from webcare.lib.now import real_now

SECRETS = ("Bramstein", "bram@", "bagbagbag", "ZX81QQ")


def full_life(world: World) -> Handle:
    """Somebody who left traces in every corner; each of them holds one of SECRETS."""
    mail, post = world.handle(cast.BRAM, "email"), world.handle(cast.BRAM)
    Handle.objects.filter(pk__in=[mail.pk, post.pk]).update(name="Bramstein")
    post.link(mail.customer, world.anna, Proof.PHONE, "Bramstein said so")
    conversation = world.conversation(cast.BRAM, "My bagbagbag is lost", account=world.mail, subject="bagbagbag")
    message = conversation.messages.get()
    conversation.write_note(world.anna, "Booking ZX81QQ", "n1")
    conversation.keep_draft(world.anna, "note", "Dear Bramstein", 0)
    filled = Chosen("found/en", {"body.1": "Bramstein", "body.2": "bagbagbag"})
    conversation.reply(world.anna, text="Dear Bramstein, your bagbagbag", key="r1", template=filled)
    open_case(conversation, by=world.anna, title="bagbagbag of Bramstein")
    keep("email", "k1", b"From: bram@x\r\n\r\nMy bagbagbag is lost")
    ReceiptPost.objects.create(receipt=Receipt.objects.get(key="k1"), external_id=str(message.external_id))
    keep("email", "k2", b"From: " + mail.external_id.encode() + b" Bramstein", error="not understood")
    other = world.conversation(cast.MARTA, "Look at this")
    beside = other.messages.get()
    stand = Reaction(account=world.x, external_id=str(beside.external_id), signs=["👍"], at=real_now())
    stand.author_external_id, stand.author_name = post.external_id, "Bramstein"
    stand.save()
    keep("x", "k3", b'{"like": "Bramstein"}')
    Receipt.objects.filter(key="k3").update(parsed_at=real_now())
    ReceiptPost.objects.create(receipt=Receipt.objects.get(key="k3"), external_id=trace(post.external_id))
    own = Reaction(account=world.mail, external_id=str(message.external_id), signs=["bagbagbag"], at=real_now())
    own.author_external_id = "somebody else"
    own.save()
    Message.objects.filter(pk=beside.pk).update(
        account=world.mail,
        context=[
            {"external_id": message.external_id, "text": "My bagbagbag is lost", "relation": "quoted", "author": {}}
        ],
    )
    return post


def everything() -> str:
    """All text in all tables that stay, as one could search them."""
    said = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name LIKE 'webcare_%' AND table_name NOT IN ('webcare_cache', 'webcare_receiptkey')"
        )
        for table, column in cursor.fetchall():
            cursor.execute(f"SELECT string_agg({column}::text, ' ') FROM \"{table}\"")
            said.append(f"{table}.{column}: {cursor.fetchone()[0]}")
            cursor.execute(
                f"SELECT data_type FROM information_schema.columns WHERE table_name = '{table}' AND column_name = '{column}'"
            )
            if cursor.fetchone()[0] == "bytea" and column == "payload":
                cursor.execute(f"SELECT string_agg(encode({column}, 'escape'), ' ') FROM {table}")
                said.append(str(cursor.fetchone()[0]))
    return "\n".join(said)


def test_nothing_of_them_is_left_anywhere(world: World) -> None:
    handle = full_life(world)
    before = everything()
    assert all(secret in before for secret in SECRETS)
    erased = erase(Handle.objects.get(pk=handle.pk).customer, world.joost, "asked by letter")
    left = everything()
    for secret in (*SECRETS, handle.external_id):
        found = re.findall(rf"^(\S+): .*{re.escape(secret)}", left, re.MULTILINE)
        assert secret not in left, found
    assert erased.handles == 2 and erased.messages == 2


def test_others_keep_what_is_theirs(world: World) -> None:
    full_life(world)
    other = world.conversation(cast.MARTA, "Mine stays")
    erase(world.handle(cast.BRAM, "email").customer, world.joost, "asked")
    assert other.messages.get().text == "Mine stays"
    assert Handle.objects.get(pk=other.handle_id).name == cast.MARTA.name


def test_what_is_on_its_way_never_leaves(world: World) -> None:
    full_life(world)
    erase(world.handle(cast.BRAM, "email").customer, world.joost, "asked")
    assert not Delivery.objects.pending().exists()


def test_nothing_leads_to_the_post_after_which_we_went_on_in_private(world: World) -> None:
    asked = world.conversation(cast.BRAM)
    known = str(asked.messages.get().external_id)
    private = asked.reply(world.anna, text="Your booking, please?", key="r2", private=True)
    assert private.delivery and private.delivery.outgoing["goes_on_from"] == known
    erase(asked.handle.customer, world.joost, "asked")
    assert Delivery.objects.get().outgoing["goes_on_from"] == ""


def test_the_ledger_still_says_that_and_who_and_when(world: World) -> None:
    full_life(world)
    events = Event.objects.count()
    erase(world.handle(cast.BRAM, "email").customer, world.joost, "letter of Monday")
    assert Event.objects.count() == events + 1
    last = Event.objects.latest("pk")
    assert (last.verb, last.actor_id, last.why) == ("customer.erased", world.joost.pk, "letter of Monday")


def test_only_hashes_are_noted_in_the_table_and_in_the_file(world: World) -> None:
    handle = full_life(world)
    digest = digest_of(Handle.objects.get(pk=handle.pk))
    erase(world.handle(cast.BRAM, "email").customer, world.joost, "asked")
    assert Erasure.objects.filter(digest=digest).exists()
    assert digest in {row.digest for row in read(settings.DATA / FILE)}
    assert handle.external_id not in (settings.DATA / FILE).read_text()
    assert (settings.DATA / FILE).stat().st_mode & 0o077 == 0


def test_whoever_writes_again_is_somebody_new(world: World) -> None:
    handle = full_life(world)
    erase(world.handle(cast.BRAM, "email").customer, world.joost, "asked")
    again = Handle.objects.create(
        network=handle.network, external_id=handle.external_id, name="B.", customer=world.handle(cast.MARTA).customer
    )
    assert again.pk != handle.pk


def test_a_restored_customer_is_erased_again(world: World) -> None:
    handle = full_life(world)
    conversation = Conversation.objects.get(account=world.mail)
    known = [Erasure(digest=digest_of(Handle.objects.get(pk=handle.pk)), erased_at=real_now())]
    assert erase_again(known) == 1
    assert "Bramstein" not in Handle.objects.get(pk=handle.pk).name
    assert erase_again(known) == 0
    mail = Handle.objects.get(pk=conversation.handle_id)
    assert erase_again([Erasure(digest=digest_of(mail), erased_at=real_now())]) == 1
    assert conversation.messages.exclude(text="").count() == 0


def test_who_came_after_the_erasure_stays(world: World) -> None:
    handle = world.handle(cast.BRAM)
    known = [Erasure(digest=digest_of(handle), erased_at=real_now() - timedelta(days=1))]
    assert erase_again(known) == 0
    assert Handle.objects.get(pk=handle.pk).name == cast.BRAM.name


def test_half_a_line_in_the_file_says_nothing(tmp_path: Any) -> None:
    (tmp_path / FILE).write_text(f"abc {real_now().isoformat()}\ndef")
    assert [row.digest for row in read(tmp_path / FILE)] == ["abc"]
    assert read(tmp_path / "nowhere") == []


def test_erasing_twice_changes_nothing_more(world: World) -> None:
    full_life(world)
    customer = world.handle(cast.BRAM, "email").customer
    assert erase(customer, world.joost, "asked").messages == 2
    assert erase(customer, world.joost, "asked").messages == 0
