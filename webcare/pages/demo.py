"""The door of the demo: choose who to be. It exists under demo settings only."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from webcare.demo import cast
from webcare.demo.entrance import is_right
from webcare.pages.base import number
from webcare.pages.joining import sign_in
from webcare.team.person import Person

FIRST = (cast.ANNA, cast.NOOR, cast.JOOST, cast.WILLEM)
TYPED = "demo_code_typed"
ABOUT = {agent.email: agent.character for agent in cast.AGENTS}


def index(request: HttpRequest, wrong: str = "", status: int = 200) -> HttpResponse:
    """Everybody who works at the make-believe company; where others can reach the demo, for who has typed its code."""
    _only_in_the_demo()
    if not _may_choose(request):
        return render(request, "demo/door.html", {"asks_code": True, "wrong": wrong}, status=status)
    people = Person.objects.get_queryset().working().prefetch_related("languages", "teams")
    known = {person.email: person for person in people}
    first = [known.pop(agent.email) for agent in FIRST if agent.email in known]
    context = {
        "first": [(person, ABOUT.get(person.email, "")) for person in first],
        "others": list(known.values()),
    }
    return render(request, "demo/door.html", context, status=status)


@require_POST
def create(request: HttpRequest) -> HttpResponse:
    """Take the printed code, where it is asked for; then sign in with one click."""
    _only_in_the_demo()
    if not _may_choose(request):
        if not is_right(request.POST.get("code", ""), settings.DEMO_CODE):
            return index(request, _("That is not the code which the demo printed when it started."), 403)
        request.session[TYPED] = _proof()
        return redirect(request.get_full_path())
    person = get_object_or_404(Person.objects.get_queryset().working(), pk=number(request.POST.get("person")) or 0)
    sign_in(request, person, "demo")
    request.session[TYPED] = _proof()  # signing in as somebody else begins a new session
    there = request.GET.get("next", "")
    return redirect(there if url_has_allowed_host_and_scheme(there, {request.get_host()}) else "desk")


def _may_choose(request: HttpRequest) -> bool:
    return not settings.DEMO_CODE or constant_time_compare(request.session.get(TYPED, ""), _proof())


def _proof() -> str:
    """What a session remembers of the code; the next start of the demo prints another one."""
    return salted_hmac("webcare.demo", settings.DEMO_CODE).hexdigest()


def _only_in_the_demo() -> None:
    if not settings.DEMO:
        raise Http404
