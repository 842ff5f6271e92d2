"""Which conversation a message belongs to: by what it answers, else by the network's own thread; never by a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from webcare.channels.account import Account
from webcare.channels.inbound import Received
from webcare.conversations.conversation import Conversation
from webcare.conversations.message import KnownId, Message
from webcare.customers.handle import Handle
from webcare.lib.copying import copy_in


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message on its way in: what the network said, our account, and the handle whose exchange it is part of."""

    received: Received
    account: Account
    handle: Handle | None


class Threads:
    """The conversations that a batch of arrivals belongs to, looked up and made with one statement a stage."""

    def __init__(self, arrivals: Sequence[Arrival]) -> None:
        self.by_parent = _by_external_id(arrivals)
        self.by_key = _by_thread_key(arrivals)
        self.by_proof = _by_proof(arrivals)
        self.fresh: dict[tuple[int, str, int], Conversation] = {}

    def find(self, arrival: Arrival) -> Conversation | None:
        """The conversation of an arrival; a new one for a customer's first message; None for a post of ours to nobody."""
        found = self._proven(arrival) or self._answering(arrival) or self._keyed(arrival)
        if found:  # what answers it may come in the same batch
            self.by_parent[arrival.account.pk, arrival.received.external_id] = found
        return found

    def store(self) -> None:
        """Write the new conversations."""
        copy_in(list(self.fresh.values()))

    def _proven(self, arrival: Arrival) -> Conversation | None:
        known = self.by_proof.get(arrival.received.conversation_id or 0)
        return known if known and _belongs(known, arrival) else None

    def _answering(self, arrival: Arrival) -> Conversation | None:
        for parent in arrival.received.parents:
            known = self.by_parent.get((arrival.account.pk, parent))
            if known and (_belongs(known, arrival) or _is_our_answer(known, arrival)):
                return known
        return None

    def _keyed(self, arrival: Arrival) -> Conversation | None:
        if arrival.handle is None:
            return None
        key = (arrival.account.pk, arrival.received.thread_key[:512], arrival.handle.pk)
        known = self.by_key.get(key) or self.fresh.get(key)
        if known is None:
            known = self.fresh[key] = _new(arrival)
        return known


def _belongs(conversation: Conversation, arrival: Arrival) -> bool:
    """Only the person whose exchange it is may add to it, and what was said in public never joins what is private."""
    return (
        arrival.handle is not None
        and conversation.handle_id == arrival.handle.pk
        and conversation.account_id == arrival.account.pk
        and conversation.private == arrival.received.private
    )


def _is_our_answer(conversation: Conversation, arrival: Arrival) -> bool:
    """With whom we speak decides: further up in a public thread stand other people's exchanges."""
    is_with_them = arrival.handle is None or conversation.handle_id == arrival.handle.pk
    return arrival.received.ours and is_with_them and conversation.private == arrival.received.private


def _new(arrival: Arrival) -> Conversation:
    received = arrival.received
    return Conversation(
        account=arrival.account,
        brand=arrival.account.brand,
        network=arrival.account.network,
        thread_key=received.thread_key[:512],
        handle=arrival.handle,
        private=received.private,
        subject=received.subject[:500],
        opened_at=received.sent_at,
        last_message_at=received.sent_at,
    )


def _by_external_id(arrivals: Sequence[Arrival]) -> dict[tuple[int, str], Conversation]:
    wanted = {parent for arrival in arrivals for parent in arrival.received.parents}
    if not wanted:
        return {}
    accounts = {arrival.account.pk for arrival in arrivals}
    direct = Message.objects.filter(account__in=accounts, external_id__among=wanted).values_list(
        "account_id", "external_id", "conversation_id"
    )
    former = KnownId.objects.filter(account__in=accounts, external_id__among=wanted, message__isnull=False).values_list(
        "account_id", "external_id", "message__conversation_id"
    )
    found = [*direct, *former]
    conversations = _by_pk({conversation_id for _, _, conversation_id in found})
    return {(account_id, external_id or ""): conversations[pk] for account_id, external_id, pk in found}


def _by_thread_key(arrivals: Sequence[Arrival]) -> dict[tuple[int, str, int], Conversation]:
    found = Conversation.objects.filter(
        account__in={arrival.account.pk for arrival in arrivals},
        thread_key__among={arrival.received.thread_key[:512] for arrival in arrivals},
        handle_id__among=_handles(arrivals),
    )
    return {(row.account_id, row.thread_key, row.handle_id): row for row in found}


def _by_proof(arrivals: Sequence[Arrival]) -> dict[int, Conversation]:
    wanted = {a.received.conversation_id for a in arrivals if a.received.conversation_id}
    return _by_pk(wanted)


def _by_pk(wanted: Collection[int]) -> dict[int, Conversation]:
    return {row.pk: row for row in Conversation.objects.filter(pk__among=wanted)} if wanted else {}


def _handles(arrivals: Iterable[Arrival]) -> set[int]:
    return {arrival.handle.pk for arrival in arrivals if arrival.handle}
