"""Django's settings, all from the environment; `webcare` fills in what a demo or a test needs."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from webcare.lib.database import databases
from webcare.lib.keys import given
from webcare.lib.logs import configuration, is_for_machines

PACKAGE = Path(__file__).resolve().parent


def _words(name: str, default: str = "") -> list[str]:
    return [word for word in os.environ.get(name, default).replace(",", " ").split() if word]


def _is_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


def _number(name: str, default: int, least: int = 1) -> int:
    text = os.environ.get(name, "") or str(default)
    if not (text.isascii() and text.isdigit() and len(text) < 7 and int(text) >= least):
        raise ImproperlyConfigured(f"{name} is “{text}”. It has to be a whole number, {least} or more.")
    return int(text)


DEMO = _is_on("WEBCARE_DEMO")
DEBUG = _is_on("WEBCARE_DEBUG")
BASE_URL = os.environ.get("WEBCARE_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
_base = urlsplit(BASE_URL)
HOOKS_URL = os.environ.get("WEBCARE_HOOKS_URL", BASE_URL).rstrip("/")  # where networks deliver, if by another name
PLAIN_HTTP = _base.scheme == "http"
TRUSTS_PROXY = not PLAIN_HTTP  # whoever ends TLS for us sets the headers that say who asks

if DEMO and os.environ.get("WEBCARE_PRODUCTION"):
    raise ImproperlyConfigured("WEBCARE_DEMO is set, and so is WEBCARE_PRODUCTION: a demo must never serve customers.")

WEBCARE_SECRET_KEYS = given()
if not WEBCARE_SECRET_KEYS:
    raise ImproperlyConfigured(
        "WEBCARE_SECRET_KEYS is not set. Give one long random word (more than one: the first writes, all read); "
        "keep it outside the database, or in a file that WEBCARE_SECRET_KEYS_FILE names. `python -c 'import secrets; print(secrets.token_urlsafe(48))'` makes one."
    )
SECRET_KEY = WEBCARE_SECRET_KEYS[0]
SECRET_KEY_FALLBACKS = WEBCARE_SECRET_KEYS[1:]

DATA = Path(os.environ.get("WEBCARE_DATA", Path.home() / ".local" / "share" / "webcare"))
ALLOWED_HOSTS = _words("WEBCARE_HOSTS") or [_base.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
DNS_SERVERS = _words("WEBCARE_DNS_SERVERS")  # none: those of the machine
CSRF_TRUSTED_ORIGINS = [BASE_URL]


if not os.environ.get("DATABASE_URL"):
    raise ImproperlyConfigured("DATABASE_URL is not set, and no embedded PostgreSQL was started: use `webcare`.")
DATABASES = databases(
    os.environ["DATABASE_URL"],
    os.environ.get("WEBCARE_DIRECT_DATABASE_URL", ""),
    os.environ.get("WEBCARE_PROCESS", ""),
)
# Limits on sign-in and codes that were used are known to every process, and outlive a restart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "webcare_cache",
        # beyond these some are thrown away at random: nobody may push out a limit by trying a thousand other names
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of keys loads its tags
    "django_htmx",
    "csp",
    "lucide",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "webcare",
]

MIDDLEWARE = [
    "webcare.lib.asked.AskedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "webcare.lib.legible.LegibleMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "webcare.pages.staying.StayingMiddleware",
    "webcare.pages.desk.DeskMiddleware",
    "webcare.pages.pace.PaceMiddleware",
    "webcare.pages.secondstep.SecondStepMiddleware",
    "webcare.pages.proof.ProofMiddleware",
]

ROOT_URLCONF = "webcare.routes"
WSGI_APPLICATION = "webcare.commands.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "webcare.pages.desk.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not DEBUG
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "builtins": ["webcare.pages.tags", "webcare.pages.lines", "lucide.templatetags.lucide"],
        },
    }
]

AUTH_USER_MODEL = "webcare.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "webcare.team.passwords.NotOurOwnNames"},
]
if _stolen := os.environ.get("WEBCARE_STOLEN_PASSWORDS"):
    AUTH_PASSWORD_VALIDATORS += [{"NAME": "webcare.team.passwords.NotStolen", "OPTIONS": {"path": _stolen}}]

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can sign up, so there is nothing to tell a stranger
ACCOUNT_ADAPTER = "webcare.pages.joining.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "webcare.pages.joining.SocialAccountAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that ends at the provider would need its address in the content policy
SOCIALACCOUNT_PROVIDERS = {}
if os.environ.get("WEBCARE_OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": os.environ.get("WEBCARE_OIDC_NAME", "Single sign-on"),
                    "client_id": os.environ.get("WEBCARE_OIDC_CLIENT", ""),
                    "secret": os.environ.get("WEBCARE_OIDC_SECRET", ""),
                    "settings": {
                        "server_url": os.environ["WEBCARE_OIDC_SERVER"],
                        # the domains for whose addresses the provider answers, where it does not say so itself
                        "verified_email": _words("WEBCARE_OIDC_DOMAINS"),
                    },
                }
            ],
        }
    }
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ADAPTER = "webcare.team.secondsecret.SecondStepAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = PLAIN_HTTP
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: an invitation or a provider has proven the address
# Who ends TLS for us says who the visitor is; otherwise everybody would share the proxy's limits.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUSTS_PROXY else 0
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "60/m/ip"}
LOGIN_URL = "demo" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("nl", _("Dutch"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
STATIC_ROOT = DATA / "static"

STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # customers' files are nobody else's on the machine
        "OPTIONS": {"location": DATA / "files", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        # `webcare prepare` collects them under names that carry their content, so browsers may keep them for ever
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _is_on("WEBCARE_STATIC_COLLECTED")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not _is_on("WEBCARE_STATIC_COLLECTED")

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "webcare.team.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = not PLAIN_HTTP
SESSION_IDLE = timedelta(hours=_number("WEBCARE_SESSION_IDLE_HOURS", 12))  # without doing anything
SESSION_LONGEST = timedelta(days=_number("WEBCARE_SESSION_DAYS", 14))  # after signing in, whatever one does
SESSION_COOKIE_AGE = int(SESSION_LONGEST.total_seconds())
CSRF_COOKIE_SECURE = not PLAIN_HTTP
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "webcare.pages.errors.forged"
SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # whether other names of the organisation speak TLS is not ours to say
    "security.W008",  # the proxy leads from http to https; the machine itself asks for its figures by http
    "security.W021",  # to be on the browsers' list is the organisation's wish
    *_words("WEBCARE_SILENCED_CHECKS"),
]
X_FRAME_OPTIONS = "SAMEORIGIN" if DEMO else "DENY"
if not PLAIN_HTTP:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SESSION_COOKIE_NAME = "__Host-session"  # a browser takes it from this very host by TLS only
    CSRF_COOKIE_NAME = "__Host-csrf"

PAGES_A_MINUTE = _number("WEBCARE_PAGES_A_MINUTE", 3000, least=0)  # for one person; 0: as many as they like
LIVE_PORT = os.environ.get("WEBCARE_LIVE_PORT", "")  # empty: a reverse proxy brings /live/ to the live process
_live_origins = (  # a policy knows no IPv6 addresses
    [f"{_base.scheme}://{host}:{LIVE_PORT}" for host in ALLOWED_HOSTS if not host.startswith("[")] if LIVE_PORT else []
)

METRICS_TOKEN = os.environ.get("WEBCARE_METRICS_TOKEN", "")  # empty: only the machine itself may see figures

DEMO_CODE = os.environ.get("WEBCARE_DEMO_CODE", "") if DEMO else ""  # asked for where others can reach the demo
SANDBOX_URL = os.environ.get("WEBCARE_SANDBOX_URL", "") if DEMO else ""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF, *_live_origins],
        "form-action": [SELF],
        "frame-src": [SELF, *([SANDBOX_URL] if SANDBOX_URL else [])],
        "frame-ancestors": [SELF] if DEMO else [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_mail = urlsplit(os.environ.get("WEBCARE_MAIL_URL", ""))
if _mail.scheme:
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = _mail.username or ""
    EMAIL_HOST_PASSWORD = _mail.password or ""
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp+starttls"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = (
        "webcare.lib.unsent.Unsent" if is_for_machines() else "django.core.mail.backends.console.EmailBackend"
    )
DEFAULT_FROM_EMAIL = os.environ.get("WEBCARE_MAIL_FROM", "webcare@localhost")

LOGGING = configuration()
