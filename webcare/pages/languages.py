"""Correct the language that was detected."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, done, needs, undoable
from webcare.pages.tags import language as language_in_words
from webcare.team.organisation import organisation
from webcare.team.person import Role


@needs(Role.AGENT)
def new(request: DeskRequest, pk: int) -> HttpResponse:
    """Choose the right one."""
    context = {"conversation": request.desk.conversation(pk), "languages": organisation().languages}
    return render(request, "desk/dialogs/language.html", context)


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """From now on this is its language."""
    conversation = request.desk.conversation(pk)
    language = request.POST.get("language", "")
    event = conversation.correct_language(request.user, language)
    toast = undoable(_("Language: %(language)s.") % {"language": language_in_words(language)}, event)
    return done(request, toast, [conversation.topic, "queue"])
