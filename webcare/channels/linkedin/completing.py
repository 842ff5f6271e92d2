"""What LinkedIn leaves out of its notifications is read from its API: the comment, the post above it, who somebody is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from webcare.channels.account import Account
from webcare.channels.application import Application
from webcare.channels.completing import accounts_behind, as_account, unnamed
from webcare.channels.inbound import Unparsable
from webcare.channels.linkedin.added import ADDED, Added
from webcare.channels.linkedin.addresses import named
from webcare.channels.linkedin.api import Api, understood
from webcare.channels.linkedin.fields import Shape, comment_urn, number_of, post_of, raw
from webcare.channels.linkedin.parse import MENTIONED, SAID, source_of
from webcare.channels.linkedin.problems import Refused

Json = dict[str, Any]


def complete(source: Account | Application, payload: bytes) -> bytes:
    """The event with what it lacked; as it came where nothing is missing. Raises DeliveryError."""
    try:
        envelope = Shape.read(payload)
        added = Added.to(envelope)
        told = [one for one in envelope.shapes("notifications") if one.words("action") in {*SAID, MENTIONED}]
        pages = accounts_behind(source, {one.actor("organizationalEntity") for one in told})
        found = [_asked(pages[page], ours, added) for page, ours in _by_page(told) if page in pages]
    except Unparsable:  # whoever parses it will say why
        return payload
    fresh = {kind: [each for one in found for each in one[kind]] for kind in ("comments", "posts", "people")}
    if not any(fresh.values()):
        return payload
    before = envelope.maybe_shape(ADDED) or Shape({}, ADDED)
    whole = {kind: [*map(raw, before.shapes(kind)), *new] for kind, new in fresh.items()}
    return json.dumps({**envelope.values, ADDED: whole}, ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    )


def comment_of(api: Api, urn: str) -> Json | None:
    """A comment as it stands there: only what is read later, each of it as it has to be. None where it is gone."""
    try:
        with understood():
            told = api.get(f"socialActions/{named(post_of(urn))}/comments/{number_of(urn)}")
            return comment_told(told, urn)
    except Refused as refused:
        if not refused.gone:
            raise
        return None


def comment_told(told: Shape, urn: str) -> Json:
    """What of a comment is kept."""
    message, created = told.maybe_shape("message"), told.maybe_shape("created")
    kept: Json = {"commentUrn": urn, "actor": told.actor("actor")}
    kept["message"] = {"text": message.maybe_words("text") if message else ""}
    if created and (at := created.maybe_moment("time")):
        kept["created"] = {"time": round(at.timestamp() * 1000)}
    if parent := told.maybe_comment("parentComment"):
        kept["parentComment"] = parent
    return kept


def _by_page(told: list[Shape]) -> Iterator[tuple[str, list[Shape]]]:
    for page in sorted({one.actor("organizationalEntity") for one in told}):
        yield page, [one for one in told if one.actor("organizationalEntity") == page]


def _asked(page: Account, told: list[Shape], added: Added) -> Mapping[str, list[Json]]:
    """Comments and posts first; then the names of whoever turned out to have written them."""
    api = Api(page)
    with as_account(page), understood():
        wanted = {one.comment("generatedActivity") for one in told if one.words("action") in SAID}
        comments = [found for urn in sorted(wanted - set(added.comments)) if (found := comment_of(api, urn))]
        mentions = {one.maybe_post("generatedActivity") or one.post("sourcePost") for one in told if _mentions(one)}
        posts = [found for urn in sorted(mentions - set(added.posts)) if (found := _post(api, urn, may_hide=False))]
        above = {source_of(one) for one in told if not _mentions(one) and not _shows_above(one)} - {""}
        posts += [found for urn in sorted(above - set(added.posts)) if (found := _post(api, urn, may_hide=True))]
        people = people_named(
            api, {*_authors(told), *(str(each.get("actor") or each.get("author")) for each in comments + posts)}
        )
    return {"comments": comments, "posts": posts, "people": people}


def _mentions(notification: Shape) -> bool:
    return notification.words("action") == MENTIONED


def _shows_above(notification: Shape) -> bool:
    """Whether the words of the post above came along."""
    told = notification.maybe_shape("decoratedSourcePost")
    return bool(told and told.maybe_words("text"))


def _post(api: Api, urn: str, *, may_hide: bool) -> Json | None:
    """`may_hide`: it only stands above, so that nothing waits for it when LinkedIn keeps it from us."""
    told = _seen(api, f"posts/{named(urn)}", may_hide=may_hide)
    if told is None:
        return None
    kept: Json = {"id": urn, "author": told.actor("author"), "commentary": told.maybe_words("commentary")}
    at = told.maybe_moment("publishedAt", "createdAt")
    return kept | ({"publishedAt": round(at.timestamp() * 1000)} if at else {})


def _authors(told: list[Shape]) -> Iterator[str]:
    for notification in told:
        decoration = notification.maybe_shape("decoratedGeneratedActivity")
        for kind in ("comment", "share"):
            if (each := decoration.maybe_shape(kind) if decoration else None) and (owner := each.maybe_actor("owner")):
                yield owner


def people_named(api: Api, urns: set[str]) -> list[Json]:
    """Names of those whom we do not know yet. LinkedIn tells them to few applications; nothing waits for one."""
    unknown = sorted(unnamed(api.account.network, urns - {api.account.external_id}))
    return [{"id": urn, "name": name} for urn in unknown if (name := _name(api, urn))]


def _name(api: Api, urn: str) -> str:
    kind, _, number = urn.removeprefix("urn:li:").partition(":")
    if kind == "organization":
        told = _seen(api, f"organizations/{number}", may_hide=True)
        return told.maybe_words("localizedName") if told else ""
    told = _seen(api, f"people/(id:{number})", may_hide=True)
    return (
        " ".join(told.maybe_words(part) for part in ("localizedFirstName", "localizedLastName")).strip() if told else ""
    )


def _seen(api: Api, path: str, *, may_hide: bool) -> Shape | None:
    try:
        return api.get(path)
    except Refused as refused:
        if not (refused.gone or (may_hide and refused.keeps_it_from_us)):
            raise
        return None


def comment_name(told: Shape) -> str:
    """The whole name of a comment that LinkedIn shows: it writes it in one of three ways."""
    given = next((urn for name in ("commentUrn", "$URN") if (urn := comment_urn(told.maybe_words(name)))), "")
    return given or comment_urn(f"urn:li:comment:({told.post('object')},{told.identifier('id')})")
