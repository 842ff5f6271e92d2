"""One call of LinkedIn's API: who calls, in which version, with which permissions, and what their query asks for."""

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.requests import Request

from sandbox.linkedin import problems
from sandbox.linkedin.naming import entry_with
from sandbox.linkedin.problems import denied, gone, invalid
from sandbox.network import Network, network_of
from sandbox.world.apps import App
from sandbox.world.organizations import Steward
from sandbox.world.users import User
from sandbox.world.wall import Entry

Json = dict[str, Any]
VERSION = re.compile(r"20[0-9]{4}\Z")
OLDEST = "202508"


@dataclass(frozen=True)
class Call:
    """`page` is the one that the caller runs."""

    request: Request
    network: Network
    app: App
    steward: Steward
    page: User
    body: Json

    @property
    def asked(self) -> dict[str, str]:
        """The query, whose lists and ranges LinkedIn wants unescaped."""
        parts = (part.partition("=") for part in self.request.url.query.split("&") if part)
        return {name: unquote(value) for name, _, value in parts}

    def needs(self, permission: str) -> None:
        if permission not in self.steward.permissions:
            raise denied(permission)

    def entry(self, urn: str) -> Entry:
        found = entry_with(self.network, self.page, urn)
        if found is None:
            raise gone(urn)
        return found

    def part(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name])

    def as_page(self, urn: object) -> User:
        """Whoever speaks has to be the page that the caller runs."""
        if urn != f"urn:li:organization:{self.page.id}":
            raise denied(f"actor {urn}")
        return self.page

    def turned(self, rows: list[Json]) -> Json:
        """The part of a list that was asked for."""
        start, count = self.asked.get("start", "0"), self.asked.get("count", "10")
        if not start.isdigit() or not count.isdigit():
            raise invalid("start and count must be numbers")
        first, last = int(start), int(start) + min(int(count), 100)
        return {"paging": {"start": first, "count": int(count), "links": []}, "elements": rows[first:last]}


async def call_of(request: Request) -> Call:
    """Raises a Problem when token, version or body are not as they have to be."""
    network = network_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    steward = network.world.organizations.steward(token.strip()) if scheme.lower() == "bearer" else None
    app = network.world.apps.get(steward.app_id) if steward else None
    page = network.world.users.get(steward.organization_id) if steward else None
    if steward is None or app is None or page is None:
        raise problems.no_token()
    version = request.headers.get("linkedin-version", "")
    if not VERSION.match(version) or version < OLDEST:
        raise problems.old_version(version)
    if request.headers.get("x-restli-protocol-version") != "2.0.0":
        raise invalid("X-Restli-Protocol-Version must be 2.0.0")
    return Call(request, network, app, steward, page, await _body(request))


async def _body(request: Request) -> Json:
    content = await request.body()
    if not content:
        return {}
    try:
        body = json.loads(content)
    except ValueError:
        raise invalid("The body is no JSON") from None
    if not isinstance(body, dict):
        raise invalid("The body is no object")
    return body
