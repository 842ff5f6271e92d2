"""The webhook of our application, and which events of an account X tells it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.calling import application_of
from webcare.channels.x.api import Api, path_id
from webcare.channels.x.fields import Shape
from webcare.channels.x.limits import is_ticked
from webcare.lib.now import real_now

PUBLIC = ("post.create", "post.delete")
PRIVATE = (
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "dm.received",
    "dm.sent",
    "chat.received",
    "chat.sent",
)
LIKES = ("like.create",)
TAG = "webcare"
FIELDS = "created_at,id,url,valid"
AT_ONCE = 100  # subscriptions that one call ends
REPLAYED = timedelta(hours=24)  # as far back as X sends events again

log = logging.getLogger(__name__)


def webhooks(application: Application) -> list[Shape]:
    """All webhooks of our application."""
    return Api(application).get("/2/webhooks", **{"webhook_config.fields": FIELDS}).shapes("data")


def ensure_webhook(application: Application, url: str) -> str:
    """The id of a valid webhook at this address: the one there is, or a new one in place of our former one.

    X calls the address with a challenge while it answers, so that it has to be reachable already.
    """
    there = webhooks(application)
    at_url = next((each for each in there if each.maybe_words("url") == url), None)
    if at_url is None:
        former = application.settings.get("webhook_id")
        for each in there:
            if each.identifier("id") == former:
                Api(application).call("DELETE", f"/2/webhooks/{former}")
        at_url = Api(application).call("POST", "/2/webhooks", json={"url": url}).shape("data")
    elif not at_url.flag("valid"):
        validate(application, at_url.identifier("id"))
    webhook_id = at_url.identifier("id")
    application.keep(settings={"webhook_id": webhook_id})
    return webhook_id


def validate(application: Application, webhook_id: str) -> None:
    """Let X challenge the address again; after a while without answers it stops sending."""
    answer = Api(application).call("PUT", f"/2/webhooks/{path_id(webhook_id)}")
    data = answer.maybe_shape("data")
    if data is None or not (data.flag("valid") or data.flag("attempted")):
        raise DeliveryError(_("X does not get the right answer at the address of our webhook."))


def subscribe(account: Account, webhook_id: str) -> None:
    """Ask for every event of the account that is not asked for yet."""
    application = application_of(account)
    there = {each.words("event_type") for each in subscriptions(account, webhook_id)}
    private = (*PRIVATE, *(LIKES if is_ticked(account.settings.get("likes")) else ()))
    for kinds, api in ((PUBLIC, Api(application)), (private, Api.of(account))):
        for kind in kinds:
            if kind not in there:
                about = {"user_id": account.external_id} | ({"direction": "inbound"} if kind in LIKES else {})
                wish = {"event_type": kind, "filter": about, "tag": TAG, "webhook_id": webhook_id}
                api.call("POST", "/2/activity/subscriptions", json=wish)


def subscriptions(account: Account, webhook_id: str) -> list[Shape]:
    """What X tells this webhook about the account."""
    pages = Api(application_of(account)).pages("/2/activity/subscriptions", max_results=1000)
    return [each for page in pages for each in page.shapes("data") if _is_ours(each, account, webhook_id)]


def unsubscribe(account: Account) -> None:
    """End everything that X tells us about the account; the webhook stays for the others."""
    application = application_of(account)
    webhook_id = str(application.settings.get("webhook_id", ""))
    ids = [each.identifier("subscription_id") for each in subscriptions(account, webhook_id)]
    for some in _by(AT_ONCE, ids):
        Api(application).call("DELETE", "/2/activity/subscriptions", params={"ids": ",".join(some)})


def revive(account: Account, since: datetime) -> None:
    """Where X gave our webhook up: have it checked again, and let X send what it kept back.

    Reading the lists brings the rest, so that a failure here is told and does not keep anybody from catching up.
    """
    application = application_of(account)
    webhook_id = str(application.settings.get("webhook_id", ""))
    if not webhook_id or not application.secrets.get("app_bearer"):
        return
    try:
        ours = [each for each in webhooks(application) if each.identifier("id") == webhook_id]
        if ours and not ours[0].flag("valid"):
            validate(application, webhook_id)
            _replay(application, webhook_id, since)
    except DeliveryError as error:
        log.warning("The webhook of %s could not be revived: %s", account, error.message)


def _replay(application: Application, webhook_id: str, since: datetime) -> None:
    end = real_now()
    begin = max(since, end - REPLAYED)
    span = {"from_date": _minute(begin), "to_date": _minute(end)}
    Api(application).call("POST", "/2/webhooks/replay", json={"webhook_id": webhook_id, **span})


def _is_ours(subscription: Shape, account: Account, webhook_id: str) -> bool:
    about = subscription.maybe_shape("filter")
    is_account = about is not None and about.maybe_words("user_id") == account.external_id
    return is_account and subscription.maybe_words("webhook_id") == webhook_id


def _by(size: int, ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _minute(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M")
