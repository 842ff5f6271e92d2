"""Who came in and by which means, who went and who was refused, a line each in the log, with numbers and never a name."""

from __future__ import annotations

import logging
from http import HTTPStatus
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.signals import authentication_step_completed
from allauth.mfa.signals import authentication_failed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from webcare.team.person import Person
from webcare.team.staying import begin

log = logging.getLogger(__name__)


def open_it() -> None:
    """Called once, when the rooms are loaded."""
    user_logged_in.connect(_came, dispatch_uid="doorbook")
    user_logged_out.connect(_went, dispatch_uid="doorbook")
    user_login_failed.connect(_refused, dispatch_uid="doorbook")
    authentication_failed.connect(_second_refused, dispatch_uid="doorbook")
    authentication_step_completed.connect(_again, dispatch_uid="doorbook")


def address_of(request: Any) -> str:
    """The machine that asked; behind a proxy the one that the proxy names."""
    if request is None:
        return "the terminal"
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.TRUSTS_PROXY else ""
    return forwarded or str(request.META.get("REMOTE_ADDR", ""))


def neighbours_of(request: Any) -> str:
    """Where the machine stands, for counting: of IPv6 a whole /64, since each visitor has so many addresses to choose from."""
    address = address_of(request)
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, 64), strict=False))


def note_refusal(request: Any, status: int) -> None:
    """Somebody who is in asked for what is not theirs (403), or not there for them (404). Only numbers of the address are
    told: words in it may be a secret, or about a customer."""
    match = request.resolver_match
    numbers = [f"{name} {value}" for name, value in (match.kwargs if match else {}).items() if isinstance(value, int)]
    asked = " ".join([request.method or "", match.route if match else "no such address", *numbers])
    level = logging.WARNING if status == HTTPStatus.FORBIDDEN else logging.INFO
    log.log(level, "person %s got a %s for %s from %s", request.user.pk, status, asked, address_of(request))


def _came(user: Person, request: Any = None, **_: Any) -> None:
    if request is None:
        return
    begin(request.session)
    shown = [_means(record) for record in get_authentication_records(request, user)]
    by = " and ".join(dict.fromkeys(shown)) or "means that are not known"
    log.info("person %s signed in by %s from %s", user.pk, by, address_of(request))


def _went(user: Person | None, request: Any = None, **_: Any) -> None:
    if user is not None:
        log.info("person %s signed out from %s", user.pk, address_of(request))


def _refused(request: Any = None, **_: Any) -> None:
    """What was typed as a name may be a password in the wrong field."""
    log.warning("a sign-in was refused from %s", address_of(request))


def _second_refused(user: Person, authenticator: Any, request: Any = None, **_: Any) -> None:
    log.warning("person %s was refused by %s from %s", user.pk, authenticator.type, address_of(request))


def _again(user: Person, method: str, request: Any = None, **told: Any) -> None:
    """Somebody who is in has shown once more who they are."""
    if told.get("reauthenticated"):
        log.info(
            "person %s showed a %s again from %s", user.pk, _means({"method": method, **told}), address_of(request)
        )


def _means(record: dict[str, Any]) -> str:
    """`password`, `totp`, `webauthn`, `recovery_codes`, `provider`, `invitation`, `demo`."""
    method = str(record.get("type") or record["method"])
    return "provider" if method == "socialaccount" else method
