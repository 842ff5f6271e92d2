"""A private message leaves, in Messenger or on Instagram: as an answer, or once in private after a comment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webcare.channels.account import Account
from webcare.channels.adapter import Outgoing, OutgoingFile, Sent
from webcare.channels.meta import limits
from webcare.channels.meta.api import Api, path_id, understood
from webcare.channels.meta.messaging import Inbox
from webcare.channels.meta.problems import ANSWERED_BEFORE, Refused
from webcare.lib.now import real_now

MESSENGER, INSTAGRAM = "MESSENGER", "INSTAGRAM"  # as Meta writes them


@dataclass(frozen=True, slots=True)
class Direct:
    """Who speaks: the page `node`, for an account whose messages lie in this inbox, on this `platform` of Meta's."""

    api: Api
    account: Account
    node: str
    inbox: Inbox
    platform: str = MESSENGER

    def send(self, outgoing: Outgoing, text: str, commented: Mapping[str, str]) -> Sent:
        """A text or a file; `commented` names the one who is answered in private for the first time."""
        message = {"text": text} if text else {"attachment": self._attachment(outgoing.files[0])}
        if not commented:
            return self._to_person(outgoing.recipient, message)
        try:
            return self._deliver({"recipient": commented, "message": message})
        except Refused as refused:
            if refused.problem.code != ANSWERED_BEFORE:
                raise
        return self._to_person(outgoing.recipient, message)  # the exchange has begun; it goes on the usual way

    def _to_person(self, recipient: str, message: dict[str, Any]) -> Sent:
        """As an answer; where that is too late, as what a person of ours says, if Meta lets this account do so."""
        asked = {"recipient": {"id": path_id(recipient)}, "message": message}
        try:
            return self._deliver({**asked, "messaging_type": "RESPONSE"})
        except Refused as refused:
            if not (refused.problem.closes_the_window and limits.answers_late(self.account)):
                raise
        return self._deliver({**asked, "messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"})

    def _deliver(self, body: dict[str, Any]) -> Sent:
        answer = self.api.call("POST", f"{path_id(self.node)}/messages", json=body, sends=True)
        with understood(sends=True):
            return Sent(answer.message_identifier("message_id"), real_now(), self.inbox.link)

    def _attachment(self, file: OutgoingFile) -> dict[str, Any]:
        kind = file.content_type.partition("/")[0]
        kind = kind if kind in {"image", "video", "audio"} else "file"
        told = {"attachment": {"type": kind, "payload": {"is_reusable": False}}}
        wish = {"message": json.dumps(told), "platform": self.platform}
        content = {"filedata": (file.filename, file.content, file.content_type)}
        path = f"{path_id(self.node)}/message_attachments"
        with understood():
            attachment_id = self.api.call("POST", path, data=wish, files=content).identifier("attachment_id")
        return {"type": kind, "payload": {"attachment_id": attachment_id}}
