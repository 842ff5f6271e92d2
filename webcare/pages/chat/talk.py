"""What the panel asks for and brings: a session, the thread, words, files, an address, what was read."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from webcare.channels.account import Account
from webcare.channels.shape import Shape
from webcare.channels.webchat import limits, writing
from webcare.channels.webchat.file import ChatFile, file_of
from webcare.channels.webchat.identity import NotProven, person_in
from webcare.channels.webchat.line import THEIRS, ChatLine
from webcare.channels.webchat.looking import Shown, shown_since
from webcare.channels.webchat.mailing import came_by_mail
from webcare.channels.webchat.naming import admit
from webcare.channels.webchat.session import ChatSession, opened
from webcare.channels.webchat.writing import Brought, CannotTake, Saying
from webcare.conversations.attaching import check_harmless, read_within
from webcare.conversations.inspecting import content_type, filename
from webcare.lib.now import real_now
from webcare.pages.attachments import ALONE
from webcare.pages.base import number
from webcare.pages.chat.door import body_of, door, slow_both, slow_down, token_of, visitor
from webcare.pages.chat.onward import place_of
from webcare.pages.chat.promise import sentences
from webcare.team.doorbook import neighbours_of

KEY_CHARACTERS = 64


@door
def begin(request: HttpRequest, account: Account) -> HttpResponse:
    """A session, new or (with its token) the same by another name: who the site says that the visitor is."""
    slow_down(f"chats from {neighbours_of(request)}", limits.CHATS_A_MINUTE)
    asked = body_of(request)
    person, why = None, ""
    if word := asked.maybe_words("person"):
        try:
            person = person_in(word, str(account.secrets.get("identity_secret", "")), real_now())
        except NotProven as error:
            why = str(error)
    known = opened(account, token_of(request))
    if (back := asked.maybe_words("back")) and (found := came_by_mail(account, back)):
        return _told({"token": found[1], "session": found[0].key, "person": found[0].person, "why": ""}, 201)
    session, token = admit(account, known, person, get_language() or "", asked.maybe_words("page"))
    return _told({"token": token, "session": session.key, "person": session.person, "why": why}, 201 if token else 200)


@visitor
def thread(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """What was written or changed after the version that the panel has."""
    slow_down(f"chat look {session.pk}", limits.LOOKS_A_MINUTE)
    session.came_back()
    news = shown_since(session, number(request.GET.get("after")) or 0)
    return _told(
        {
            "version": session.version,
            "lines": [_line(shown) for shown in news],
            "email": session.email,
            "onward": place_of(session),
            "promise": sentences(session.account.network),
        }
    )


@visitor
def say(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """Words and files; the same name is the same message."""
    slow_both(request, session, "say", limits.SAYINGS_A_MINUTE)
    asked = body_of(request)
    files = [file.words("key")[:KEY_CHARACTERS] for file in asked.shapes("files")]
    return _kept(writing.say(session, Saying(_name(asked), asked.maybe_words("text"), files)))


@visitor
def leave(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """Name and address."""
    slow_both(request, session, "say", limits.SAYINGS_A_MINUTE)
    asked = body_of(request)
    saying = Saying(_name(asked), "")
    return _kept(writing.leave(session, saying, asked.maybe_words("name"), asked.maybe_words("email")))


@visitor
def bring(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """A file, which goes along with words that follow."""
    slow_both(request, session, "file", limits.FILES_A_MINUTE)
    slow_down(f"chat files from {neighbours_of(request)}", limits.FILES_FROM_ONE_ADDRESS)
    file = request.FILES.get("file")
    if file is None:
        raise CannotTake(_("Choose a file."), 400)
    content = read_within(file, limits.FILES)
    check_harmless(content)
    name = request.POST.get("name", "")[:KEY_CHARACTERS]
    kept = writing.bring(session, Brought(name, filename(file.name or "") or "file", content_type(content), content))
    return _told(_file(kept), 201)


@visitor
def file(request: HttpRequest, session: ChatSession, file: UUID) -> HttpResponse:
    """A file of this thread, to be saved or drawn by the panel itself."""
    slow_down(f"chat look {session.pk}", limits.LOOKS_A_MINUTE)
    kept = file_of(session, file)
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type=kept.content_type)
    response["Content-Disposition"] = content_disposition_header(True, kept.filename) or "attachment"
    response["Content-Security-Policy"] = ALONE
    response["Cache-Control"] = "private, no-store"
    return response


@visitor
def read(request: HttpRequest, session: ChatSession) -> HttpResponse:
    """The visitor has it before their eyes."""
    slow_down(f"chat look {session.pk}", limits.LOOKS_A_MINUTE)
    version = body_of(request).values.get("version")
    if isinstance(version, int) and 0 < version < 2**62:
        writing.read_up_to(session, version)
    return HttpResponse(status=204)


def _name(asked: Shape) -> str:
    return asked.maybe_words("name_of_it")[: KEY_CHARACTERS + 1]


def _kept(line: ChatLine) -> HttpResponse:
    return _told({"id": line.pk}, 201)


def _told(values: dict[str, object], status: int = 200) -> HttpResponse:
    return JsonResponse(values, status=status, headers={"Cache-Control": "no-store"})


def _line(shown: Shown) -> dict[str, object]:
    line = shown.line
    return {
        "id": line.pk,
        "name": "" if line.ours else line.name.removeprefix(THEIRS),
        "ours": line.ours,
        "text": line.text,
        "at": line.sent_at.isoformat(),
        "edited": line.edited_at is not None,
        "gone": line.deleted_at is not None,
        "files": [_file(file) for file in shown.files],
    }


def _file(kept: ChatFile) -> dict[str, object]:
    return {"key": str(kept.key), "filename": kept.filename, "type": kept.content_type, "size": kept.size}
