"""What may be said before signing in, and the signing in."""

import base64
import binascii
import hmac

from sandbox.mail.imap.session import No, Session
from sandbox.mail.imap.words import BadCommand, Command

ABLE = "IMAP4rev1 LITERAL+ IDLE SPECIAL-USE UIDPLUS UNSELECT ID AUTH=PLAIN SASL-IR"


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
    if command.text(0).upper() != "PLAIN":
        raise No("Only PLAIN is understood here")
    if len(command.words) > 1:
        said = command.text(1).encode()
    else:
        session.say("+ ")
        await session.writer.drain()
        said = await session.reader.readline()
    name, password = plain(said)
    return _enter(session, name, password)


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
