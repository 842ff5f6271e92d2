"""The part of the client that is about LinkedIn alone: what is said there is said as on Meta's networks, `on="linkedin"`."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class StewardKeys:
    """What a program needs to speak for a page."""

    token: str
    refresh_token: str
    organization: str
    app_id: str
    client_id: str
    client_secret: str


class LinkedInAsking:
    """Every brand has a page there."""

    _wire: Wire

    def steward_keys(
        self, page: str, *, app: str | None = None, permissions: Sequence[str] = (), expires_in: int | None = None
    ) -> StewardKeys:
        """Without `expires_in` the access lasts 60 days; without `permissions` it has them all."""
        wish: Json = {"page": page, "app": app, "permissions": list(permissions)}
        wish |= {} if expires_in is None else {"expires_in": expires_in}
        return StewardKeys(**self._wire.post("linkedin/tokens", wish))
