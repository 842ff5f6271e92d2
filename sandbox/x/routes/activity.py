"""/2/activity/subscriptions: which events of which account an app wants to hear of."""

from sandbox.clock import iso
from sandbox.world.webhooks import NewSubscription, Subscription
from sandbox.x.access import Context
from sandbox.x.asking import body_of, id_in, part_in, text_in
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import Problem, forbidden, invalid, not_found
from sandbox.x.shapes import Shape

LIMIT = Limit(500, 500)
PUBLIC_EVENTS = frozenset({"post.create", "post.delete"})
PRIVATE_EVENTS = {
    "post.mention.create": "tweet.read",
    "post.reply.create": "tweet.read",
    "post.quote.create": "tweet.read",
    "post.repost.create": "tweet.read",
    "dm.received": "dm.read",
    "dm.sent": "dm.read",
    "dm.read": "dm.read",
    "dm.indicate_typing": "dm.read",
    "chat.received": "dm.read",
    "chat.sent": "dm.read",
    "like.create": "like.read",
    "mute.mute": "mute.read",
    "mute.unmute": "mute.read",
    "block.block": "block.read",
    "block.unblock": "block.read",
}
MEMBERS = frozenset({"event_type", "filter", "tag", "webhook_id"})
MOST = 1500


@endpoint(LIMIT, Context.EITHER)
async def create(call: Call) -> Answer:
    body = await body_of(call.request, MEMBERS)
    event_type = text_in(body, "event_type")
    asked = part_in(body, "filter", frozenset({"user_id", "direction", "keyword"}))
    user_id = id_in(asked, "user_id")
    if user_id is None or call.network.world.users.get(user_id) is None:
        raise invalid("$.filter.user_id: an account that exists expected", "filter", user_id)
    _check_allowed(call, event_type, user_id)
    webhook_id = id_in(body, "webhook_id")
    _check_webhook(call, webhook_id)
    if len(call.network.world.webhooks.subscriptions(call.caller.app.id)) >= MOST:
        raise forbidden(f"This app has {MOST} subscriptions already.")
    direction = text_in(asked, "direction") or None
    made = call.network.world.webhooks.subscribe(
        NewSubscription(call.caller.app.id, webhook_id, event_type, user_id, direction, text_in(body, "tag") or None)
    )
    if made is None:
        raise Problem(
            409, "Conflict", "This is subscribed already.", "invalid-request", parameter="event_type", value=event_type
        )
    return Answer({"data": {"subscription": _shape(made)}})


@endpoint(LIMIT, Context.EITHER)
async def index(call: Call) -> Answer:
    subscriptions = call.network.world.webhooks.subscriptions(call.caller.app.id)
    own = [each for each in subscriptions if call.caller.user is None or each.user_id == call.caller.user.id]
    return Answer({"data": [_shape(each) for each in own], "meta": {"result_count": len(own)}})


@endpoint(LIMIT, Context.APP)
async def update(call: Call) -> Answer:
    body = await body_of(call.request, frozenset({"tag", "webhook_id"}))
    subscription = _own(call, call.request.path_params["subscription_id"])
    webhook_id = id_in(body, "webhook_id")
    _check_webhook(call, webhook_id)
    webhooks = call.network.world.webhooks
    webhooks.change(subscription.id, webhook_id, text_in(body, "tag") or None)
    total = len(webhooks.subscriptions(call.caller.app.id))
    return Answer({"data": {"subscription": _shape(_own(call, subscription.id)), "total_subscriptions": total}})


@endpoint(LIMIT, Context.APP)
async def delete(call: Call) -> Answer:
    subscription = _own(call, call.request.path_params["subscription_id"])
    call.network.world.webhooks.unsubscribe(subscription.id)
    return Answer({"data": {"deleted": True}})


@endpoint(LIMIT, Context.APP)
async def delete_several(call: Call) -> Answer:
    ids = [each for each in call.request.query_params.get("ids", "").split(",") if each]
    if not 1 <= len(ids) <= 100:
        raise invalid("The `ids` query parameter needs 1 to 100 ids", "ids")
    webhooks = call.network.world.webhooks
    own = {each.id for each in webhooks.subscriptions(call.caller.app.id)}
    gone = [{"subscription_id": each, "deleted": webhooks.unsubscribe(each)} for each in ids if each in own]
    answer: Shape = {"data": gone, "meta": {"total_subscriptions": len(webhooks.subscriptions(call.caller.app.id))}}
    if strange := [each for each in ids if each not in own]:
        answer["errors"] = [{"subscription_id": each, "message": "There is no such subscription."} for each in strange]
    return Answer(answer)


def _check_allowed(call: Call, event_type: str, user_id: str) -> None:
    """Private events only for an account that let this app in; public ones for anybody."""
    if event_type in PUBLIC_EVENTS:
        return
    scope = PRIVATE_EVENTS.get(event_type)
    if scope is None:
        raise invalid(f"$.event_type: {event_type} does not have a value in the enumeration", "event_type", event_type)
    if call.caller.user is None or call.caller.user.id != user_id or scope not in call.caller.scopes:
        raise forbidden(f"{event_type} needs the user context of that account with the scope {scope}.")


def _check_webhook(call: Call, webhook_id: str | None) -> None:
    webhook = None if webhook_id is None else call.network.world.webhooks.get(webhook_id)
    if webhook_id is not None and (webhook is None or webhook.app_id != call.caller.app.id):
        raise invalid("$.webhook_id: a webhook of this app expected", "webhook_id", webhook_id)


def _own(call: Call, subscription_id: str) -> Subscription:
    subscription = call.network.world.webhooks.subscription(subscription_id)
    if subscription is None or subscription.app_id != call.caller.app.id:
        raise not_found("subscription", subscription_id, "subscription_id")
    return subscription


def _shape(subscription: Subscription) -> Shape:
    asked: Shape = {"user_id": subscription.user_id}
    if subscription.direction is not None:
        asked["direction"] = subscription.direction
    shape: Shape = {
        "subscription_id": subscription.id,
        "event_type": subscription.event_type,
        "filter": asked,
        "created_at": iso(subscription.created_at),
        "updated_at": iso(subscription.updated_at),
    }
    if subscription.tag is not None:
        shape["tag"] = subscription.tag
    if subscription.webhook_id is not None:
        shape["webhook_id"] = subscription.webhook_id
    return shape
