"""The two folders of a mailbox: naming, counting, opening, closing, and filing something into one."""

from imaplib import Internaldate2tuple
from time import mktime

from sandbox.clock import now_ms
from sandbox.mail.imap import fetching
from sandbox.mail.imap.session import Session
from sandbox.mail.imap.words import BadCommand, Command, as_text
from sandbox.mail.posting import file
from sandbox.world.mails import FOLDERS, SEEN, SENT, Mail

FLAGS = r"(\Answered \Flagged \Deleted \Seen \Draft)"


async def index(session: Session, command: Command) -> str:
    pattern = as_text(command.words[-1]) if command.words else ""
    for name in FOLDERS:
        if pattern in ("*", "%") or pattern.upper() == name.upper():
            flags = r"\HasNoChildren" + (r" \Sent" if name == SENT else "")
            session.say(f'* {command.name} ({flags}) "/" "{name}"')
    if pattern == "":
        session.say(rf'* {command.name} (\Noselect) "/" ""')
    return "Done"


async def status(session: Session, command: Command) -> str:
    box, name = session.mine(), session.named(command.text(0))
    mails = session.network.world.mails.folder(box, name)
    known = {
        "MESSAGES": len(mails),
        "UIDNEXT": _next_uid(mails),
        "UIDVALIDITY": box.uidvalidity,
        "UNSEEN": sum(SEEN not in mail.flags for mail in mails),
        "RECENT": 0,
    }
    items = [item for word in command.words[1:] for item in fetching.wanted(word) if item in known]
    session.say(f'* STATUS "{name}" ({" ".join(f"{item} {known[item]}" for item in items)})')
    return "Done"


async def select(session: Session, command: Command) -> str:
    box = session.mine()
    session.folder = session.named(command.text(0))
    session.readonly = command.name == "EXAMINE"
    mails = session.network.world.mails.folder(box, session.folder)
    session.told = len(mails)
    session.say(f"* FLAGS {FLAGS}")
    session.say(f"* {len(mails)} EXISTS")
    session.say("* 0 RECENT")
    session.say(f"* OK [PERMANENTFLAGS {FLAGS}] These can be set")
    session.say(f"* OK [UIDVALIDITY {box.uidvalidity}] The numbers hold")
    session.say(f"* OK [UIDNEXT {_next_uid(mails)}] The next number")
    return f"[{'READ-ONLY' if session.readonly else 'READ-WRITE'}] {session.folder} is open"


async def close(session: Session, command: Command) -> str:
    session.folder = None
    return "Closed"


async def append(session: Session, command: Command) -> str:
    box, name = session.mine(), session.named(command.text(0))
    content = command.words[-1]
    if not isinstance(content, bytes):
        raise BadCommand("The mail itself must come as a literal")
    flags, at = frozenset[str](), now_ms()
    for word in command.words[1:-1]:
        if isinstance(word, list):
            flags = frozenset(as_text(each) for each in word)
        elif moment := Internaldate2tuple(f'INTERNALDATE "{as_text(word)}"'.encode()):
            at = int(mktime(moment)) * 1000
    mail = file(session.network, box, name, content, at, flags)
    return f"[APPENDUID {box.uidvalidity} {mail.uid}] It stands in {name}"


def _next_uid(mails: list[Mail]) -> int:
    return mails[-1].uid + 1 if mails else 1
