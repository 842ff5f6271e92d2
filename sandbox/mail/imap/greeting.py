"""What may be said before signing in, and the signing in."""

import base64
import binascii
import hmac

from sandbox.mail.bearers import WHY, box_for, shown
from sandbox.mail.imap.session import No, Session
from sandbox.mail.imap.words import BadCommand, Command

ABLE = "IMAP4rev1 LITERAL+ IDLE SPECIAL-USE UIDPLUS UNSELECT ID AUTH=PLAIN AUTH=XOAUTH2 SASL-IR"


async def capability(session: Session, command: Command) -> str:
    session.say("* CAPABILITY " + ABLE)
    return "That is all"


async def noop(session: Session, command: Command) -> str:
    return "Still here"


async def introduce(session: Session, command: Command) -> str:
    session.say('* ID ("name" "Sandbox mail")')
    return "Pleased to meet you"


async def logout(session: Session, command: Command) -> str:
    session.over = True
    session.say("* BYE See you")
    return "Done"


async def login(session: Session, command: Command) -> str:
    return _enter(session, command.text(0), command.text(1))


async def authenticate(session: Session, command: Command) -> str:
    way = command.text(0).upper()
    if way not in {"PLAIN", "XOAUTH2"}:
        raise No("Only PLAIN and XOAUTH2 are understood here")
    said = command.text(1).encode() if len(command.words) > 1 else await _asked(session)
    if way == "XOAUTH2":
        return await _bear(session, *shown(said))
    name, password = plain(said)
    return _enter(session, name, password)


async def _asked(session: Session, what: str = "") -> bytes:
    session.say(f"+ {what}")
    await session.writer.drain()
    return await session.reader.readline()


async def _bear(session: Session, name: str, token: str) -> str:
    box = box_for(session.network, name, token)
    if box is None:
        await _asked(session, WHY)
        raise No("[AUTHENTICATIONFAILED] The token is not good for this mailbox")
    session.box, session.token = box, token
    return f"[CAPABILITY {ABLE}] Welcome"


def plain(said: bytes) -> tuple[str, str]:
    """Name and password as SASL PLAIN carries them."""
    try:
        _, name, password = base64.b64decode(said).decode().split("\0")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise BadCommand("That is not PLAIN") from None
    return name, password


def _enter(session: Session, name: str, password: str) -> str:
    box = session.network.world.mails.box(name)
    if box is None or not box.password or not hmac.compare_digest(box.password.encode(), password.encode()):
        raise No("[AUTHENTICATIONFAILED] The name or the password is wrong")
    session.box = box
    return f"[CAPABILITY {ABLE}] Welcome"
