"""One call of the Graph: who calls, what they ask for in address, JSON or form, and how its lists are turned over."""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request

from sandbox.meta import problems
from sandbox.meta.fields import Field, fields_of
from sandbox.meta.problems import Problem, invalid
from sandbox.multipart import BadForm, File, form_of
from sandbox.network import Network, network_of
from sandbox.world.apps import App
from sandbox.world.pages import Agreement, Holder
from sandbox.world.users import User
from sandbox.world.wall import Span

Json = dict[str, Any]
MOST_AT_ONCE = 100


@dataclass(frozen=True)
class Call:
    """`page` is for whom the token speaks, `person` what somebody agreed to; neither is there where the app speaks for itself."""

    request: Request
    network: Network
    app: App
    page: User | None
    holder: Holder | None
    token: str
    asked: Json
    files: dict[str, File]
    person: Agreement | None = None

    @property
    def as_page(self) -> User:
        """The page, where the call needs one."""
        if self.page is None:
            raise Problem(210, "A page access token is required to request this resource.", status=403)
        return self.page

    def needs(self, permission: str) -> None:
        if self.holder is None or permission not in self.holder.permissions:
            raise problems.not_permitted(permission)

    def text(self, name: str, default: str = "") -> str:
        value = self.asked.get(name, default)
        if not isinstance(value, str):
            raise invalid(f"Param {name} must be a string")
        return value

    def words(self, name: str) -> tuple[str, ...]:
        """A list, as JSON or with commas between."""
        value = self.asked.get(name, "")
        if isinstance(value, list):
            return tuple(str(each) for each in value)
        return tuple(part.strip() for part in str(value).split(",") if part.strip())

    def truth(self, name: str) -> bool | None:
        value = self.asked.get(name)
        return None if value is None else value in (True, "true", "1", 1)

    def object(self, name: str) -> Json:
        value = self.asked.get(name)
        if isinstance(value, str):
            value = _json(value)
        if not isinstance(value, dict):
            raise invalid(f"Param {name} must be an object")
        return value

    def fields(self, usual: str) -> tuple[Field, ...]:
        return fields_of(self.text("fields"), usual)

    def span(self, *, newest_first: bool = True) -> Span:
        return span_of({key: str(value) for key, value in self.asked.items()}, newest_first=newest_first)

    def turned(self, path: str, rows: Sequence[Json], last: str | None, span: Span) -> Json:
        """A page of a list; the address of the next one carries the token, as the real network's does."""
        answer: Json = {"data": list(rows)}
        if last is None:
            return answer
        after = cursor(last)
        answer["paging"] = {"cursors": {"after": after}}
        if len(rows) == span.limit:
            kept = {key: value for key, value in self.asked.items() if key != "after" and isinstance(value, str | int)}
            query = urlencode({"access_token": self.token, **kept, "after": after})
            version = self.request.path_params["version"]
            answer["paging"]["next"] = f"{self.network.settings.public_url}/v{version}/{path}?{query}"
        return answer


async def call_of(request: Request) -> Call:
    """Raises a Problem when the token is missing, gone or of an app that has to prove itself and cannot."""
    network = network_of(request)
    asked, files = await _asked(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    token = token.strip() if scheme.lower() == "bearer" else str(asked.get("access_token", ""))
    app_id, bar, secret = token.partition("|")
    holder = None if bar else network.world.pages.holder(token)
    person = None if bar or holder else network.world.pages.agreement(token)
    speaker = holder or person
    app = network.world.apps.get(speaker.app_id if speaker else app_id)
    page = network.world.users.get(holder.page_id) if holder else None
    if app is None or (bar and not hmac.compare_digest(secret.encode(), app.consumer_secret.encode())):
        raise problems.no_token()
    if holder is not None and page is None:
        raise problems.no_token()
    proof = hmac.new(app.consumer_secret.encode(), token.encode(), hashlib.sha256).hexdigest()
    if asked.get("appsecret_proof", proof) != proof:
        raise invalid("Invalid appsecret_proof provided in the API argument")
    return Call(request, network, app, page, holder, token, asked, files, person)


def span_of(options: dict[str, str], *, newest_first: bool) -> Span:
    limit, since = options.get("limit", "25"), options.get("since", "0")
    if not limit.isdigit() or not since.isdigit():
        raise invalid("Params limit and since must be numbers")
    after = options.get("after")
    most = min(max(int(limit), 1), MOST_AT_ONCE)
    return Span(_place(after) if after else None, int(since) * 1000, most, newest_first)


def cursor(entry_id: str) -> str:
    """Opaque, as the real ones are."""
    return base64.urlsafe_b64encode(f"at:{entry_id}".encode()).decode().rstrip("=")


def _place(after: str) -> str:
    try:
        word = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)).decode()
    except ValueError:
        word = ""
    number = word.removeprefix("at:")
    if not word.startswith("at:") or not number.isdigit() or len(number) > 19:
        raise invalid("Invalid parameter: after")
    return number


async def _asked(request: Request) -> tuple[Json, dict[str, File]]:
    asked: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = _json((await request.body()).decode("utf-8", "replace"))
        if not isinstance(body, dict):
            raise invalid("The body must be an object")
        return asked | body, {}
    if not kind:
        return asked, {}
    try:
        form = await form_of(request)
    except BadForm as error:
        raise invalid(str(error)) from None
    return asked | form.texts, form.files


def _json(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise invalid("This is no JSON") from None
