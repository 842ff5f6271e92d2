"""One post, comment, direct message or e-mail, theirs or ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from webcare.channels.account import Account
from webcare.channels.delivery import Delivery
from webcare.conversations.attaching import Attachable
from webcare.conversations.conversation import Conversation
from webcare.conversations.hiding import Hideable
from webcare.conversations.recalling import Sendable
from webcare.customers.handle import Handle
from webcare.lib.now import now
from webcare.team.person import Person

if TYPE_CHECKING:
    from webcare.conversations.attachment import Attachment
    from webcare.conversations.reacting import Sign

    TextualField = models.Field[str, str]
else:
    TextualField = models.Field


class RegConfigField(TextualField):
    """A PostgreSQL text search configuration, so that each message is searched in its own language."""

    def db_type(self, connection: object) -> str:
        return "regconfig"

    def select_format(self, compiler: object, sql: str, params: Any) -> tuple[str, Any]:
        return f"({sql})::text", params

    def get_placeholder(self, value: object, compiler: object, connection: object) -> str:
        return "%s::text::regconfig"


class MessageQuerySet(models.QuerySet["Message"]):
    def shown(self) -> Self:
        """Those that were not purged."""
        return self.filter(deleted_at=None)

    def unanswered(self) -> Self:
        """Messages of the customer that ask for an answer."""
        return self.filter(ours=False, need__in=ASKING, automatic=False, deleted_at=None)


ASKING = ("question", "statement")


class Message(Sendable, Hideable, Attachable, models.Model):
    """`sent_at` is the network's time (null while our answer is on its way), `received_at` ours.

    `stored_at` is from when on it can be seen here, where that is known; an event that was set aside is received long
    before. `seen_upto` is the newest `stored_at` that the writer of our answer had before them: what it can answer.
    `counts_from` is where the clock starts: `sent_at`, or the receipt when that is earlier by clock skew.
    `text` is shown, `searchable` is what the index reads where it differs (bigrams for Chinese, Japanese, Korean).
    `key` comes from the client with a reply, so that a double click is one row. `is_fresh` tells the click that wrote it.
    """

    is_fresh = False
    signs: Sequence[Sign] = ()  # filled by reacting.with_reactions
    files: Sequence[Attachment] = ()  # and these two by carrying.with_what_they_carry
    earlier_texts: Sequence[str] = ()

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    external_id = models.CharField(max_length=512, null=True, blank=True)
    ours = models.BooleanField(default=False)
    private = models.BooleanField(default=False)
    handle = models.ForeignKey(Handle, on_delete=models.PROTECT, null=True, blank=True, related_name="messages")
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    delivery = models.OneToOneField(Delivery, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    answers = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answered_by")
    covers = models.ForeignKey(
        Conversation, on_delete=models.SET_NULL, null=True, blank=True, related_name="covered_by"
    )  # the public exchange that this private answer answers
    parent_external_id = models.CharField(max_length=512, blank=True)
    quoted_external_id = models.CharField(max_length=512, blank=True)
    context = models.JSONField(default=list, blank=True)  # parent, quoted and original posts, as they were
    subject = models.CharField(max_length=500, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)  # made safe
    folded = models.TextField(blank=True)  # quoted earlier text
    permalink = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=8, blank=True)
    need = models.CharField(max_length=16, default="statement")  # reading.chatter
    urgent = models.CharField(max_length=32, blank=True)
    abusive = models.BooleanField(default=False)
    automatic = models.BooleanField(default=False)
    proven_by = models.CharField(
        max_length=255, null=True, blank=True
    )  # who vouches for the sender; "" nobody, null unknown
    forwarded_by = models.CharField(max_length=255, null=True, blank=True)  # the forwarder whose word that is
    late_delivered = models.BooleanField(default=False)
    addressed_to = models.CharField(
        max_length=255, null=True, blank=True
    )  # of several names of our account, the one they used
    sent_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=now)
    stored_at = models.DateTimeField(null=True, blank=True)
    seen_upto = models.DateTimeField(null=True, blank=True)
    counts_from = models.DateTimeField(default=now)
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)  # somebody said that it needs no (further) answer
    hidden_at = models.DateTimeField(null=True, blank=True)
    hiding_told_at = models.DateTimeField(null=True, blank=True)  # since when it is as `hidden_at` says, or is not
    delivered_at = models.DateTimeField(null=True, blank=True)  # of ours: on the customer's device, where that is told
    seen_at = models.DateTimeField(null=True, blank=True)  # of ours: read by the customer
    config = RegConfigField(default="simple")
    searchable = models.TextField(null=True, blank=True)
    search = models.GeneratedField(
        expression=models.Func(
            models.F("config"),
            Coalesce(
                "searchable",
                models.Func(
                    models.F("subject"),
                    models.Value(" "),
                    models.F("text"),
                    template="(%(expressions)s)",
                    arg_joiner=" || ",
                    output_field=models.TextField(),
                ),
            ),
            function="to_tsvector",
            output_field=SearchVectorField(),
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_id"], name="message_once", condition=Q(external_id__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["conversation", "counts_from", "id"], name="message_flow"),
            models.Index(fields=["-counts_from", "-id"], name="message_newest"),
            GinIndex(fields=["search"], name="message_search", fastupdate=True),
        ]

    def __str__(self) -> str:
        return f"message {self.pk} in {self.conversation_id}"

    @property
    def kind(self) -> str:
        """What the ledger calls it."""
        return "message"

    @property
    def at(self) -> object:
        """When it was said; for an answer on its way, when it was written."""
        return self.sent_at or self.received_at


class Revision(models.Model):
    """What a message said before it was edited."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="revisions")
    text = models.TextField()
    replaced_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"revision of {self.message_id}"


class KnownId(models.Model):
    """Further ids of a message (it was edited, and each edit has an id), or of one that was deleted before it came."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    external_id = models.CharField(max_length=512)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, blank=True, related_name="known_ids")
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "external_id"], name="known_id_once")]

    def __str__(self) -> str:
        return self.external_id
