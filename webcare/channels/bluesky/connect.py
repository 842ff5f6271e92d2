"""An account is connected by its handle and an app password: who it is, and where it lives."""

from __future__ import annotations

from webcare.channels.account import Account
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.naming import PROFILE, Place
from webcare.channels.bluesky.sessions import close_session, open_session, understood


def connect(account: Account) -> None:
    """Open a session, then read the profile; the caller stores the account."""
    session = open_session(account)
    with understood():
        account.external_id, account.handle = session.did("did"), session.words("handle")[:255]
    profile = Api(account).get("app.bsky.actor.getProfile", actor=account.external_id)
    with understood():
        account.name = (profile.maybe_words("displayName") or account.handle)[:255]


def introduce(account: Account, text: str) -> None:
    """The description; name, pictures and whatever else the record says stay, also what somebody changes at this moment."""
    api = Api(account)
    place = Place(api.did, PROFILE, "self")
    before = api.record(place)
    with understood():
        record = before.shape("value").values if before else {"$type": PROFILE}
        cid = before.maybe_words("cid") if before else None
    wish = {"repo": api.did, "collection": PROFILE, "rkey": place.rkey, "record": {**record, "description": text}}
    api.post("com.atproto.repo.putRecord", {**wish, "swapRecord": cid})


def disconnect(account: Account) -> None:
    """End the session; the app password is revoked on Bluesky by whoever made it."""
    close_session(account)
