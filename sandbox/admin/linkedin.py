"""Access to a page on LinkedIn, as its administrator would give it."""

from sandbox.admin.door import Json, Wish
from sandbox.admin.meta import page_of
from sandbox.admin.people import app_of
from sandbox.linkedin.naming import actor_urn
from sandbox.world.organizations import PERMISSIONS

TWO_MONTHS, YEAR = 60 * 24 * 3600, 365 * 24 * 3600


async def issue_token(wish: Wish) -> Json:
    """With what renews it."""
    page, app, shelf = page_of(wish), app_of(wish), wish.network.world.organizations
    permissions, life = wish.texts("permissions") or PERMISSIONS, wish.number("expires_in", TWO_MONTHS)
    return {
        "token": shelf.issue_token(app.id, page.id, permissions, life, "steward"),
        "refresh_token": shelf.issue_token(app.id, page.id, permissions, YEAR, "renewal"),
        "organization": actor_urn(page),
        "app_id": app.id,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    }
