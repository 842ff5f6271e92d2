"""Mail: the list of exchanges, one exchange with its answer form, writing anew, and the files that came along."""

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from sandbox.clock import iso
from sandbox.mail import posting
from sandbox.mail.composing import Draft, about
from sandbox.mail.reading import Attached, Opened, opened
from sandbox.multipart import File
from sandbox.network import Network, network_of
from sandbox.pages.rendering import page, sorry
from sandbox.pages.saying import Deed
from sandbox.pages.visitor import visitor_of
from sandbox.refusing import NotThere, TooLong
from sandbox.world.mails import SENT, Mail, Mailbox
from sandbox.world.users import User

LARGEST_FILE = 10 * 1024**2
SNIPPET = 120


@dataclass(frozen=True)
class Sheet:
    """A mail as a page shows it; `other` is who wrote it, or to whom the visitor did."""

    id: int
    other: str
    user: User | None
    mine: bool
    unread: bool
    when: str
    sender: str
    recipients: str
    subject: str
    text: str
    quoted: str
    files: tuple[Attached, ...]

    @property
    def snippet(self) -> str:
        return " ".join(self.text.split())[:SNIPPET]


async def index(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    box = network.world.mails.box_of(visitor)
    sheets = [_sheet(network, mail) for mail in network.world.mails.latest_of_each(box)]
    brands = network.world.mails.boxes(network.world.users.everyone(brands=True))
    others = [each for each in brands if each.id != box.id]
    return page(request, "mail.html", box=box, sheets=sheets, others=others)


async def show(request: Request) -> Response:
    """The whole exchange in which a mail stands; whoever looks has read it."""
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    box = network.world.mails.box_of(visitor)
    mail = _own(network, box, request.path_params["id"])
    if mail is None:
        return sorry(request, 404, "There is no such mail in your mailbox.")
    thread = network.world.mails.thread(box, mail.thread)
    network.world.mails.read(thread)
    sheets = [_sheet(network, each) for each in thread]
    return page(
        request, "mail_thread.html", box=box, sheets=sheets, last=sheets[-1], answer_to=_answer_to(network, thread)
    )


async def compose(request: Request) -> Response:
    network, visitor = network_of(request), visitor_of(request)
    if visitor is None:
        return RedirectResponse("/people", 303)
    box = network.world.mails.box_of(visitor)
    brands = network.world.mails.boxes(network.world.users.everyone(brands=True))
    to = request.query_params.get("to") or next((each.address for each in brands if each.id != box.id), "")
    return page(request, "mail_compose.html", box=box, to=to, brands=brands)


async def send(deed: Deed) -> Response:
    """A new mail with `to`, or an answer to the mail `in_reply_to` of one's own mailbox."""
    network, texts = deed.network, deed.form.texts
    box = network.world.mails.box_of(deed.visitor)
    answered = _answered(network, box, texts.get("in_reply_to", ""))
    draft = Draft(
        sender=box.address,
        sender_name=box.name,
        recipient=texts.get("to", "").strip(),
        subject=texts.get("subject", "").strip() or (about(answered.subject) if answered else ""),
        text=texts.get("text", "").replace("\r\n", "\n").strip(),
        files=_files(deed),
        answered=answered,
        forged=bool(texts.get("forged")),
    )
    mail = posting.send(network, draft)
    deed.remember("mail", mail.message_id)
    return RedirectResponse(f"/mail/{mail.id}", 303)


async def file(request: Request) -> Response:
    """A file of a mail, always to be saved and never shown."""
    network, visitor = network_of(request), visitor_of(request)
    box = network.world.mails.box_of(visitor) if visitor else None
    mail = _own(network, box, request.path_params["id"]) if box else None
    found = opened(network.world.mails.content(mail)).files if mail else ()
    number = request.path_params["number"]
    if number >= len(found):
        return sorry(request, 404, "There is no such file.")
    headers = {"content-disposition": "attachment", "x-content-type-options": "nosniff", "cache-control": "no-store"}
    return Response(found[number].content, media_type="application/octet-stream", headers=headers)


def _own(network: Network, box: Mailbox, mail_id: int) -> Mail | None:
    mail = network.world.mails.get(mail_id)
    return mail if mail and mail.mailbox_id == box.id else None


def _sheet(network: Network, mail: Mail) -> Sheet:
    read = opened(network.world.mails.content(mail))
    mine = mail.folder == SENT
    other = (read.recipients[0] if read.recipients else "") if mine else read.sender
    known = network.world.mails.box(other)
    text, quoted = _folded(read.text)
    return Sheet(
        id=mail.id,
        other=(known.name if known and known.name else other) if mine else read.sender_name,
        user=network.world.users.get(known.owner_id) if known else None,
        mine=mine,
        unread=mail.is_unread,
        when=iso(mail.arrived_at),
        sender=read.sender,
        recipients=", ".join(read.recipients),
        subject=read.subject or "No subject",
        text=text,
        quoted=quoted,
        files=read.files,
    )


def _folded(text: str) -> tuple[str, str]:
    """What was written, and what is only quoted below it."""
    lines = text.split("\n")
    end = len(lines)
    while end and (lines[end - 1].startswith(">") or not lines[end - 1].strip()):
        end -= 1
    if end < len(lines) and end and lines[end - 1].rstrip().endswith("wrote:"):
        end -= 1
    fresh = "\n".join(lines[:end]).strip()
    return (fresh, "\n".join(lines[end:]).strip()) if fresh else (text, "")


def _answer_to(network: Network, thread: Sequence[Mail]) -> str:
    read = opened(network.world.mails.content(thread[-1]))
    return (read.recipients or ("",))[0] if thread[-1].folder == SENT else read.answer_to


def _answered(network: Network, box: Mailbox, written: str) -> Opened | None:
    if not written:
        return None
    mail = _own(network, box, int(written)) if written.isdigit() and len(written) < 16 else None
    if mail is None:
        raise NotThere("The mail that you answer is not in your mailbox.")
    return opened(network.world.mails.content(mail))


def _files(deed: Deed) -> tuple[File, ...]:
    file = deed.form.files.get("file")
    if file is None or not file.content:
        return ()
    if len(file.content) > LARGEST_FILE:
        raise TooLong("A file of at most 10 MB, please.")
    return (file,)
