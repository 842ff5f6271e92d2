"""What we said ourselves, changed or taken away again; people who are muted, blocked or reported."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError
from webcare.channels.mastodon.api import Api, number_of, understood
from webcare.channels.mastodon.fields import Shape
from webcare.channels.mastodon.sending import check_length, tidy
from webcare.channels.mastodon.wording import MENTION
from webcare.lib.sentence import Sentence

PEOPLE = frozenset({"mute", "unmute", "block", "unblock"})
NO_ACTION = Sentence(_("Mastodon knows no action “%(action)s”."))


def take_down(account: Account, external_id: str) -> None:
    """One that is gone already is what was wanted."""
    try:
        Api(account).call("DELETE", f"/api/v1/statuses/{number_of(external_id)}")
    except DeliveryError as error:
        if not error.gone:
            raise


def edit(account: Account, external_id: str, text: str) -> None:
    """Another text behind the same names; what else is not told anew, the server would take away."""
    told = tidy(text)
    if not told:
        raise DeliveryError(_("There is nothing to send."), True)
    api, path = Api(account), f"/api/v1/statuses/{number_of(external_id)}"
    with understood():
        status, source = api.get(path), api.get(f"{path}/source")
        wish = _changed(status, source, told)
    check_length(account, wish)
    api.call("PUT", path, json=wish)


def moderate(account: Account, action: str, external_id: str, handle_id: str) -> None:
    """Somebody is not heard any more, or shown to those who keep order on the server."""
    if action in PEOPLE:
        Api(account).post(f"/api/v1/accounts/{number_of(handle_id)}/{action}")
    elif action == "report":
        _report(Api(account), number_of(handle_id), [number_of(external_id)] if external_id else [])
    else:
        raise DeliveryError(NO_ACTION(action=action), True)


def _report(api: Api, person: str, statuses: list[str]) -> None:
    """Also to the server from which they write."""
    api.post("/api/v1/reports", {"account_id": person, "status_ids": statuses, "forward": True})


def _changed(status: Shape, source: Shape, text: str) -> dict[str, Any]:
    greeting = MENTION.match(source.words("text"))
    return {
        "status": f"{greeting[0]} {text}" if greeting else text,
        "spoiler_text": source.maybe_words("spoiler_text"),
        "sensitive": status.flag("sensitive"),
        "media_ids": [each.identifier("id") for each in status.shapes("media_attachments")],
        **({"language": told} if (told := status.maybe_words("language")) else {}),
    }
