"""Reads forms: what a browser or a client sends as multipart/form-data or url-encoded, pictures included."""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from starlette.requests import Request

MOST_BYTES = 600 * 1024 * 1024
PARAMETER = re.compile(rb'(\w+)="((?:[^"\\]|\\.)*)"')


class BadForm(ValueError):
    """The body is no form, or larger than anything the network takes."""


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass
class Form:
    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)


async def form_of(request: Request) -> Form:
    body = await _body(request)
    if not body:
        return Form()
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/x-www-form-urlencoded"):
        return Form(texts=dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)))
    boundary = re.search(r'boundary="?([^";,]+)"?', kind)
    if not kind.startswith("multipart/form-data") or boundary is None:
        raise BadForm("The body must be a form.")
    return parse(body, boundary[1].encode())


def parse(body: bytes, boundary: bytes) -> Form:
    form = Form()
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary)
    if len(parts) < 2 or not parts[-1].startswith(b"--"):
        raise BadForm("The form ends too early.")
    for part in parts[1:-1]:
        head, gap, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not gap:
            raise BadForm("A part of the form has no head.")
        _keep(form, head, content)
    return form


def _keep(form: Form, head: bytes, content: bytes) -> None:
    headers = dict(line.split(b":", 1) for line in head.split(b"\r\n") if b":" in line)
    by_name = {key.strip().lower(): value.strip() for key, value in headers.items()}
    parameters = dict(PARAMETER.findall(by_name.get(b"content-disposition", b"")))
    name = parameters.get(b"name", b"").decode("utf-8", "replace")
    media_type = by_name.get(b"content-type", b"").split(b";")[0].decode("ascii", "replace")
    if b"filename" in parameters:
        form.files[name] = File(parameters[b"filename"].decode("utf-8", "replace"), media_type, content)
    else:
        form.texts[name] = content.decode("utf-8", "replace")


async def _body(request: Request) -> bytes:
    """Stops reading a body that is larger than the largest film."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size > MOST_BYTES:
            raise BadForm("The body is too large.")
        pieces.append(piece)
    return b"".join(pieces)
