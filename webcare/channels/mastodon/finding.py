"""After an unknown outcome: does our answer stand on the server? Read from what the account said since."""

from __future__ import annotations

from datetime import datetime, timedelta

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, Sent
from webcare.channels.delivery import belongs_to_another
from webcare.channels.mastodon.api import Api, number_of, understood
from webcare.channels.mastodon.fields import Shape
from webcare.channels.mastodon.sending import sent_as, tidy
from webcare.channels.mastodon.statuses import DIRECT

SKEW, AT_ONCE, MOST_PAGES = timedelta(seconds=5), 40, 10


def find_sent(account: Account, outgoing: Outgoing, since: datetime) -> Sent | None:
    """By its very text, which the server keeps beside the HTML that it shows. Raises DeliveryError."""
    api, older = Api(account), ""
    for _page in range(MOST_PAGES):
        asked = [("limit", str(AT_ONCE)), ("exclude_reblogs", "true"), *([("max_id", older)] if older else [])]
        page = api.page(f"/api/v1/accounts/{number_of(account.external_id)}/statuses", asked)
        with understood():
            for status in (items := page.told.shapes("list")):
                if status.time("created_at") < since - SKEW:
                    return None
                sent = sent_as(account, status)
                if _is_it(api, outgoing, status) and not belongs_to_another(account, outgoing, sent):
                    return sent
        older = page.older
        if not items or not older:
            return None
    return None


def _is_it(api: Api, outgoing: Outgoing, status: Shape) -> bool:
    target = outgoing.in_reply_to or outgoing.goes_on_from
    if (status.words("visibility") == DIRECT) != outgoing.private and outgoing.private:
        return False
    if target and status.maybe_identifier("in_reply_to_id") != number_of(target):
        return False
    source = api.get(f"/api/v1/statuses/{status.identifier('id')}/source")
    _name, _space, said = source.words("text").partition(" ")
    return tidy(said) == tidy(outgoing.text)
