"""The mails of the open folder: finding, fetching and marking them, by number or by place."""

from sandbox.mail.imap import fetching, searching
from sandbox.mail.imap.searching import Candidate
from sandbox.mail.imap.session import No, Session
from sandbox.mail.imap.words import BadCommand, Command, as_text


async def by_uid(session: Session, command: Command) -> str:
    inner = Command(command.tag, command.text(0).upper(), command.words[1:])
    match inner.name:
        case "SEARCH":
            return await search(session, inner, by_uid=True)
        case "FETCH":
            return await fetch(session, inner, by_uid=True)
        case "STORE":
            return await store(session, inner, by_uid=True)
    raise BadCommand(f"This server knows no UID {inner.name[:20]}")


async def search(session: Session, command: Command, by_uid: bool = False) -> str:
    asked = searching.condition(command.words)
    found = [each for each in session.candidates() if asked(each)]
    session.say(" ".join(["* SEARCH", *(str(each.mail.uid if by_uid else each.place) for each in found)]))
    return f"{len(found)} found"


async def fetch(session: Session, command: Command, by_uid: bool = False) -> str:
    items = fetching.wanted(command.words[1] if len(command.words) > 1 else "")
    if by_uid and "UID" not in items:
        items = ["UID", *items]
    shelf = session.network.world.mails
    reads = fetching.marks_as_read(items) and not session.readonly
    needs_content = any(item.startswith("BODY") for item in items)
    for each in _meant(session, command.text(0), by_uid):
        content = shelf.content(each.mail) if needs_content else b""
        session.writer.write(b"* %d FETCH (" % each.place + fetching.answer(items, each.mail, content) + b")\r\n")
        await session.writer.drain()
        if reads:
            shelf.read([each.mail])
    return "Done"


async def store(session: Session, command: Command, by_uid: bool = False) -> str:
    if session.readonly:
        raise No("The folder is open for reading only")
    how = command.text(1).upper()
    flags = _flags(command.words[2:])
    for each in _meant(session, command.text(0), by_uid):
        now = _changed(each.mail.flags, how.removesuffix(".SILENT"), flags)
        session.network.world.mails.mark(each.mail, now)
        if not how.endswith(".SILENT"):
            uid = f"UID {each.mail.uid} " if by_uid else ""
            session.say(f"* {each.place} FETCH ({uid}FLAGS ({' '.join(sorted(now))}))")
    return "Done"


def _meant(session: Session, written: str, by_uid: bool) -> list[Candidate]:
    candidates = session.candidates()
    highest = (candidates[-1].mail.uid if by_uid else len(candidates)) if candidates else 0
    is_meant = searching.numbers(written, highest)
    return [each for each in candidates if is_meant(each.mail.uid if by_uid else each.place)]


def _flags(words: list[str | bytes | list[object]]) -> frozenset[str]:
    return frozenset(as_text(each) for word in words for each in (word if isinstance(word, list) else [word]))


def _changed(before: frozenset[str], how: str, flags: frozenset[str]) -> frozenset[str]:
    match how:
        case "+FLAGS":
            return before | flags
        case "-FLAGS":
            return before - flags
        case "FLAGS":
            return flags
    raise BadCommand("Flags are set with FLAGS, +FLAGS or -FLAGS")
