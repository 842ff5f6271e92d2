"""/sandbox/mailboxes and /sandbox/mails: who has mail, writing it as somebody, reading it back."""

import base64
import binascii
from typing import Any

from sandbox.admin.door import BadWish, Json, Wish
from sandbox.admin.people import app_of
from sandbox.clock import iso
from sandbox.mail import posting
from sandbox.mail.bearers import ACCESS, RENEWAL
from sandbox.mail.composing import Draft, about
from sandbox.mail.reading import Opened, bare, opened
from sandbox.multipart import File
from sandbox.network import Network
from sandbox.refusing import NotThere
from sandbox.watching import Happening, News
from sandbox.world.mails import SENT, Mail, Mailbox
from sandbox.world.ties import Tie

MOST = 10_000


async def open_mailbox(wish: Wish) -> Json:
    """An address that is known is changed."""
    owner = wish.user("handle").id if wish.maybe_text("handle") else None
    address = wish.text("address")
    if "@" not in address:
        raise BadWish("“address” should look like help@example.com.")
    box = wish.network.world.mails.open(address, wish.text("name", ""), wish.text("password", ""), owner)
    return {"address": box.address, "name": box.name, "handle": _handle(wish.network, box)}


async def share(wish: Wish) -> Json:
    """Let somebody read a mailbox that is not theirs, and send from it."""
    box, user = wish.network.world.mails.box(wish.text("address")), wish.user("handle")
    if box is None:
        raise NotThere(f"There is no mailbox {wish.text('address')}.")
    wish.network.world.ties.make(Tie.SHARE, user.id, str(box.id))
    return {"address": box.address, "handle": user.username}


async def withdraw(wish: Wish) -> Json:
    """What programs were let in with is good no more; with `renewal` nothing renews it either."""
    network, app = wish.network, app_of(wish)
    for kind in (ACCESS, RENEWAL) if wish.truth("renewal", False) else (ACCESS,):
        network.world.keys.withdraw(kind, app.id)
    network.watchers.tell(News(Happening.MAIL, bare(wish.text("address"))))  # who waits there is shown out
    return {}


async def write(wish: Wish) -> Json:
    """A new mail with `to`, or an answer with `in_reply_to`, the Message-ID of a mail in the writer's own mailbox."""
    network, sender = wish.network, wish.text("from")
    box = network.world.mails.open(bare(sender), wish.text("name", ""))
    answered = _answered(wish, box)
    read = opened(network.world.mails.content(answered)) if answered else None
    headers = wish.members.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(each, str) for each in headers.values()):
        raise BadWish("“headers” must be an object of texts.")
    draft = Draft(
        sender=sender,
        sender_name=box.name,
        recipient=_recipient(wish, answered, read),
        subject=wish.text("subject", about(read.subject) if read else ""),
        text=wish.text("text", ""),
        files=tuple(_file(each) for each in wish.members.get("files") or []),
        answered=read,
        quotes=wish.truth("quotes", True),
        forged=wish.truth("forged", False),
        headers=headers,
    )
    return mail_json(network, posting.send(network, draft, wish.time("at")))


async def index(wish: Wish) -> Json:
    """Oldest first."""
    shelf = wish.network.world.mails
    box = shelf.box(wish.text("mailbox")) if wish.maybe_text("mailbox") else None
    if wish.maybe_text("mailbox") and box is None:
        return {"mails": []}
    found = shelf.search(
        box=box,
        folder=wish.maybe_text("folder"),
        sender=wish.maybe_text("from"),
        since_id=wish.number("since_id", 0),
        since=wish.time("since") or 0,
        limit=min(wish.number("limit", 1000), MOST),
    )
    return {"mails": [mail_json(wish.network, each) for each in found]}


def mail_json(network: Network, mail: Mail) -> Json:
    read = opened(network.world.mails.content(mail))
    box = network.world.mails.box_with(mail.mailbox_id)
    return {
        "id": mail.id,
        "mailbox": box.address,
        "folder": mail.folder,
        "sender": read.sender,
        "to": list(read.recipients),
        "answer_to": read.answer_to,
        "subject": read.subject,
        "text": read.text,
        "message_id": read.message_id,
        "answers": list(read.answers),
        "seen": not mail.is_unread,
        "at": iso(mail.arrived_at),
        "files": [
            {"name": each.name, "media_type": each.media_type, "content": base64.b64encode(each.content).decode()}
            for each in read.files
        ],
    }


def _answered(wish: Wish, box: Mailbox) -> Mail | None:
    wanted = wish.maybe_text("in_reply_to")
    if wanted is None:
        return None
    mail = wish.network.world.mails.known(box, wanted)
    if mail is None:
        raise NotThere(f"There is no mail {wanted} in the mailbox of {box.address}.")
    return mail


def _recipient(wish: Wish, answered: Mail | None, read: Opened | None) -> str:
    if answered is None or read is None:
        return wish.text("to")
    usual = read.recipients[0] if answered.folder == SENT and read.recipients else read.answer_to
    return wish.text("to", usual)


def _file(given: Any) -> File:
    try:
        return File(str(given["name"]), str(given["media_type"]), base64.b64decode(given["content"], validate=True))
    except (KeyError, TypeError, binascii.Error):
        raise BadWish("A file has a name, a media_type and its content in base64.") from None


def _handle(network: Network, box: Mailbox) -> str | None:
    owner = network.world.users.get(box.owner_id)
    return owner.username if owner else None
