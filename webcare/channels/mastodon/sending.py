"""An answer leaves for Mastodon: with the name of whom it answers, under the same warning, seen by no more people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from webcare.channels.account import Account
from webcare.channels.adapter import DeliveryError, Outgoing, Sent
from webcare.channels.length import measure
from webcare.channels.mastodon import limits, media
from webcare.channels.mastodon.api import Api, number_of, understood
from webcare.channels.mastodon.fields import Shape, known_as
from webcare.channels.mastodon.forms import PUBLIC, UNLISTED
from webcare.channels.mastodon.statuses import DIRECT
from webcare.lib.sentence import Sentence

SEEN_BY = (PUBLIC, UNLISTED, "private", DIRECT)  # by ever fewer people
TOO_LONG = Sentence(_("With the name before it the text takes %(taken)s of the %(limit)s characters of the server."))


def send(account: Account, outgoing: Outgoing) -> Sent:
    """Publish once: a repeated call with the same key is answered with the post that stands there."""
    check(outgoing)
    api = Api(account)
    asked = composed(account, api, outgoing)
    check_length(account, asked)
    if outgoing.files:
        asked["media_ids"] = media.uploaded(api, outgoing.files)
    answer = api.post("/api/v1/statuses", asked, key=outgoing.key, sends=True)
    with understood(sends=True):
        return sent_as(account, answer)


def check(outgoing: Outgoing) -> None:
    """Raise what the server would say, before anything is sent."""
    if not outgoing.text.strip() and not outgoing.files:
        raise DeliveryError(_("There is nothing to send."), True)
    media.check(outgoing.files)


def check_length(account: Account, asked: Mapping[str, Any]) -> None:
    """What the warning takes counts as well."""
    taken = sum(measure(asked[part], limits.TEXT) for part in ("spoiler_text", "status"))
    if taken > (most := limits.most(account)):
        raise DeliveryError(TOO_LONG(taken=taken, limit=most), True)


def composed(account: Account, api: Api, outgoing: Outgoing) -> dict[str, Any]:
    """Everything but the files. What is answered is asked for, since who may see it decides who may see this."""
    answered = _answered(api, outgoing)
    with understood():
        seen_by = _seen_by(account, outgoing, answered)
        asked: dict[str, Any] = {
            "status": f"@{_name_of(api, outgoing, answered)} {tidy(outgoing.text)}".strip(),
            "visibility": seen_by,
            "spoiler_text": answered.maybe_words("spoiler_text") if answered else "",
        }
        if answered:
            asked |= {"in_reply_to_id": answered.identifier("id"), "sensitive": answered.flag("sensitive")}
    return asked


def tidy(text: str) -> str:
    """Line ends as servers keep them, and no space around."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def sent_as(account: Account, status: Shape) -> Sent:
    """Our post as it stands there."""
    domain = account.external_id.partition("/")[0]
    return Sent(known_as(domain, status.identifier("id")), status.time("created_at"), status.link("url", "uri"))


def _answered(api: Api, outgoing: Outgoing) -> Shape | None:
    """Raises DeliveryError where it is gone: an answer that hangs below nothing is understood by nobody."""
    target = outgoing.in_reply_to or outgoing.goes_on_from
    return api.get(f"/api/v1/statuses/{number_of(target)}") if target else None


def _seen_by(account: Account, outgoing: Outgoing, answered: Shape | None) -> str:
    if outgoing.private:
        return DIRECT
    wanted = UNLISTED if account.settings.get("visibility") == UNLISTED else PUBLIC
    theirs = answered.words("visibility") if answered else PUBLIC
    return max((wanted, theirs if theirs in SEEN_BY else DIRECT), key=SEEN_BY.index)


def _name_of(api: Api, outgoing: Outgoing, answered: Shape | None) -> str:
    """Only who is named is told."""
    local = number_of(outgoing.recipient)
    if answered and answered.shape("account").identifier("id") == local:
        return answered.shape("account").words("acct")
    return api.get(f"/api/v1/accounts/{local}").words("acct")
