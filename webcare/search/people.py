"""People by name or handle, in spite of a typo."""

from __future__ import annotations

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Greatest, Upper

from webcare.conversations.conversation import Conversation
from webcare.customers.handle import Handle
from webcare.search.query import Query
from webcare.team.person import Person

MOST = 20
ALIKE = 0.5  # PostgreSQL's own 0.6 loses a short name with one wrong letter


def find(person: Person, query: Query) -> list[Handle]:
    """The handles whose name is like the words, best first; only people who wrote to a brand that `person` sees."""
    words = (query.author or query.words).lstrip("@").strip().upper()
    if len(words) < 2:
        return []
    wrote_us = Conversation.objects.visible_to(person).filter(handle=OuterRef("pk"))
    rows = Handle.objects.annotate(upper_name=Upper("name"), upper_handle=Upper("handle")).filter(
        Q(upper_name__trigram_word_similar=words)
        | Q(upper_handle__trigram_word_similar=words)
        | Q(upper_name__contains=words)
        | Q(upper_handle__contains=words)
    )
    if query.network:
        rows = rows.filter(network=query.network)
    alike = Greatest(TrigramWordSimilarity(words, "upper_name"), TrigramWordSimilarity(words, "upper_handle"))
    found = (
        rows.filter(Exists(wrote_us)).annotate(alike=alike).select_related("customer").order_by("-alike", "name", "pk")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        return list(found[:MOST])
