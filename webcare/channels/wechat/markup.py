"""Reads the small XML of WeChat's events, and nothing else that XML can do: no document types, no entities. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat
from xml.sax.saxutils import escape

from webcare.channels.inbound import Unparsable
from webcare.lib.limits import TEXT_CHARACTERS

MOST_ELEMENTS, DEEPEST = 500, 12


@dataclass
class _Reader:
    """Gathers the texts of the elements right below the outermost; what is nested deeper is left out."""

    found: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    elements: int = 0
    characters: int = 0

    def begin(self, name: str, _attributes: object) -> None:
        self.elements += 1
        self.path.append(name)
        if self.elements > MOST_ELEMENTS or len(self.path) > DEEPEST:
            raise Unparsable("The XML has too many elements.")
        if len(self.path) == 2:
            self.found.setdefault(name, "")

    def end(self, _name: str) -> None:
        self.path.pop()

    def text(self, piece: str) -> None:
        self.characters += len(piece)
        if self.characters > 2 * TEXT_CHARACTERS:
            raise Unparsable("The XML has too much text.")
        if len(self.path) == 2:
            self.found[self.path[1]] += piece

    def refuse(self, *_declared: object) -> NoReturn:
        """A document type is how entities are declared, which grow without end or name files of ours."""
        raise Unparsable("The XML declares a document type; WeChat never does.")


def read(payload: bytes) -> dict[str, str]:
    """Name → text. Raises Unparsable."""
    reader, parser = _Reader(), expat.ParserCreate("utf-8")
    parser.buffer_text = True  # a text of many lines would come in as many pieces
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.ExternalEntityRefHandler = reader.refuse
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(payload, True)
    except (expat.ExpatError, ValueError) as error:
        raise Unparsable(f"The payload is no XML: {error}.") from None
    return reader.found


def write(values: Mapping[str, str]) -> bytes:
    """The same the other way."""
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in values.items())
    return f"<xml>{inner}</xml>".encode("utf-8", "replace")
