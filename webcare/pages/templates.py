"""The texts that a network has approved beforehand, to be chosen and filled in when it takes nothing else any more."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from webcare.channels.adapter import DeliveryError
from webcare.channels.registry import adapter
from webcare.channels.template import Chosen, Template
from webcare.conversations.conversation import Conversation
from webcare.conversations.replying import CannotReply
from webcare.lib.sentence import told
from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role

FIELD = "blank:"  # in front of a blank's key, as the form names it


@needs(Role.AGENT)
def index(request: DeskRequest, pk: int) -> HttpResponse:
    """A choice, and the blanks of the one that is chosen; those in the customer's language come first."""
    conversation = request.desk.conversation(pk)
    try:
        known, trouble = known_to(conversation), ""
    except DeliveryError as error:
        known, trouble = [], told(error.message)
    wanted = request.GET.get("template", "")
    chosen = next((each for each in known if each.key == wanted), known[0] if known else None)
    around = {"conversation": conversation, "known": known, "chosen": chosen, "trouble": trouble, "field": FIELD}
    return render(request, "desk/templates.html", around)


def known_to(conversation: Conversation) -> list[Template]:
    """What the network would take here. Raises DeliveryError."""
    network = adapter(conversation.network)
    if not network.capabilities.templates:
        return []
    known = network.templates(conversation.account)
    language = conversation.language
    return sorted(known, key=lambda each: (each.language.partition("_")[0] != language, each.name, each.language))


def chosen_in(form: QueryDict, conversation: Conversation) -> tuple[str, Chosen]:
    """How it reads and what leaves. Raises CannotReply."""
    try:
        known = known_to(conversation)
    except DeliveryError as error:
        raise CannotReply(told(error.message)) from error
    template = next((each for each in known if each.key == form.get("template")), None)
    if template is None:
        raise CannotReply(_("This template is not there any more. Choose another one."))
    values = {blank.key: form.get(f"{FIELD}{blank.key}", "").strip() for blank in template.blanks}
    if missing := template.missing(values):
        names = ", ".join(blank.name for blank in missing)
        raise CannotReply(_("Fill in what is missing: %(names)s.") % {"names": names})
    return template.filled(values), Chosen(template.key, values)
