"""Take a conversation along to another network: offer the ways with a code, and go on where the code comes back."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.outage import dark_networks, name_of
from webcare.channels.registry import adapter, networks
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import Message
from webcare.conversations.passage import LASTS, Passage, codes_in, digest_of, new_code, shown
from webcare.conversations.proving import arrived
from webcare.conversations.settling import settle
from webcare.customers.linking import Proof, unite
from webcare.ledger.change import changed
from webcare.ledger.recording import record
from webcare.lib.now import now
from webcare.lib.pace import Pacer

TRIES_A_MINUTE = 6  # of one handle, at what looks like a code while any is good
NOT_A_DIGIT = re.compile(r"\D")
NO_LETTER = re.compile(r"[\W_]+")
pacer = Pacer()


@dataclass(frozen=True, slots=True)
class Way:
    """Another account of the brand: `called` is how people find it there; `link` opens it with the code ("" for none)."""

    network: str
    name: str
    called: str
    link: str


@dataclass(frozen=True, slots=True)
class Offer:
    """`code` as people type it, good for some `minutes`, once."""

    code: str
    minutes: int
    ways: list[Way]


def exchange(account: Account, thread_key: str, visitor: str) -> Conversation | None:
    """What was said with whoever this visitor is now; None before they wrote."""
    rows = Conversation.objects.filter(account=account, thread_key=thread_key, handle__external_id=visitor)
    found: Conversation | None = rows.select_related("account", "handle").first()
    return found


def ways_from(account: Account) -> list[Account]:
    """Where the customers of this account may go on: accounts of its brand that people write to in private, by themselves."""
    takes = [network for network in networks() if _takes(network)]
    rows = Account.objects.connected().filter(brand=account.brand_id, network__in=takes, reauth_at=None)
    away = dark_networks()
    found = [row for row in rows.select_related("application").order_by("pk") if row.network not in away]
    return sorted(found, key=lambda row: (not adapter(row.network).capabilities.carrying_link, row.pk))


def offer(conversation: Conversation) -> Offer:
    """A new code, in the place of an earlier one that was not used."""
    code = new_code()
    with transaction.atomic():
        Passage.objects.filter(conversation=conversation, used_at=None).delete()
        Passage.objects.create(conversation=conversation, digest=digest_of(code), expires_at=now() + LASTS)
    ways = [_way(account, code) for account in ways_from(conversation.account)]
    return Offer(shown(code), int(LASTS.total_seconds() // 60), ways)


def sentence(code: str, language: str | None = None) -> str:
    """What a link puts in the customer's mouth. It says what the code does, to whoever is talked into sending it."""
    with override(language or get_language()):
        return _("I go on here with what I began in your chat: %(code)s") % {"code": shown(code)}


def take_passages(conversation_ids: Collection[int]) -> None:
    """Look whether a code came back in what has just arrived, and whether somebody came back to where they began."""
    at = now()
    _come_back(conversation_ids, at)
    around = ("conversation__handle__customer", "conversation__account")
    waiting = {one.digest: one for one in Passage.objects.usable(at).select_related(*around)}
    if waiting:
        for message in arrived(conversation_ids, min(one.made_at for one in waiting.values())):
            _look(message, waiting, at)


def _takes(network: str) -> bool:
    can = adapter(network).capabilities
    return can.private is not None and not can.noted and not can.widget


def _way(account: Account, code: str) -> Way:
    can = adapter(account.network).capabilities
    blanks = {
        "{account}": account.external_id, "{handle}": account.handle, "{number}": NOT_A_DIGIT.sub("", account.handle),
        "{code}": code, "{text}": sentence(code),
    }  # fmt: skip
    link = can.carrying_link
    for blank, value in blanks.items():
        link = link.replace(blank, quote(value, safe="")) if value or blank not in link else ""
    return Way(account.network, can.name, account.called, account.seen_at(link))


def _look(message: Message, waiting: Mapping[str, Passage], at: datetime) -> None:
    codes = codes_in(f"{message.subject} {message.text}")
    if not codes or pacer.ask(f"passage {message.handle_id}", TRIES_A_MINUTE):
        return
    for code in codes:
        passage = waiting.get(digest_of(code))
        if passage and message.account_id != passage.conversation.account_id:
            _pass(passage, message, code, at)


def _pass(passage: Passage, message: Message, code: str, at: datetime) -> None:
    """Only in private, and from somebody of whom the network says who they are."""
    here, handle = passage.conversation, message.handle
    if handle is None or handle.blocked_at or message.account.brand_id != here.brand_id:
        return
    if not (adapter(handle.network).capabilities.proves_sender or message.proven_by):
        return  # anybody can write in this name; the code stays good, for whoever has the account
    if not message.private:
        Passage.objects.filter(pk=passage.pk, used_at=None).delete()  # everybody has read it
        return
    there = message.conversation
    if not Passage.objects.usable(at).filter(pk=passage.pk).update(used_at=at, to=there):
        return
    Passage.objects.filter(conversation=here, ended_at=None, to__isnull=False).exclude(pk=passage.pk).update(
        ended_at=at
    )
    named = {"there": name_of(here.network), "here": f"{name_of(handle.network)} {handle.shown}"}
    unite(here.handle, handle, Proof.CODE, _("shown in %(there)s, came back from %(here)s") % named)
    if _says_only(message.text, code):
        Message.objects.filter(pk=message.pk).update(automatic=True)
        settle([there.pk])
    _tell("conversation.passed", here, there)


def _says_only(text: str, code: str) -> bool:
    """Whether nothing is asked beside the code."""
    begun = f"/start {code}"  # as a button of an app sends it
    known = [code, begun, *(sentence(code, language) for language, _name in settings.LANGUAGES)]
    return _plain(text) in {_plain(one) for one in known}


def _plain(text: str) -> str:
    return NO_LETTER.sub("", text.upper())


def _come_back(conversation_ids: Collection[int], at: datetime) -> None:
    """Who writes again where they began is answered there again."""
    later = Message.objects.filter(
        conversation=OuterRef("conversation"), ours=False, automatic=False, received_at__gt=OuterRef("used_at")
    )
    made: QuerySet[Passage] = Passage.objects.filter(to__isnull=False, ended_at=None)
    rows = made.filter(Exists(later), conversation__in=conversation_ids)
    for passage in rows.select_related("conversation", "to"):
        if passage.to and made.filter(pk=passage.pk).update(ended_at=at):
            _tell("conversation.came_back", passage.conversation, passage.to)


def _tell(verb: str, here: Conversation, there: Conversation) -> None:
    told = {"to": there.pk, "network": there.network, "thread": here.thread_key, "account": here.account_id}
    record(verb, here, under=there, data=told)
    changed(["queue", here.topic, there.topic])
