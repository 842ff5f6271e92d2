"""One conversation with a mail program, from the greeting to the end: every command and who answers it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from sandbox.faults import SendFault
from sandbox.mail.imap import folders, greeting, mails
from sandbox.mail.imap.session import No, Session
from sandbox.mail.imap.waiting import idle
from sandbox.mail.imap.words import BadCommand, Command, LineLost, next_command

Doing = Callable[[Session, Command], Awaitable[str]]
FREE: dict[str, Doing] = {
    "CAPABILITY": greeting.capability,
    "NOOP": greeting.noop,
    "ID": greeting.introduce,
    "LOGOUT": greeting.logout,
    "LOGIN": greeting.login,
    "AUTHENTICATE": greeting.authenticate,
}
SIGNED_IN: dict[str, Doing] = {
    "LIST": folders.index,
    "LSUB": folders.index,
    "STATUS": folders.status,
    "SELECT": folders.select,
    "EXAMINE": folders.select,
    "APPEND": folders.append,
}
OPEN: dict[str, Doing] = {
    "CHECK": greeting.noop,
    "CLOSE": folders.close,
    "UNSELECT": folders.close,
    "IDLE": idle,
    "UID": mails.by_uid,
    "SEARCH": mails.search,
    "FETCH": mails.fetch,
    "STORE": mails.store,
}


SIGNING_IN = ("LOGIN", "AUTHENTICATE")
ANSWERS = {
    SendFault.RATE_LIMITED: "[LIMIT] Too many connections, try again later",
    SendFault.SERVER_ERROR: "[SERVERBUG] Something broke here",
    SendFault.UNAVAILABLE: "[UNAVAILABLE] Not at this moment",
    SendFault.FORBIDDEN: "[NOPERM] This mailbox may not be read by programs",
    SendFault.SUSPENDED: "[CONTACTADMIN] This mailbox is suspended",
    SendFault.UNAUTHORIZED: "[AUTHENTICATIONFAILED] The name or the password is wrong",
}


async def talk(session: Session) -> None:
    """Until one side ends it."""
    session.say(f"* OK [CAPABILITY {greeting.ABLE}] Sandbox mail is ready")
    with suppress(LineLost, ConnectionError):
        while not session.over:
            await session.writer.drain()
            await _one(session)
    with suppress(ConnectionError):
        await session.writer.drain()


async def _one(session: Session) -> None:
    try:
        command = await next_command(session.reader, session.writer)
    except BadCommand as error:
        session.say(f"* BAD {error}")
        return
    if session.box is not None and not session.may_stay():
        session.say("* BYE The access has ended")
        session.over = True
        return
    try:
        if command.name in SIGNING_IN and (fault := session.network.faults.next_fault(sends=False)):
            await _fail(session, fault)
        done = await _answerer(session, command.name)(session, command)
    except BadCommand as error:
        session.say(f"{command.tag} BAD {error}")
    except No as error:
        session.say(f"{command.tag} NO {error}")
    else:
        session.tell_news()
        session.say(f"{command.tag} OK {done}")


async def _fail(session: Session, fault: SendFault) -> None:
    """As mail servers do it, before anybody has signed in."""
    if fault in ANSWERS:
        raise No(ANSWERS[fault])
    if fault.is_silent and fault.value.startswith("malformed"):
        session.say('<html><body>{"error')
    elif fault.value.startswith("hanging"):
        await asyncio.sleep(session.network.faults.now.hang_seconds)
    raise LineLost


def _answerer(session: Session, name: str) -> Doing:
    if name in FREE:
        return FREE[name]
    if name in SIGNED_IN or name in OPEN:
        if session.box is None:
            raise BadCommand("Sign in first")
        if name in OPEN and session.folder is None:
            raise BadCommand("Open a folder first")
        return SIGNED_IN.get(name) or OPEN[name]
    raise BadCommand(f"This server knows no {name[:20]}")
