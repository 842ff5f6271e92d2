"""Who came in, who went and who was refused, a line each in the log, with numbers and never a name."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from webcare.team.person import Person

log = logging.getLogger(__name__)


def open_it() -> None:
    """Called once, when the rooms are loaded."""
    user_logged_in.connect(_came, dispatch_uid="doorbook")
    user_logged_out.connect(_went, dispatch_uid="doorbook")
    user_login_failed.connect(_refused, dispatch_uid="doorbook")


def _came(user: Person, request: Any = None, **_: Any) -> None:
    log.info("person %s signed in from %s", user.pk, _address(request))


def _went(user: Person | None, request: Any = None, **_: Any) -> None:
    if user is not None:
        log.info("person %s signed out from %s", user.pk, _address(request))


def _refused(request: Any = None, **_: Any) -> None:
    """What was typed as a name may be a password in the wrong field."""
    log.warning("a sign-in was refused from %s", _address(request))


def _address(request: Any) -> str:
    """The machine that asked; behind a proxy the one that the proxy names."""
    if request is None:
        return "the terminal"
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() if settings.TRUSTS_PROXY else ""
    return forwarded or str(request.META.get("REMOTE_ADDR", ""))
