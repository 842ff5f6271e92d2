"""Mail to inbound, pure: raw RFC 5322 in, the house's words out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from webcare.channels.email.addresses import ascii_domain
from webcare.channels.email.automatic import is_automatic
from webcare.channels.email.bodies import sort_out
from webcare.channels.email.bounce import NOTHING, report
from webcare.channels.email.fetched import Fetched, unmark
from webcare.channels.email.mail import Mail, opened
from webcare.channels.email.message_id import derived, is_ours, listed, normalised, thread_key
from webcare.channels.email.quoting import parted
from webcare.channels.email.reply_address import conversation_of
from webcare.channels.email.words import one_line
from webcare.channels.inbound import Author, Bounced, Inbound, Parsing, Received, Unparsable
from webcare.lib.limits import MAIL_BYTES, MIB

SUBJECT_LONGEST = 500
OLDEST = timedelta(days=30)  # a date before that is a broken clock or a trick, and not a mail on its way
_DELIVERED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")


def parse(payload: bytes, parsing: Parsing) -> Sequence[Inbound]:
    """One mail. Echoes of what we sent and receipts of reading mean nothing to us; Unparsable is all it raises."""
    fetched, raw = unmark(payload)
    mail = opened(raw)
    if fetched.left is not None:
        raise Unparsable(_left_behind(mail, fetched.left))
    own = parsing.own_ids | {parsing.account, *fetched.own}
    author = _author(mail, own, fetched)
    marked = is_ours(mail.header("X-Webcare-Id"), parsing.proof_key)
    if marked and (fetched.folder == "sent" or author.external_id in own):
        return []
    if fetched.folder == "sent":
        return _our_answer(mail, raw, author, fetched, parsing)
    about = report(mail, author.external_id, parsing.proof_key)
    if about is NOTHING:
        return []
    if about:
        return [Bounced(parsing.account, about.external_id, about.reason, about.permanent)]
    return [_received(mail, raw, author, fetched, parsing, looped=marked or author.external_id in own)]


def _left_behind(mail: Mail, size: int) -> str:
    people = mail.addresses("From")
    named = f"“{one_line(mail.header('Subject'), 80)}” from {people[0][1] if people else 'a sender not known'}"
    if size > MAIL_BYTES:
        why = f"The mail {named} has {size / MIB:.0f} MiB, more than the {MAIL_BYTES / MIB:.0f} that we take in."
    else:
        why = f"The mail server does not hand out {named}; its log says why."
    return f"{why} It stands unread in the mailbox: read and answer it there."


def _author(mail: Mail, own: frozenset[str] | set[str], fetched: Fetched) -> Author:
    """Who wrote it. A form on our own site writes in our own name, and says in Reply-To for whom."""
    for field in ("From", "Sender", "Reply-To", "Return-Path"):
        for name, address in mail.senders() if field == "From" else mail.addresses(field):
            if field == "From" and address in own and fetched.folder == "inbox":
                asked = [person for person in mail.addresses("Reply-To") if _bare(person[1]) not in own]
                if asked:
                    return Author(external_id=asked[0][1], handle=asked[0][1], name=asked[0][0])
            return Author(external_id=address, handle=address, name=name)
    if mail.message.get_content_type() == "multipart/report":
        return Author(external_id="mailer-daemon@unknown.invalid")
    raise Unparsable("The mail names no sender: neither From nor Sender, Reply-To or Return-Path holds an address.")


def _addressed(delivered: Sequence[str], own: Sequence[str]) -> str:
    """Which of the addresses of this mailbox it was written to; empty where it names none, as a blind copy does."""
    return next((bare for address in delivered if (bare := _bare(address)) in own), "")


def _proven(author: Author, mail: Mail, fetched: Fetched) -> str | None:
    """The domain counts for its own address in From only: whom a form on our site writes for is not proven by us."""
    if not fetched.proven:
        return fetched.proven
    [(_name, address), *_] = mail.senders() or [("", "")]
    is_own = address == author.external_id and ascii_domain(address) == fetched.proven
    return fetched.proven if is_own else ""


def _bare(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _received(mail: Mail, raw: bytes, author: Author, fetched: Fetched, parsing: Parsing, *, looped: bool) -> Received:
    external_id, parents, root = _place(mail, raw)
    bodies = sort_out(mail)
    body = parted(bodies.text)
    delivered = [address for field in _DELIVERED for _, address in mail.addresses(field)]
    return Received(
        account=parsing.account,
        external_id=external_id,
        author=author,
        text=body.fresh,
        sent_at=_sent_at(mail, fetched, parsing),
        thread_key=thread_key(author.external_id, root),
        private=True,
        parents=parents,
        conversation_id=conversation_of(delivered, author.external_id, parsing.proof_key),
        addressed_to=_addressed(delivered, (parsing.account, *fetched.own)),
        subject=one_line(mail.header("Subject"), SUBJECT_LONGEST),
        html=bodies.html,
        folded=body.folded,
        automatic=looped or is_automatic(mail, author.external_id),
        proven_by=(proven := _proven(author, mail, fetched)),
        forwarded_by=fetched.by if proven else "",
        attachments=bodies.attachments,
    )


def _our_answer(mail: Mail, raw: bytes, author: Author, fetched: Fetched, parsing: Parsing) -> Sequence[Inbound]:
    """A mail that somebody of ours sent with a mail program; only answers are work of ours, other mail is not."""
    external_id, parents, root = _place(mail, raw)
    people = mail.addresses("To")
    if not (parents and people):
        return []
    name, address = people[0]
    bodies = sort_out(mail)
    body = parted(bodies.text)
    return [
        Received(
            account=parsing.account,
            external_id=external_id,
            author=author,
            text=body.fresh,
            sent_at=_sent_at(mail, fetched, parsing),
            thread_key=thread_key(address, root),
            private=True,
            ours=True,
            parents=parents,
            recipient=Author(external_id=address, handle=address, name=name),
            subject=one_line(mail.header("Subject"), SUBJECT_LONGEST),
            html=bodies.html,
            folded=body.folded,
            automatic=is_automatic(mail, ""),
            attachments=bodies.attachments,
        )
    ]


def _place(mail: Mail, raw: bytes) -> tuple[str, tuple[str, ...], str]:
    """Its own id, the ids that it answers (nearest first), and the id of the mail with which the exchange began."""
    external_id = normalised(mail.header("Message-ID")) or derived(raw)
    references = listed(" ".join(mail.headers("References")))
    answered = listed(" ".join(mail.headers("In-Reply-To")))
    parents = tuple(dict.fromkeys(id_ for id_ in (*answered, *reversed(references)) if id_ != external_id))
    root = next((id_ for id_ in (*references, *answered) if id_ != external_id), external_id)
    return external_id, parents, root


def _sent_at(mail: Mail, fetched: Fetched, parsing: Parsing) -> datetime:
    """When it was sent as the sender says, within what can be true; else when our server took it in."""
    taken_in = min(fetched.at, parsing.received_at) if fetched.at else parsing.received_at
    try:
        said = parsedate_to_datetime(mail.header("Date"))
        said = said.replace(tzinfo=UTC) if said.tzinfo is None else said.astimezone(UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return taken_in
    return said if taken_in - OLDEST <= said <= taken_in else taken_in
