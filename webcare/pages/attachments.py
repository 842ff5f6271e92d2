"""Files that came with a message or will go with an answer: taken in, shown where that is safe, else saved."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from webcare.conversations import filing
from webcare.conversations.attaching import CannotAttach, discard, upload, waiting_files
from webcare.conversations.serving import disposition
from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role

ALONE = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'none'; sandbox"


@needs(Role.AGENT)
def index(request: DeskRequest, pk: int) -> HttpResponse:
    """The files that wait for the answer one is writing."""
    files = waiting_files(request.user, request.desk.conversation(pk))
    return render(request, "desk/uploads.html", {"files": files})


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a file for an answer that is being written."""
    conversation = request.desk.conversation(pk)
    file = request.FILES.get("file")
    if file is None:
        raise CannotAttach(_("Choose a file."))
    attachment = upload(request.user, conversation, file)
    return render(request, "desk/upload.html", {"file": attachment})


@needs(Role.AGENT)
def destroy(request: DeskRequest, key: UUID) -> HttpResponse:
    """It does not go along after all."""
    discard(request.desk.attachment(key), request.user)
    return HttpResponse("")


@needs(Role.READER)
def show(request: DeskRequest, key: UUID) -> HttpResponse:
    """The file: shown only where its bytes are surely a picture, sound or film."""
    return _served(request, key, "file")


@needs(Role.READER)
def preview(request: DeskRequest, key: UUID) -> HttpResponse:
    """A small picture of it, drawn by us."""
    return _served(request, key, "preview")


def _served(request: DeskRequest, key: UUID, want: Literal["file", "preview"]) -> HttpResponse:
    how = disposition(request.desk.attachment(key), want)
    if how is None:
        raise Http404
    response = HttpResponse(filing.read(how.stored), content_type=how.content_type)
    response["Content-Disposition"] = content_disposition_header(not how.inline, how.filename) or "attachment"
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-store"
    return response
