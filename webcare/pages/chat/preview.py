"""How a chat will look: the real panel with what is filled in on its settings page, for who may change that; nothing is begun."""

from __future__ import annotations

from django.http import HttpRequest

from webcare.channels.account import Account
from webcare.channels.webchat.appearance import is_colour
from webcare.team.person import Person, Role

SCHEMES = ("light", "dark")
LONGEST = 500


def scheme_of(request: HttpRequest) -> str:
    """In which scheme a preview is asked for; "" where none is. Nobody else may put words on a page of ours."""
    asked, person = request.GET.get("preview", ""), request.user
    allowed = isinstance(person, Person) and person.is_active and person.role == Role.ADMINISTRATOR
    return asked if allowed and asked in SCHEMES else ""


def fill_in(account: Account, request: HttpRequest) -> None:
    """Put what was typed into the row that is shown, which nobody keeps."""
    typed = {
        name: request.GET.get(name, "").strip()[:LONGEST] for name in ("title", "greeting", "colour", "privacy_url")
    }
    account.name = typed["title"] or account.brand.name
    colour = typed["colour"].lower()
    account.settings = account.settings | {
        "greeting": typed["greeting"],
        "colour": colour if is_colour(colour) else account.settings["colour"],
        "privacy_url": typed["privacy_url"],
    }
