"""Whom a network calls otherwise by now is the same person: their handle goes on, and what they put below messages is theirs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from webcare.channels.inbound import Author, Inbound, Reacted, Received
from webcare.channels.receipt import ReceiptPost
from webcare.conversations.reacting import trace
from webcare.conversations.reaction import Reaction
from webcare.customers.handle import rename


def go_on(network: str, inbounds: Iterable[Inbound]) -> None:
    """To be called before anything of theirs is taken in under the new name."""
    formerly = {former: person.external_id for person in _people(inbounds) for former in person.formerly}
    if not formerly:
        return
    rename(network, formerly)
    there = Reaction.objects.filter(account__network=network)
    for row in there.filter(author_external_id__in=formerly):
        known = formerly[row.author_external_id]
        if there.filter(account=row.account_id, external_id=row.external_id, author_external_id=known).exists():
            row.delete()
        else:
            there.filter(pk=row.pk).update(author_external_id=known)
    traces = {trace(former): trace(known) for former, known in formerly.items()}
    for post in ReceiptPost.objects.filter(external_id__in=traces, receipt__network=network):
        ReceiptPost.objects.filter(pk=post.pk).update(external_id=traces[post.external_id])


def _people(inbounds: Iterable[Inbound]) -> Iterator[Author]:
    for inbound in inbounds:
        if isinstance(inbound, Reacted):
            yield inbound.author
        elif isinstance(inbound, Received) and (person := inbound.recipient if inbound.ours else inbound.author):
            yield person
