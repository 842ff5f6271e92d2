"""An account is connected by its handle and an app password: who it is, and where it lives."""

from __future__ import annotations

from webcare.channels.account import Account
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.sessions import close_session, open_session, understood


def connect(account: Account) -> None:
    """Open a session, then read the profile; the caller stores the account."""
    session = open_session(account)
    with understood():
        account.external_id, account.handle = session.did("did"), session.words("handle")[:255]
    profile = Api(account).get("app.bsky.actor.getProfile", actor=account.external_id)
    with understood():
        account.name = (profile.maybe_words("displayName") or account.handle)[:255]


def disconnect(account: Account) -> None:
    """End the session; the app password is revoked on Bluesky by whoever made it."""
    close_session(account)
