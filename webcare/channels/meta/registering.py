"""Our application's address at Meta, and what Meta knows of a token."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels import renewing
from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.meta.api import Api, app_id, path_id
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.signing import verify_token
from webcare.lib.sentence import Sentence

NO_PAGE = Sentence(_("This is no page's access token but one of the kind “%(kind)s”."))


def register(api: Api, kind: str, hook_url: str, fields: Sequence[str]) -> None:
    """Our application's one address for events of this kind; Meta calls it at once to see that it is ours."""
    application = api.application
    wish: dict[str, Any] = {
        "object": kind,
        "callback_url": hook_url,
        "verify_token": verify_token(str(application.secrets.get("app_secret", ""))),
        "fields": ",".join(fields),
    }
    api.as_application(application).call("POST", f"{path_id(app_id(application))}/subscriptions", json=wish)


def registered(api: Api, kind: str) -> Shape | None:
    """The address that Meta calls for events of this kind, if there is one."""
    application = api.application
    listed = api.as_application(application).get(f"{path_id(app_id(application))}/subscriptions")
    return next((each for each in listed.shapes("data") if each.maybe_words("object") == kind), None)


def token_facts(api: Api) -> Shape:
    """What Meta knows of an account's token: kind, permissions, when it ends."""
    asked = {"input_token": api.token}
    return api.as_application(api.application).get("debug_token", **asked).shape("data")


def end_of(facts: Shape) -> datetime | None:
    """Meta writes 0 for a token that does not end; the access to people's data ends by itself too."""
    ends = [facts.maybe_moment(name) for name in ("expires_at", "data_access_expires_at")]
    return min((end for end in ends if end and end.timestamp() > 0), default=None)


def check_is_of_page(api: Api, account: Account) -> None:
    """A person's own token would let us in as that person, and end after two hours. When this one ends is remembered."""
    facts = token_facts(api)
    kind = facts.maybe_words("type")
    if kind != "PAGE":
        raise DeliveryError(NO_PAGE(kind=kind or "?"), True)
    renewing.learn_end(account, end_of(facts))
