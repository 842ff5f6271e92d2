"""Who is calling: a person through an app (user context) or an app for itself (bearer)."""

from dataclasses import dataclass
from enum import StrEnum

from starlette.requests import Request

from sandbox.network import Network, network_of
from sandbox.world.apps import App
from sandbox.world.users import User
from sandbox.x.problems import forbidden, unauthorized, wrong_context


class Context(StrEnum):
    USER = "OAuth 2.0 User Context"
    APP = "OAuth 2.0 Application-Only"
    EITHER = "OAuth 2.0 User Context, OAuth 2.0 Application-Only"


@dataclass(frozen=True)
class Caller:
    app: App
    user: User | None
    scopes: frozenset[str]

    @property
    def key(self) -> str:
        return f"user:{self.app.id}:{self.user.id}" if self.user else f"app:{self.app.id}"

    @property
    def person(self) -> User:
        """Only where the endpoint asks for a user context."""
        if self.user is None:
            raise wrong_context(Context.USER)
        return self.user


def caller_of(request: Request, context: Context, scopes: tuple[str, ...]) -> Caller:
    """Raises a Problem when the token is missing, gone, of the wrong kind or not allowed to do this."""
    caller = _known(network_of(request), request.headers.get("authorization", ""))
    if (context is Context.USER and caller.user is None) or (context is Context.APP and caller.user is not None):
        raise wrong_context(context)
    lacking = [] if caller.user is None else [scope for scope in scopes if scope not in caller.scopes]
    if lacking:
        raise forbidden(f"Your token lacks the scope {' '.join(lacking)}.")
    return caller


def _known(network: Network, header: str) -> Caller:
    scheme, _, token = header.partition(" ")
    grant = network.world.apps.grant_of(token.strip()) if scheme.lower() == "bearer" else None
    app = network.world.apps.get(grant.app_id) if grant else None
    if grant is None or app is None:
        raise unauthorized()
    user = network.world.users.get(grant.user_id)
    if grant.user_id is not None and user is None:
        raise unauthorized()
    return Caller(app, user, frozenset(grant.scopes))
