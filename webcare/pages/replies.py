"""Answer a customer."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from webcare.answers.using import use
from webcare.channels.registry import adapter
from webcare.conversations.message import Message
from webcare.pages.base import Action, DeskRequest, Toast, done, key_of, needs, number
from webcare.pages.templates import chosen_in
from webcare.pages.writing import signed, written
from webcare.team.organisation import organisation
from webcare.team.person import Role


@needs(Role.AGENT)
def create(request: DeskRequest, pk: int) -> HttpResponse:
    """Write the answer down; it leaves when it can no longer be taken back."""
    conversation = request.desk.conversation(pk)
    close = bool(request.POST.get("close"))
    text, template = signed(request.POST.get("text", ""), request.user), None
    if request.POST.get("mode") == "template":
        text, template = chosen_in(request.POST, conversation)
    message = conversation.reply(
        request.user,
        text=text,
        template=template,
        key=key_of(request),
        attachment_ids=request.desk.uploads(request.POST.getlist("attachments")),
        private=request.POST.get("mode") in {"private", "template"},
        close=close,
    )
    if message.is_fresh and (macro := number(request.POST.get("macro"))):
        for answer in request.desk.macros().filter(pk=macro):
            use(answer, request.user, conversation.language)
    topics = [conversation.topic, message.conversation.topic, "queue"]
    return done(request, _leaving(message), topics, written=written(request, conversation, "reply"))


def _leaving(message: Message) -> Toast:
    seconds, name = organisation().take_back_seconds, message.conversation.handle.shown
    take_back = Action(_("Take back"), reverse("delivery", args=[message.pk]), "delete", "z")
    until = message.delivery.release_at.isoformat() if message.delivery else ""
    told = _counts_in if adapter(message.conversation.network).capabilities.noted else _leaves_in
    counted = (told(1, name, "%s"), told(2, name, "%s"))
    return Toast(told(seconds, name, str(seconds)), take_back, seconds, until=until, counted=counted)


def _counts_in(seconds: int, name: str, shown: str) -> str:
    return ngettext(
        "Told to %(name)s: stands in %(seconds)s second.", "Told to %(name)s: stands in %(seconds)s seconds.", seconds
    ) % {"name": name, "seconds": shown}


def _leaves_in(seconds: int, name: str, shown: str) -> str:
    return ngettext(
        "To %(name)s: leaves in %(seconds)s second.", "To %(name)s: leaves in %(seconds)s seconds.", seconds
    ) % {"name": name, "seconds": shown}
