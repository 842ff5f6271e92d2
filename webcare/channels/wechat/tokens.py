"""The one token of an official account: fetched by one process at a time, kept for all of them, renewed before it ends."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx2
from django.db import transaction

from webcare.channels import calling
from webcare.channels.application import Application
from webcare.channels.wechat.addresses import NAME, api_base, client
from webcare.channels.wechat.fields import Shape
from webcare.channels.wechat.problems import Problem
from webcare.lib.now import real_now

EARLY = timedelta(minutes=2)  # a token that ends within this time is not used any more
LIFE = 7200  # seconds, where WeChat does not say
TOKEN, UNTIL, WHOSE = "held_token", "held_until", "held_for"  # in the application's secrets and settings


def current(application: Application) -> str:
    """A token that still works for a while."""
    return held(application) or renewed(application, stale="")


def renewed(application: Application, *, stale: str) -> str:
    """A token other than `stale`: what somebody else fetched meanwhile, or else a new one.

    Whoever comes second waits for the row and finds the new token there. Events go on being kept: they only point at the row.
    """
    with transaction.atomic(durable=True):
        stored = Application.objects.select_for_update(no_key=True).get(pk=application.pk)
        token = held(stored)
        if not token or token == stale:
            token, ends_at = fetched(stored, anew=bool(token))
            until = {UNTIL: ends_at.isoformat(), WHOSE: str(stored.settings.get("app_id", ""))}
            stored.keep(secrets={TOKEN: token}, settings=until)
    application.settings, application.secrets = stored.settings, stored.secrets
    return token


def held(application: Application) -> str:
    """What is kept, unless it ends soon or belongs to an account that stood here before."""
    settings = application.settings
    if settings.get(WHOSE) != str(settings.get("app_id", "")):
        return ""
    try:
        ends_at = datetime.fromisoformat(str(settings.get(UNTIL, "")))
        return str(application.secrets.get(TOKEN, "")) if ends_at - EARLY > real_now() else ""
    except (ValueError, TypeError):
        return ""


def fetched(application: Application, *, anew: bool) -> tuple[str, datetime]:
    """From WeChat, which gives everybody the same one until it ends, unless one is asked for `anew`."""
    asked = {
        "grant_type": "client_credential",
        "appid": str(application.settings.get("app_id", "")),
        "secret": str(application.secrets.get("app_secret", "")),
        "force_refresh": anew,
    }
    with calling.answered(NAME):
        response = client().post(f"{api_base(application)}/cgi-bin/stable_token", json=asked)
    return _token(response)


def _token(response: httpx2.Response) -> tuple[str, datetime]:
    if problem := Problem.of(response):
        raise problem.meaning(sends=False)
    with calling.understood(NAME):
        answer = Shape.read(response.content)
        life = min(answer.maybe_count("expires_in") or LIFE, LIFE)
        return answer.words("access_token"), real_now() + timedelta(seconds=life)
