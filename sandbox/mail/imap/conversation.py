"""One conversation with a mail program, from the greeting to the end: every command and who answers it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress

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
        done = await _answerer(session, command.name)(session, command)
    except BadCommand as error:
        session.say(f"{command.tag} BAD {error}")
    except No as error:
        session.say(f"{command.tag} NO {error}")
    else:
        session.tell_news()
        session.say(f"{command.tag} OK {done}")


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
