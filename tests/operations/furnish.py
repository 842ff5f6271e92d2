"""Run as a process on a house's own database: Lowland Air with its account on a make-believe network, and Anna signed in."""

from __future__ import annotations

import json
import os
import sys

import django

SECRET = "a-consumer-secret"


def furnish() -> dict[str, object]:
    """What a test has to know of it."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from sandbox.client import Sandbox
    from tests.world import World
    from webcare.channels.account import Account
    from webcare.channels.application import Application
    from webcare.lib.now import now
    from webcare.team.organisation import Organisation

    world = World.build()
    Organisation.objects.update(take_back_seconds=0)
    with Sandbox(os.environ["SANDBOX"]) as sandbox:
        keys = sandbox.create_app(consumer_secret=SECRET, redirect_uris=["http://127.0.0.1/back"])
        tokens = sandbox.issue_tokens("lowlandair", app=keys.id)
        application = Application.objects.create(
            network="x",
            name="Lowland Air on X",
            settings={"api_base": sandbox.url, "client_id": keys.client_id},
            secrets={"consumer_secret": SECRET, "client_secret": keys.client_secret, "app_bearer": keys.bearer_token},
        )
    Account.objects.filter(pk=world.x.pk).update(
        external_id=tokens.user_id, application=application, connected_at=now()
    )
    account = Account.objects.get(pk=world.x.pk)
    account.keep(secrets={"access_token": tokens.access_token, "refresh_token": tokens.refresh_token or ""})
    session = SessionStore()
    session[SESSION_KEY] = str(world.anna.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = world.anna.get_session_auth_hash()
    session.create()
    return {
        "door": f"/hooks/x/{application.key}",
        "account": tokens.user_id,
        "session": session.session_key,
        "secrets": [SECRET, keys.client_secret, keys.bearer_token, tokens.access_token, tokens.refresh_token],
    }


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(furnish()))
