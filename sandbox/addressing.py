"""To which address an event goes, and how that network seals it so that the other side knows whom it is from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sandbox.signing import bare_signature, hex_signature, prefixed_signature, signature, worded
from sandbox.wechat.sealing import letter_of
from sandbox.world import World
from sandbox.world.callbacks import Callback

LOOPBACK = ("127.0.0.1", "localhost", "::1")
LONGEST_URL = 200
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Letter:
    """What is brought: the proof stands in the headers or in the query."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)


Seal = Callable[[str, bytes], Letter]


@dataclass(frozen=True)
class Address:
    """`sealed` makes a letter from a secret and a body; `api` is the network as `sandbox.blackout` calls it."""

    api: str
    url: str
    secret: str
    sealed: Seal


def address_of(world: World, webhook_id: str) -> Address | None:
    """None when nobody listens there any more."""
    if bot := world.bots.behind(webhook_id):
        return Address("telegram", bot.url, bot.secret, _as_telegram)
    if callback := world.callbacks.get(webhook_id):
        return _called_back(callback)
    for api, listener, sealed in (
        ("x", world.webhooks.get(webhook_id), _as_x),
        ("meta", world.pages.hook(webhook_id), _as_facebook),
        ("linkedin", world.organizations.hook(webhook_id), _as_linkedin),
    ):
        app = world.apps.get(listener.app_id) if listener else None
        if listener is not None and app is not None:
            secret = app.client_secret if sealed is _as_linkedin else app.consumer_secret
            return Address(api, listener.url, secret, sealed)
    return None


def _as_x(secret: str, body: bytes) -> Letter:
    headers = {"user-agent": "SandboxX-Webhooks/1", "x-twitter-webhooks-signature": signature(secret, body)}
    return Letter(body, {"content-type": JSON, **headers})


def _as_facebook(secret: str, body: bytes) -> Letter:
    headers = {"user-agent": "SandboxFacebook-Webhooks/1", "x-hub-signature-256": hex_signature(secret, body)}
    return Letter(body, {"content-type": JSON, **headers})


def _called_back(callback: Callback) -> Address:
    """Weibo and WeChat prove themselves by words in the address, LINE signs; WeChat may seal the event itself."""

    def as_weibo(secret: str, body: bytes) -> Letter:
        return Letter(body, {"content-type": JSON}, worded(secret))

    def as_wechat(secret: str, body: bytes) -> Letter:
        content, query = letter_of(callback, secret, body)
        return Letter(content, {"content-type": "text/xml"}, query)

    sealed = {"weibo": as_weibo, "wechat": as_wechat, "line": _as_line}[callback.network]
    return Address(callback.network, callback.url, callback.word, sealed)


def _as_line(secret: str, body: bytes) -> Letter:
    headers = {"user-agent": "LineBotWebhook/2.0", "x-line-signature": bare_signature(secret, body)}
    return Letter(body, {"content-type": JSON, **headers})


def _as_telegram(secret: str, body: bytes) -> Letter:
    """No signature: the word that the bot's program chose."""
    headers = {"user-agent": "SandboxTelegram/1", "x-telegram-bot-api-secret-token": secret}
    return Letter(body, {"content-type": JSON, **headers})


def _as_linkedin(secret: str, body: bytes) -> Letter:
    headers = {"user-agent": "SandboxLinkedIn-Webhooks/1", "x-li-signature": prefixed_signature(secret, body)}
    return Letter(body, {"content-type": JSON, **headers})


def wrong_with(url: str) -> str:
    """As the real networks: https and no port; on loopback the sandbox takes http and any port."""
    if not url or len(url) > LONGEST_URL:
        return f"1 to {LONGEST_URL} characters expected"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "this is not a url"
    at_home = host in LOOPBACK and parts.scheme in ("http", "https")
    if not at_home and (parts.scheme != "https" or host is None or port is not None):
        return "https without a port expected (http and a port on loopback only)"
    return ""
