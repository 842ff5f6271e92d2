"""Reads a command of IMAP off the line: words, quoted words, literals and lists of them."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LITERAL = 40 * 1024 * 1024
_LITERAL = re.compile(rb"\{(\d+)(\+?)\}\r?\n$")
_TOKEN = re.compile(
    rb'\s*(?:(?P<quoted>"(?:[^"\\]|\\.)*")|(?P<open>\()|(?P<close>\))|(?P<literal>\x00\d+\x00)'
    rb'|(?P<atom>[^\s()"\[]+(?:\[[^\]]*\][^\s()"]*)?))'
)


class BadCommand(Exception):
    """What the client said cannot be understood; the text says why."""


class LineLost(Exception):
    """The client has gone, or says more than anybody has to say."""


@dataclass(frozen=True)
class Command:
    """`words` are texts, literals (bytes) and lists of them."""

    tag: str
    name: str
    words: list["str | bytes | list[object]"]

    def text(self, place: int) -> str:
        try:
            return as_text(self.words[place])
        except IndexError:
            raise BadCommand("Something is missing") from None


def as_text(word: object) -> str:
    if isinstance(word, bytes):
        return word.decode("utf-8", "replace")
    if not isinstance(word, str):
        raise BadCommand("A list stands where a word should")
    return word


async def next_command(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Command:
    """Asks for the literals on the way. Raises BadCommand, and LineLost when nothing more can come."""
    said, literals = b"", list[bytes]()
    while True:
        line = await _line(reader)
        found = _LITERAL.search(line)
        if found is None:
            return _parsed(said + line, literals)
        if int(found[1]) > LONGEST_LITERAL:
            raise LineLost("A literal is too large.")
        if not found[2]:
            writer.write(b"+ Go on\r\n")
            await writer.drain()
        said += line[: found.start()] + b"\x00%d\x00" % len(literals)
        literals.append(await _exactly(reader, int(found[1])))


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        line = await reader.readuntil(b"\n")
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, OSError) as error:
        raise LineLost(str(error)) from None
    return line.replace(b"\x00", b"")


async def _exactly(reader: asyncio.StreamReader, count: int) -> bytes:
    try:
        return await reader.readexactly(count)
    except (asyncio.IncompleteReadError, OSError) as error:
        raise LineLost(str(error)) from None


def _parsed(said: bytes, literals: Sequence[bytes]) -> Command:
    tag, _, rest = said.strip().partition(b" ")
    name, _, rest = rest.strip().partition(b" ")
    if not tag or not name:
        raise BadCommand("A command is a tag, a name and what goes with it")
    return Command(tag.decode("ascii", "replace"), name.decode("ascii", "replace").upper(), _words(rest, literals))


def _words(rest: bytes, literals: Sequence[bytes]) -> list["str | bytes | list[object]"]:
    stack: list[list[object]] = [[]]
    place = 0
    while rest[place:].strip():
        found = _TOKEN.match(rest, place)
        if found is None:
            raise BadCommand("A quote or a bracket is not closed")
        place = found.end()
        match found.lastgroup:
            case "open":
                stack.append([])
            case "close":
                _close(stack)
            case "literal":
                stack[-1].append(literals[int(found["literal"].strip(b"\x00"))])
            case "quoted":
                stack[-1].append(re.sub(r"\\(.)", r"\1", found["quoted"][1:-1].decode("utf-8", "replace")))
            case _:
                stack[-1].append(found["atom"].decode("utf-8", "replace"))
    if len(stack) > 1:
        raise BadCommand("A bracket is not closed")
    return stack[0]  # type: ignore[return-value]  # only what stands above went in


def _close(stack: list[list[object]]) -> None:
    if len(stack) == 1:
        raise BadCommand("A bracket is closed that was not opened")
    inner = stack.pop()
    stack[-1].append(inner)
