"""The door for webhooks: prove the sender, keep the event, say 200. Understanding comes later, in the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from webcare.channels.adapter import BadSignature, WebhookRequest
from webcare.channels.application import Application
from webcare.channels.counter import counter
from webcare.channels.handed import Handed
from webcare.channels.receipt import bell_of, digest
from webcare.channels.registry import adapter, networks
from webcare.lib.limits import HOOK_BYTES
from webcare.lib.logs import journal, told
from webcare.lib.strain import RETRY_SECONDS, is_strain
from webcare.lib.waking import WORK, wake_soon

View = Callable[..., HttpResponse]
log = logging.getLogger(__name__)


def strained(view: View) -> View:
    """While we cannot keep an event the network is asked to bring it again; what was never acknowledged is not lost."""

    @wraps(view)
    def patient(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Exception as error:
            if not is_strain(error):
                raise
            log.error("An event could not be kept: %s", told(error))
            return _come_again()

    return patient


@csrf_exempt
@require_http_methods(["GET", "POST"])
@strained
def hook(request: HttpRequest, network: str, key: str) -> HttpResponse:
    """`/hooks/<network>/<key>`: a challenge (GET) or an event (POST) for one of our applications."""
    application = Application.behind(network, key) if network in networks() else None
    if application is None:
        raise Http404
    if _too_large(request):
        return _say(413, f"An event may have {HOOK_BYTES} bytes.")
    asked = _asked(request)
    if request.method == "GET":
        return _challenge(application, asked)
    try:
        proven = _proven(application, asked)
    except BadSignature as error:
        return _say(401, str(error))
    return _keep(application, proven)


def _proven(application: Application, asked: WebhookRequest) -> WebhookRequest:
    """By the secret that we remember; should it have changed since, by the one that is stored."""
    try:
        return _opened(application, asked)
    except BadSignature:
        stored = Application.behind(application.network, application.key, surely=True)
        if stored is None or stored.secrets == application.secrets:
            raise
        return _opened(stored, asked)


def _opened(application: Application, asked: WebhookRequest) -> WebhookRequest:
    """With the body in clear: what is kept has to be found again when somebody wants their words forgotten."""
    network = adapter(application.network)
    network.verify(application, asked)
    return replace(asked, body=network.unseal(application, asked)) if network.capabilities.seals else asked


def _keep(application: Application, asked: WebhookRequest) -> HttpResponse:
    network = adapter(application.network)
    try:
        key = network.receipt_key(asked)
    except ValueError:
        key = digest(asked.body)
    try:
        item, micros = _cost(application, asked)
        counter.hand_in(Handed(application.network, key, asked.body, application.pk, item=item, micros=micros))
    except Error:
        log.exception("An event of %s could not be kept", application.network)
        return _come_again()
    journal.info("Kept an event", extra={"numbers": {"network": application.network, "key": key[:255]}})
    wake_soon(WORK, bell_of(application.network))
    return HttpResponse(status=200)


def _cost(application: Application, asked: WebhookRequest) -> tuple[str, int]:
    """What the network counts or charges for this event, and how much of it."""
    network = adapter(application.network)
    tariff = network.capabilities.tariff
    item = network.billed(asked) if tariff else ""
    return (item, tariff.price(application.settings, item)) if tariff and item else ("", 0)


def _challenge(application: Application, asked: WebhookRequest) -> HttpResponse:
    try:
        status, content_type, body = adapter(application.network).handshake(application, asked)
    except BadSignature as error:
        return _say(401, str(error))
    return HttpResponse(body, status=status, content_type=content_type)


def _asked(request: HttpRequest) -> WebhookRequest:
    return WebhookRequest(
        body=request.read(),  # request.body would apply the limit of forms, which is lower
        headers={name.lower(): value for name, value in request.headers.items()},
        query={name: str(request.GET[name]) for name in request.GET},
    )


def _too_large(request: HttpRequest) -> bool:
    try:
        return int(request.headers.get("content-length") or 0) > HOOK_BYTES
    except ValueError:
        return True


def _come_again() -> HttpResponse:
    answer = _say(503, "The event could not be kept; send it again.")
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _say(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
