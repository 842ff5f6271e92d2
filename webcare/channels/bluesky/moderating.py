"""Order on Bluesky: hide answers below our own posts, mute and block people, and take back what we said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.bluesky.api import Api
from webcare.channels.bluesky.naming import BLOCK, POST, THREADGATE, Place, rkey_of
from webcare.channels.bluesky.sessions import understood
from webcare.lib.now import real_now
from webcare.lib.sentence import Sentence

MOST_HIDDEN = 300
NO_ACTION = Sentence(_("Bluesky knows no action “%(action)s”."))
NOT_OUR_THREAD = _("On Bluesky answers can be hidden only below our own posts.")
NO_POST = _("This is no post on Bluesky.")
TOO_MANY_HIDDEN = _("Below this post 300 answers are hidden, and Bluesky hides no more.")
ONLY_FOR_US = _("On Bluesky a private message stays with the other person, whatever we remove on our side.")


def take_down(account: Account, external_id: str, private: bool) -> None:
    """Delete our post; one that is gone already is what was wanted."""
    if private:
        raise DeliveryError(ONLY_FOR_US, True)
    place = Place.of(external_id)
    if place is None or place.did != account.external_id:
        raise DeliveryError(NO_POST, True)
    _delete(Api(account), place)


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Each may be repeated without harm. Raises DeliveryError."""
    if action in {"hide", "unhide"}:
        _hide(Api(account), external_id, hides=action == "hide")
    elif action in {"mute", "unmute"}:
        Api(account).post(f"app.bsky.graph.{action}Actor", {"actor": handle_id})
    elif action == "block":
        _block(Api(account), handle_id)
    elif action == "unblock":
        _unblock(Api(account), handle_id)
    else:
        raise DeliveryError(NO_ACTION(action=action), True)


def _hide(api: Api, external_id: str, *, hides: bool) -> None:
    """The list of what is hidden lies beside the post at the top; everything else in it stays as it was."""
    root = _root(api, external_id)
    if root.did != api.did:
        raise DeliveryError(NOT_OUR_THREAD, True)
    gate = Place(api.did, THREADGATE, root.rkey)
    before = api.record(gate)
    with understood():
        record: Mapping[str, Any] = before.shape("value").values if before else _new(root)
        cid = before.maybe_words("cid") if before else None
    hidden = [each for each in record.get("hiddenReplies") or [] if each != external_id]
    if hides and len(hidden) >= MOST_HIDDEN:
        raise DeliveryError(TOO_MANY_HIDDEN, True)
    changed = {**record, "hiddenReplies": [*hidden, *([external_id] if hides else [])]}
    wish = {"repo": api.did, "collection": THREADGATE, "rkey": gate.rkey, "record": changed, "swapRecord": cid}
    api.post("com.atproto.repo.putRecord", wish)


def _root(api: Api, external_id: str) -> Place:
    place = Place.of(external_id)
    if place is None or place.collection != POST:
        raise DeliveryError(NO_POST, True)
    record = api.record(place)
    if record is None:
        raise DeliveryError(NO_POST, True, gone=True)
    with understood():
        reply = record.shape("value").maybe_shape("reply")
        return reply.shape("root").post("uri") if reply else place


def _new(root: Place) -> Mapping[str, Any]:
    """One that lets everybody answer, as without it."""
    return {"$type": THREADGATE, "post": root.uri, "createdAt": _moment()}


def _block(api: Api, did: str) -> None:
    """A record that everybody can read, under a name that is always the same for one person."""
    record = {"$type": BLOCK, "subject": did, "createdAt": _moment()}
    wish = {"repo": api.did, "collection": BLOCK, "rkey": rkey_of(f"block {did}"), "record": record}
    api.post("com.atproto.repo.putRecord", wish)


def _unblock(api: Api, did: str) -> None:
    """Also where somebody blocked them in the app."""
    while place := _blocking(api, did):
        _delete(api, place)
        if place.rkey == rkey_of(f"block {did}"):
            return


def _blocking(api: Api, did: str) -> Place | None:
    answer = api.get("app.bsky.actor.getProfile", actor=did)
    with understood():
        viewer = answer.maybe_shape("viewer")
        place = Place.of(viewer.maybe_words("blocking")) if viewer else None
    return place if place and place.did == api.did else None


def _delete(api: Api, place: Place) -> None:
    asked = {"repo": place.did, "collection": place.collection, "rkey": place.rkey}
    api.post("com.atproto.repo.deleteRecord", asked)


def _moment() -> str:
    return f"{real_now().astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"
