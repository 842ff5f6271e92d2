"""How it goes with the network of an account, call by call: since when what fails, and when it last went well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import models
from django.db.models import F

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.suspecting import Act, Facts, Failing, Trouble
from webcare.lib.now import now


class Contact(models.Model):
    """One kind of call over one account, from the first time that it failed: `since` is null while it goes well."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contacts")
    act = models.CharField(max_length=16)
    trouble = models.CharField(max_length=16, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)
    times = models.PositiveIntegerField(default=0)
    why = models.TextField(blank=True)
    well_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "act"], name="contact_once")]

    def __str__(self) -> str:
        return f"{self.act} over {self.account_id}: {self.trouble or 'well'}"

    def failing(self) -> Failing | None:
        """What the suspicion needs to know of it; None while it goes well."""
        if self.since is None or self.last_at is None:
            return None
        return Failing(Act(self.act), Trouble(self.trouble), self.since, self.last_at, self.times, self.why)


def trouble_of(error: DeliveryError) -> Trouble:
    """What a failed call says about the network."""
    if error.reauth:
        return Trouble.ACCESS
    if error.permanent or error.gone or error.duplicate:
        return Trouble.REFUSED
    return Trouble.BUSY if error.retry_after else Trouble.SILENT


@contextmanager
def listened(account: Account, act: Act) -> Iterator[None]:
    """A call over this account, of which it is remembered how it went."""
    try:
        yield
    except DeliveryError as error:
        failed(account, act, error)
        raise
    went_well(account, act)


def failed(account: Account, act: Act, error: DeliveryError) -> None:
    """A call failed: once more, or for the first time in this way."""
    at, trouble, why = now(), trouble_of(error), error.message[:2000]
    known = Contact.objects.filter(account=account, act=act)
    if known.filter(trouble=trouble, since__isnull=False).update(times=F("times") + 1, last_at=at, why=why):
        return
    begun = {"trouble": trouble, "since": at, "last_at": at, "times": 1, "why": why}
    Contact.objects.update_or_create(account=account, act=act, defaults=begun)


def went_well(account: Account, act: Act) -> None:
    """A call went well; who never failed has no row, so that this costs nothing but a look."""
    Contact.objects.filter(account=account, act=act).update(
        trouble="", since=None, last_at=None, times=0, why="", well_at=now()
    )


def facts_of(network: str) -> list[Facts]:
    """What every connected account of a network lives through."""
    accounts = list(Account.objects.connected().filter(network=network).order_by("pk"))
    contacts: dict[int, list[Contact]] = defaultdict(list)
    for contact in Contact.objects.filter(account__in=accounts):
        contacts[contact.account_id].append(contact)
    return [_facts(account, contacts[account.pk]) for account in accounts]


def _facts(account: Account, contacts: Sequence[Contact]) -> Facts:
    failing = tuple(found for contact in contacts if (found := contact.failing()))
    return Facts(account.last_event_at, max((one.well_at for one in contacts if one.well_at), default=None), failing)
