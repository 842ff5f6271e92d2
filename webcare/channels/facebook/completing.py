"""What Meta leaves out of its events is read from the Graph: the post above a comment, the name behind a Messenger number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.application import Application
from webcare.channels.completing import accounts_behind, as_account
from webcare.channels.facebook.api import Api
from webcare.channels.facebook.sending import speaking
from webcare.channels.inbound import Unparsable
from webcare.channels.meta.added import ADDED, Added
from webcare.channels.meta.api import path_id, understood
from webcare.channels.meta.fields import Shape
from webcare.channels.meta.people import nameless, people_behind, person_told, raw_of

POST_FIELDS = "id,from,message,created_time"


@dataclass(slots=True)
class Missing:
    """What one page's events lack."""

    posts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)


def complete(source: Account | Application, payload: bytes) -> bytes:
    """The event with what it lacked; as it came where nothing is missing. Raises DeliveryError."""
    try:
        envelope = Shape.read(payload)
        lacking = missing(envelope)
    except Unparsable:  # whoever parses it will say why
        return payload
    pages = accounts_behind(source, set(lacking))
    posts: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    for page_id, page in sorted(pages.items()):
        with as_account(page), understood():
            posts += _posts(page, lacking[page_id].posts)
            people += people_behind(speaking(Api.of(page), page), lacking[page_id].people)
    if not posts and not people:
        return payload
    before = envelope.maybe_shape(ADDED) or Shape({}, ADDED)
    added = {"posts": [*raw_of(before, "posts"), *posts], "people": [*raw_of(before, "people"), *people]}
    return json.dumps({**envelope.values, ADDED: added}, ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    )


def missing(envelope: Shape) -> dict[str, Missing]:
    """By page, what to ask for; pages that lack nothing are not named. Raises Unparsable."""
    found: dict[str, Missing] = {}
    added = Added.to(envelope)
    for entry in envelope.shapes("entry"):
        page = entry.identifier("id")
        lacking = found.setdefault(page, Missing())
        lacking.posts.update(post for post in _commented(entry, page) if post not in added.posts)
        lacking.people.update(person for person in nameless(entry, page) if person not in added.people)
    return {page: lacking for page, lacking in found.items() if lacking.posts or lacking.people}


def _commented(entry: Shape, page: str) -> Iterator[str]:
    """The posts below which somebody else said something; where a page is only mentioned, others' posts are not ours to read."""
    for change in entry.shapes("changes"):
        value = change.shape("value")
        if change.maybe_words("field") != "feed" or value.maybe_words("item") != "comment":
            continue
        author = value.maybe_shape("from")
        ours = author is not None and author.maybe_identifier("id") == page
        if value.maybe_words("verb") == "add" and not ours and (post := value.maybe_identifier("post_id")):
            yield post


def _posts(page: Account, ids: set[str]) -> list[dict[str, Any]]:
    """A post that is gone, or that nobody shows us, is no reason to hold the comment back."""
    found = []
    for post_id in sorted(ids):
        try:
            post = Api.of(page).get(path_id(post_id), fields=POST_FIELDS)
        except DeliveryError as error:
            if not error.gone:
                raise
            continue
        found.append(post_told(post, post_id))
    return found


def post_told(post: Shape, post_id: str) -> dict[str, Any]:
    """Only what is read later, each of it as it has to be."""
    at = post.maybe_moment("created_time")
    told: dict[str, Any] = {"id": post_id, "message": post.maybe_words("message")}
    if person := post.maybe_shape("from"):
        told["from"] = person_told(person.identifier("id"), person.maybe_words("name"))
    return told | ({"created_time": int(at.timestamp())} if at and at.timestamp() >= 0 else {})
