"""What Meta's networks have in common here: the tokens of pages, and which part of a list is wanted in what manner."""

from typing import Any

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.people import app_of
from sandbox.instagram.naming import account_id
from sandbox.publishing import Manner
from sandbox.whatsapp.naming import business_id, number_id
from sandbox.world.pages import PERMISSIONS
from sandbox.world.users import User
from sandbox.world.wall import Span

MOST = 10_000


async def issue_token(wish: Wish) -> Json:
    """A page's token, as its owner would make it; with `expires_in` it ends by itself."""
    page, app = page_of(wish), app_of(wish)
    life = wish.number("expires_in", 0) or None
    token = wish.network.world.pages.issue_token(app.id, page.id, wish.texts("permissions") or PERMISSIONS, life)
    ids = {"page_id": page.id, "instagram_id": account_id(page)}
    ids |= {"number_id": number_id(page), "business_id": business_id(page)}
    return {"token": token, **ids, "app_id": app.id, "app_secret": app.consumer_secret}


def page_of(wish: Wish) -> User:
    page = wish.user("page")
    if not page.is_brand:
        raise BadWish(f"@{page.username} is no brand and has no page.")
    return page


def span_of(wish: Wish, *, newest_first: bool) -> Span:
    since_id: Any = wish.maybe_text("since_id")
    if since_id is not None and not since_id.isdigit():
        raise BadWish("“since_id” must be an id.")
    after = None if newest_first else since_id
    return Span(after, wish.time("since") or 0, min(wish.number("limit", 1000), MOST), newest_first)


def manner_of(wish: Wish) -> Manner:
    return Manner(strict=wish.truth("strict", True), told=wish.truth("events", True))
