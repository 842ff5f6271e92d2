"""Settings that would hurt in production, each with an id and a hint: what `webcare check --deploy` and Django look at."""

from __future__ import annotations

import ipaddress
import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register

from webcare.lib import scanning
from webcare.lib.keys import FILE

SHORTEST_KEY = 32
SHORTEST_TOKEN = 24
ROOM_BYTES = 2 * 1024**3


def addresses(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """By which names webcare is reached, and whether somebody can listen on the way."""
    return list(_addresses())


def secrets_given(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Keys and tokens that somebody could guess or read."""
    return list(_secrets())


def switches(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """What is for development and for looking around only."""
    return list(_switches())


def ways_out(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """Mail, and the provider of sign-in."""
    return list(_ways_out())


def folders(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """The data folder: there, ours, with room."""
    return list(_folders(settings.DATA))


for look in (addresses, secrets_given, switches, ways_out, folders):
    register(look, deploy=True)


def is_near(host: str) -> bool:
    """Whether it never leaves the machine."""
    if not host or host == "localhost" or host.startswith("/"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def warning(number: int, sentence: str, hint: str) -> CheckMessage:
    """Something works, and hurts."""
    return checks.Warning(sentence, hint=hint, id=f"webcare.W{number:03d}")


def error(number: int, sentence: str, hint: str) -> CheckMessage:
    """Something cannot work, or loses data."""
    return checks.Error(sentence, hint=hint, id=f"webcare.E{number:03d}")


def _addresses() -> Iterator[CheckMessage]:
    base, hooks = urlsplit(settings.BASE_URL), urlsplit(settings.HOOKS_URL)
    if base.scheme != "https" and not is_near(base.hostname or ""):
        yield warning(
            1,
            f"{settings.BASE_URL} is not https: passwords and messages travel in the clear.",
            "End TLS in a reverse proxy (deploy/nginx.conf) and let WEBCARE_BASE_URL begin with https.",
        )
    if is_near(base.hostname or ""):
        yield warning(
            2,
            "WEBCARE_BASE_URL names this machine only, so links in mails and at networks lead nowhere.",
            "Set it to the address that people type, such as https://webcare.example.org.",
        )
    if hooks.scheme != "https" and settings.HOOKS_URL != settings.BASE_URL:
        yield warning(3, "WEBCARE_HOOKS_URL is not https; networks refuse to deliver there.", "Give an https address.")
    if "*" in settings.ALLOWED_HOSTS:
        yield warning(
            4,
            "WEBCARE_HOSTS allows every name, so a forged one ends up in the links of mails.",
            "List the names by which people and networks ask.",
        )
    for name, where in (("WEBCARE_BASE_URL", base), ("WEBCARE_HOOKS_URL", hooks)):
        if where.hostname not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
            yield error(
                1, f"{where.hostname} of {name} is not in WEBCARE_HOSTS: each request there is refused.", "Add it."
            )
    if settings.LIVE_PORT and base.scheme == "https":
        yield warning(
            5,
            "WEBCARE_LIVE_PORT is set behind a proxy: browsers look for the live stream past it.",
            "Unset it, and let the proxy bring /live/ to the live process.",
        )


def _secrets() -> Iterator[CheckMessage]:
    if any(len(key) < SHORTEST_KEY or len(set(key)) < 10 for key in settings.WEBCARE_SECRET_KEYS):
        yield warning(
            6,
            f"A key in WEBCARE_SECRET_KEYS is short (less than {SHORTEST_KEY} characters) or monotonous: it can be guessed.",
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))' makes one; put it in front of the others.",
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < SHORTEST_TOKEN:
        yield warning(
            7, f"WEBCARE_METRICS_TOKEN has less than {SHORTEST_TOKEN} characters.", "Make a long random word of it."
        )
    stolen = os.environ.get("WEBCARE_STOLEN_PASSWORDS", "")
    if stolen and not os.access(stolen, os.R_OK):
        yield error(
            11, f"{stolen}, the file of stolen passwords, cannot be read: nobody can choose one.", "Put it there."
        )
    for kept in (Path(os.environ.get(FILE, "")), settings.DATA / "secret-key"):
        if kept.is_file() and kept.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH | stat.S_IWGRP | stat.S_IWOTH):
            yield warning(8, f"Others may read {kept}, which holds our keys.", f"chmod 600 {kept}")


def _switches() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield error(2, "WEBCARE_DEBUG is set: errors show their inside to everybody.", "Unset it.")
    if settings.DEMO:
        yield error(3, "WEBCARE_DEMO is set: anybody signs in with one click.", "Unset it.")
    if "DEBUG" in os.environ.get("WEBCARE_LOG", "").upper().split():
        yield warning(9, "WEBCARE_LOG is DEBUG: the disk fills with what nobody reads.", "Set INFO or json.")


def _ways_out() -> Iterator[CheckMessage]:
    if scanning.is_named() and not scanning.answers():
        yield error(
            12, "The virus scanner does not answer: no file is taken, none is shown.", f"Look at {scanning.SCANNER}."
        )
    mail = urlsplit(os.environ.get("WEBCARE_MAIL_URL", ""))
    if not mail.scheme:
        yield warning(
            10,
            "WEBCARE_MAIL_URL is not set: invitations and new passwords are only written to the log.",
            "smtps://user:password@host:465, or smtp+starttls://user:password@host:587",
        )
    elif mail.scheme == "smtp" and not is_near(mail.hostname or ""):
        yield warning(
            11,
            "Mail leaves without encryption, its password too.",
            "Use smtps:// or smtp+starttls:// in WEBCARE_MAIL_URL.",
        )
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost") and mail.scheme:
        yield warning(12, "Mails come from webcare@localhost, which most servers refuse.", "Set WEBCARE_MAIL_FROM.")
    provider = os.environ.get("WEBCARE_OIDC_SERVER", "")
    if provider and urlsplit(provider).scheme != "https" and not is_near(urlsplit(provider).hostname or ""):
        yield warning(13, "WEBCARE_OIDC_SERVER is not https: whoever listens signs in.", "Use its https address.")
    missing = [name for name in ("WEBCARE_OIDC_CLIENT", "WEBCARE_OIDC_SECRET") if provider and not os.environ.get(name)]
    if missing:
        yield error(4, f"WEBCARE_OIDC_SERVER is set, {' and '.join(missing)} not: nobody can sign in there.", "Set it.")


def _folders(data: Path) -> Sequence[CheckMessage]:
    if not data.is_dir() or not os.access(data, os.W_OK | os.X_OK):
        return [
            error(
                5, f"{data} is not a folder that we may write: no file can be kept.", "Set WEBCARE_DATA, or chown it."
            )
        ]
    if shutil.disk_usage(data).free < ROOM_BYTES:
        return [warning(14, f"Less than 2 GiB are free under {data}.", "Make room, or move WEBCARE_DATA.")]
    return []
