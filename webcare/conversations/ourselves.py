"""Who we are on each network, for those who read what comes in."""

from __future__ import annotations

from collections import defaultdict

from webcare.channels.account import Account
from webcare.channels.inbound import Parsing
from webcare.channels.receipt import Receipt
from webcare.lib.keyring import proof_key


class OurAccounts:
    """Who we are on each network, looked up once a batch."""

    def __init__(self) -> None:
        rows = Account.objects.values_list("pk", "network", "external_id")
        self._by_pk = {pk: external_id for pk, _, external_id in rows}
        by_network: dict[str, set[str]] = defaultdict(set)
        for _, network, external_id in rows:
            by_network[network].add(external_id)
        self._own = {network: frozenset(ids) for network, ids in by_network.items()}
        self._proof_key = proof_key("reply address")

    def parsing(self, receipt: Receipt) -> Parsing:
        """What the parser may know besides the payload."""
        return Parsing(
            received_at=receipt.received_at,
            account=self._by_pk.get(receipt.account_id or 0, ""),
            own_ids=self._own.get(receipt.network, frozenset()),
            proof_key=self._proof_key,
            key=receipt.key,
        )
