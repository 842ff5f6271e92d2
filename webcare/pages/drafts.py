"""What one has begun to write is kept after every pause."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from webcare.channels.length import measure
from webcare.conversations.drafting import Stale
from webcare.pages.base import DeskRequest, needs, number
from webcare.pages.writing import Mode, Writing, signed
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Keep the text; 409 with the newer one where another tab was faster. Tells how much room is left by our own count."""
    conversation = request.desk.conversation(pk)
    text, mode = request.POST.get("text", ""), _mode(Writing.of(request.user, conversation, []), request)
    revision = number(request.POST.get("revision")) or 0
    try:
        draft = conversation.keep_draft(request.user, mode.draft, text, revision)
    except Stale as stale:
        newer = stale.current
        return JsonResponse({"text": newer.text, "revision": newer.revision}, status=409)
    left = mode.length.limit - measure(signed(text, request.user), mode.length) if mode.length else None
    return JsonResponse({"revision": draft.revision, "left": left})


def _mode(writing: Writing, request: DeskRequest) -> Mode:
    wanted = request.POST.get("mode", "")
    return next((mode for mode in writing.modes if mode.key == wanted), writing.mode)
