"""/2/webhooks: where an app wants its events, checked by a challenge before anything is sent there."""

from datetime import UTC, datetime

from sandbox.addressing import wrong_with
from sandbox.clock import iso, now_ms
from sandbox.delivering import Courier
from sandbox.world.webhooks import Webhook
from sandbox.x.access import Context
from sandbox.x.asking import body_of, id_in, text_in
from sandbox.x.endpoint import Answer, Call, endpoint
from sandbox.x.limits import Limit
from sandbox.x.problems import Problem, invalid, not_found
from sandbox.x.shapes import Shape

LIMIT = Limit(450, 450)


@endpoint(LIMIT, Context.APP)
async def create(call: Call) -> Answer:
    url = text_in(await body_of(call.request, frozenset({"url"})), "url")
    _check(url)
    if any(webhook.url == url for webhook in call.network.world.webhooks.of_app(call.caller.app.id)):
        raise Problem(
            409, "Conflict", "A webhook with this url exists already.", "invalid-request", parameter="url", value=url
        )
    if not await _answers(call, url):
        raise invalid("The webhook did not answer the challenge (CRC) with the right token.", "url", url)
    return Answer({"data": _shape(call.network.world.webhooks.add(call.caller.app.id, url))})


@endpoint(LIMIT, Context.APP)
async def index(call: Call) -> Answer:
    webhooks = call.network.world.webhooks.of_app(call.caller.app.id)
    return Answer({"data": [_shape(webhook) for webhook in webhooks], "meta": {"result_count": len(webhooks)}})


@endpoint(LIMIT, Context.APP)
async def validate(call: Call) -> Answer:
    webhook = _own(call, call.request.path_params["webhook_id"])
    valid = await _answers(call, webhook.url)
    call.network.world.webhooks.mark(webhook.id, valid=valid)
    return Answer({"data": {"valid": valid}})


@endpoint(LIMIT, Context.APP)
async def delete(call: Call) -> Answer:
    call.network.world.webhooks.remove(_own(call, call.request.path_params["webhook_id"]).id)
    return Answer({"data": {"deleted": True}})


@endpoint(LIMIT, Context.APP)
async def replay(call: Call) -> Answer:
    """Sends again what was created between two minutes (UTC, `yyyymmddhhmm`)."""
    body = await body_of(call.request, frozenset({"webhook_id", "from_date", "to_date"}))
    webhook = _own(call, id_in(body, "webhook_id") or "")
    start, end = _minute(body, "from_date"), _minute(body, "to_date")
    call.network.world.outbox.again(webhook.id, start, end)
    call.network.mail_waiting.set()
    at = now_ms()
    return Answer({"data": {"job_id": call.network.world.snowflakes.at(at), "created_at": iso(at)}})


async def _answers(call: Call, url: str) -> bool:
    courier: Courier = call.request.app.state.courier
    return await courier.challenge(url, call.caller.app.consumer_secret)


def _check(url: str) -> None:
    if wrong := wrong_with(url):
        raise invalid(f"$.url: {wrong}", "url", url)


def _minute(body: Shape, key: str) -> int:
    text = text_in(body, key)
    try:
        moment = datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC)
    except ValueError:
        raise invalid(f"$.{key}: does not match the regex pattern ^[0-9]{{12}}$", key, text) from None
    return round(moment.timestamp() * 1000)


def _own(call: Call, webhook_id: str) -> Webhook:
    webhook = call.network.world.webhooks.get(webhook_id)
    if webhook is None or webhook.app_id != call.caller.app.id:
        raise not_found("webhook", webhook_id, "webhook_id")
    return webhook


def _shape(webhook: Webhook) -> Shape:
    return {"id": webhook.id, "url": webhook.url, "valid": webhook.valid, "created_at": iso(webhook.created_at)}
