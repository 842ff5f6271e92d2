"""An exchange of the plan with the ids that the network gave to what was said."""

from __future__ import annotations

from dataclasses import dataclass, field

from webcare.channels.account import Account
from webcare.channels.email.message_id import thread_key
from webcare.demo.history import Exchange


@dataclass
class Played:
    """`ids` are in the order of what was said."""

    exchange: Exchange
    account: Account
    ids: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Who the customer is on the network of the story: a handle, or an address."""
        customer = self.exchange.story.customer
        return str(customer.email if self.exchange.story.network == "email" else customer.handle)

    def thread_key(self, handle_id: str) -> str:
        """What the network's own thread is called, as its adapter would say."""
        if self.exchange.story.network == "email":
            return thread_key(self.key, self.ids[0])
        if self.exchange.story.public:
            return f"{self.ids[0]}:{handle_id}"
        return "-".join(sorted((self.account.external_id, handle_id), key=int))

    def subject(self, place: int) -> str:
        """What stands above the nth thing that was said, where the network has subjects."""
        subject = self.exchange.story.subject
        return f"Re: {subject}" if subject and place else subject
