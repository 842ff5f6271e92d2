"""/sandbox/users, /sandbox/apps, /sandbox/tokens: who is here and which programs may speak for them."""

from dataclasses import asdict

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.showing import user_json
from sandbox.world.apps import SCOPES, App, Grant
from sandbox.world.users import NewUser


async def create_user(wish: Wish) -> Json:
    hue = wish.number("hue", -1)
    user = wish.network.world.users.create(
        NewUser(
            username=wish.text("handle"),
            name=wish.text("name", ""),
            description=wish.text("description", ""),
            verified=wish.truth("verified", False),
            is_brand=wish.truth("is_brand", False),
            followers=wish.number("followers", 0),
            hue=hue if hue >= 0 else None,
            id=wish.maybe_text("id"),
        )
    )
    return user_json(user)


async def list_users(wish: Wish) -> Json:
    brands = wish.truth("brands", False) if "brands" in wish.members else None
    return {"users": [user_json(user) for user in wish.network.world.users.everyone(brands=brands)]}


async def create_app(wish: Wish) -> Json:
    app = wish.network.world.apps.create(
        wish.text("name", "webcare"),
        wish.maybe_text("consumer_secret"),
        wish.texts("redirect_uris"),
        wish.maybe_text("client_id"),
        wish.maybe_text("client_secret"),
    )
    return _app_json(wish, app)


async def list_apps(wish: Wish) -> Json:
    return {"apps": [_app_json(wish, app) for app in wish.network.world.apps.everyone()]}


async def issue_tokens(wish: Wish) -> Json:
    """Ready tokens for an account, without anybody having to agree on a page."""
    user, app = wish.user("handle"), app_of(wish)
    scopes = wish.texts("scopes") or SCOPES
    life = wish.number("expires_in", wish.network.settings.access_token_life)
    tokens = wish.network.world.apps.issue(Grant(app.id, user.id, scopes), life)
    bearer = wish.network.world.apps.issue_bearer(app.id)
    return {**asdict(tokens), "bearer_token": bearer, "user_id": user.id, "handle": user.username, "app_id": app.id}


async def expire_tokens(wish: Wish) -> Json:
    """All access tokens end now; with `handle` everything of that account is revoked, refresh tokens too."""
    if wish.maybe_text("handle"):
        return {"revoked": wish.network.world.apps.revoke_all_of(wish.user("handle").id)}
    return {"expired": wish.network.world.apps.expire_access()}


def app_of(wish: Wish) -> App:
    apps = wish.network.world.apps.everyone()
    wanted = wish.maybe_text("app")
    found = [app for app in apps if wanted is None or wanted in (app.id, app.name, app.client_id)]
    if not found:
        raise BadWish("There is no such app; make one with POST /sandbox/apps.")
    return found[0]


def _app_json(wish: Wish, app: App) -> Json:
    return {**asdict(app), "bearer_token": wish.network.world.apps.issue_bearer(app.id)}
