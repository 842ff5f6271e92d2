"""The part of the client that is about Mastodon: speaking as somebody there, and reading everything back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sandbox.heard import Json
from sandbox.wire import Wire


@dataclass(frozen=True)
class OnMastodon:
    """A post; `signs` are who starred it and who passed it on, by handle."""

    id: str
    name: str
    handle: str
    person_id: str
    text: str
    seen_by: str
    warning: str
    root: str
    answers: str | None
    media_ids: list[str]
    stars: list[str]
    boosts: list[str]
    created_at: datetime

    @classmethod
    def of(cls, found: Json) -> Self:
        members = {key: found[key] for key in cls.__dataclass_fields__}
        return cls(**members | {"created_at": datetime.fromisoformat(found["created_at"])})


class MastodonAsking:
    """What the client of the admin API knows of Mastodon; every brand has an account on lowland.social."""

    _wire: Wire

    def mastodon_token(self, handle: str, *, app: str | None = None) -> str:
        """As the owner would grant it."""
        return str(self._wire.post("mastodon/tokens", {"as": handle, "app": app})["token"])

    def end_mastodon_tokens(self, handle: str) -> None:
        """The owner puts every program out."""
        self._wire.send("DELETE", "mastodon/tokens", {"as": handle})

    def toot(
        self, handle: str, text: str, *, seen_by: str = "public", answers: str | None = None, warning: str = "",
        media_id: str | None = None, at: datetime | None = None,
    ) -> OnMastodon:  # fmt: skip
        when = None if at is None else at.isoformat()
        wish = {"as": handle, "text": text, "seen_by": seen_by, "answers": answers, "warning": warning}
        return OnMastodon.of(self._wire.post("mastodon/posts", {**wish, "media_id": media_id, "at": when}))

    def edit_toot(self, toot_id: str, text: str) -> OnMastodon:
        return OnMastodon.of(self._wire.send("PATCH", f"mastodon/posts/{toot_id}", {"text": text}))

    def remove_toot(self, toot_id: str) -> None:
        """By its author."""
        self._wire.send("DELETE", f"mastodon/posts/{toot_id}", {})

    def star(self, handle: str, toot_id: str, *, kind: str = "favourite") -> None:
        """Or pass it on, with `kind` reblog."""
        self._wire.post(f"mastodon/posts/{toot_id}/reactions", {"as": handle, "kind": kind})

    def toots(self, **filters: str | int) -> list[OnMastodon]:
        """Oldest first; filters: as (whose), since_id, since, limit; with brands=1 those of all brands."""
        return [OnMastodon.of(each) for each in self._wire.get("mastodon/posts", filters)["posts"]]
