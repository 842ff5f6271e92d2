"""Puts an answer into the form of a mail: plain text with a simple HTML twin, its place in the exchange, its files."""

from __future__ import annotations

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, localtime
from html import escape

from django.utils.translation import gettext_noop

from webcare.channels.adapter import DeliveryError, Outgoing, OutgoingFile
from webcare.channels.email.addresses import plain
from webcare.channels.email.message_id import ours
from webcare.channels.email.reply_address import address_for
from webcare.channels.email.settings import MailSettings
from webcare.channels.email.words import clean, one_line
from webcare.lib.sentence import Sentence

MOST_REFERENCES = 20
_IDS = {"Message-ID", "X-Webcare-Id", "In-Reply-To", "References"}
_SENDABLE = re.compile(r"[!-;=?-~]{1,900}")
_BREAK = re.compile(r"[\r\n\x00]")
_URL = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")


class _Posting(EmailPolicy):
    """Ids go on the line of their field's name, where the standard library leaves that line empty before a long one."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in _IDS:
            return (f"{name}: " + "\r\n ".join(str(value).split()) + "\r\n").encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Posting(linesep="\r\n")
NO_ADDRESS = Sentence(gettext_noop("“%(written)s” is no mail address, so that nothing can be sent there."))
NO_DOMAIN = Sentence(gettext_noop("The domain “%(domain)s” cannot exist."))
BROKEN_LINE = Sentence(gettext_noop("A line break in “%(part)s” could smuggle in other fields."))


def composed(outgoing: Outgoing, settings: MailSettings, proof_key: bytes) -> EmailMessage:
    """The whole mail; the same Message-ID each time. Raises DeliveryError where somebody tries to smuggle fields in."""
    message = EmailMessage(policy=_POLICY)
    recipient = addressed(outgoing.recipient)
    ours_is = outgoing.sent_as if outgoing.sent_as in settings.aliases else settings.address
    message["From"] = _person(settings.display_name, ours_is)
    message["To"] = _person(outgoing.recipient_name, recipient)
    message["Subject"] = _one_line(outgoing.subject, "subject")
    message["Date"] = format_datetime(localtime())
    external_id = ours(outgoing.key, in_ascii(settings.domain), proof_key)
    message["Message-ID"] = f"<{external_id}>"
    message["X-Webcare-Id"] = external_id
    if settings.reply_address and outgoing.conversation_id:
        base = ours_is if settings.reply_address == settings.address else settings.reply_address
        signed = address_for(base, outgoing.conversation_id, outgoing.recipient, proof_key)
        message["Reply-To"] = _person(settings.display_name, signed)
    _place(message, outgoing)
    text = clean(outgoing.text)
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(_page(text), subtype="html", cte="quoted-printable")
    for file in outgoing.files:
        _attach(message, file)
    return message


def needs_utf8(message: EmailMessage) -> bool:
    """Whether an address in it is not ASCII, so that only servers with SMTPUTF8 can take it."""
    return not all(str(person.addr_spec).isascii() for field in ("From", "To") for person in message[field].addresses)


def written(message: EmailMessage) -> bytes:
    """The mail as it travels."""
    return message.as_bytes(policy=_POLICY.clone(utf8=needs_utf8(message)))


def addressed(recipient: str) -> str:
    """The address to send to, its domain in ASCII. Raises DeliveryError where it is none."""
    address = plain(_one_line(recipient, "recipient"))
    if not address:
        raise DeliveryError(NO_ADDRESS(written=recipient), permanent=True)
    local, _, domain = address.rpartition("@")
    return f"{local}@{in_ascii(domain)}"


def in_ascii(domain: str) -> str:
    """A domain as it stands in the name service."""
    try:
        return domain.encode("idna").decode()
    except UnicodeError as error:
        raise DeliveryError(NO_DOMAIN(domain=domain), permanent=True) from error


def _one_line(value: str, named: str) -> str:
    if _BREAK.search(value):
        raise DeliveryError(BROKEN_LINE(part=named), permanent=True)
    return one_line(value, 900)


def _person(name: str, address: str) -> Address:
    local, _, domain = address.rpartition("@")
    return Address(_one_line(name, "name")[:150], local, domain)


def _place(message: EmailMessage, outgoing: Outgoing) -> None:
    """Where it stands in the exchange: the mail that it answers, and those before it."""
    known = [id_ for id_ in (*outgoing.references, outgoing.in_reply_to) if _SENDABLE.fullmatch(id_)]
    chain = list(dict.fromkeys(reversed(known)))[::-1]  # each once, the answered one last
    if len(chain) > MOST_REFERENCES:
        chain = chain[:1] + chain[1 - MOST_REFERENCES :]
    if outgoing.in_reply_to in known:
        message["In-Reply-To"] = f"<{outgoing.in_reply_to}>"
    if chain:
        message["References"] = " ".join(f"<{id_}>" for id_ in chain)


def _page(text: str) -> str:
    paragraphs = [_linked(part) for part in re.split(r"\n{2,}", text.strip())]
    return "<html><body>" + "".join(f'<p dir="auto">{part}</p>' for part in paragraphs) + "</body></html>"


def _linked(text: str) -> str:
    out, end = "", 0
    for url in _URL.finditer(text):
        out += escape(text[end : url.start()]) + f'<a href="{escape(url[0])}">{escape(url[0])}</a>'
        end = url.end()
    return (out + escape(text[end:])).replace("\n", "<br>")


def _attach(message: EmailMessage, file: OutgoingFile) -> None:
    kind = file.content_type.lower().split(";")[0].strip()
    maintype, _, subtype = (kind if _TYPE.fullmatch(kind) else "application/octet-stream").partition("/")
    if maintype in ("multipart", "message"):
        maintype, subtype = "application", "octet-stream"
    name = one_line(_one_line(file.filename, "file name"), 150) or "attachment"
    message.add_attachment(file.content, maintype=maintype, subtype=subtype, filename=name)
