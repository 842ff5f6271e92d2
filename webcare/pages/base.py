"""What all pages share: who may come in, which verb leads where, and how a page says what it has done."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import trigger_client_event
from django_htmx.middleware import HtmxDetails

from webcare.conversations.moving import NotPossible, Unchanged
from webcare.conversations.replying import CannotReply
from webcare.customers.linking import CannotLink
from webcare.ledger.event import Event
from webcare.pages.desk import Desk
from webcare.team.person import Person, Role

P = ParamSpec("P")


class DeskRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person  # everybody behind `needs` is one
    desk: Desk
    htmx: HtmxDetails


View = Callable[..., HttpResponseBase]
DeskView = Callable[Concatenate[DeskRequest, P], HttpResponseBase]


def needs(role: Role) -> Callable[[DeskView[P]], View]:
    """Let in who is signed in and has at least `role`; `view.needs` tells the route tests."""

    def guard(view: DeskView[P]) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            if not request.user.may(role):
                raise PermissionDenied(_("This needs the role “%(role)s”.") % {"role": role.label})
            if _holds_nul(request):
                return refused(request, _("There is a sign in it that no text can hold. Type it again."), 400)
            try:
                return view(cast(DeskRequest, request), *args, **kwargs)
            except Unchanged as error:
                return done(request, Toast(str(error)), ["queue"])
            except (NotPossible, CannotReply, CannotLink) as error:
                return refused(request, str(error))

        guarded.needs = role  # type: ignore[attr-defined]  # a mark for tests/house
        return guarded

    return guard


def verbs(**views: View) -> View:
    """One address, one view for each verb: `verbs(POST=closures.create, DELETE=closures.destroy)`."""

    def dispatch(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        view = views.get("GET" if request.method == "HEAD" else request.method or "")
        if view is None:
            return HttpResponseNotAllowed(list(views))
        return view(request, *args, **kwargs)

    dispatch.verbs = views  # type: ignore[attr-defined]  # a mark for tests/house
    return dispatch


@dataclass(frozen=True, slots=True)
class Action:
    """A button on a toast: what it says, which key presses it, what it calls."""

    label: str
    url: str
    method: str = "post"
    hotkey: str = ""


@dataclass(frozen=True, slots=True)
class Toast:
    """A sentence about what was done, for `seconds`, with a way back.

    One that counts down to a moment, `until`, has in `counted` its sentence for one second and for several, with `%s`.
    """

    text: str
    action: Action | None = None
    seconds: int = 6
    wrong: bool = False
    until: str = ""
    counted: tuple[str, str] | None = None

    def as_data(self) -> dict[str, object]:
        """For the browser."""
        return asdict(self)


UNDO_SECONDS = 60


def undoable(text: str, event: Event | None) -> Toast:
    """A toast that can undo `event` for a minute; None: nothing happened, since somebody else was first."""
    if event is None:
        return Toast(_("Nothing changed: it was done already."))
    return Toast(text, Action(_("Undo"), reverse("undo", args=[event.pk]), hotkey="u"), UNDO_SECONDS)


def done(
    request: HttpRequest, toast: Toast | None = None, topics: Iterable[str] = (), *, to: str = "", **events: object
) -> HttpResponse:
    """It is done: the page shows the toast, looks again at `topics`, and hears of `events`; without htmx it goes `to`."""
    if not getattr(request, "htmx", False):
        if toast:
            messages.add_message(request, messages.ERROR if toast.wrong else messages.SUCCESS, toast.text)
        return redirect(to or _came_from(request))
    response = HttpResponse(status=204)
    if toast:
        trigger_client_event(response, "toast", toast.as_data())
    if wanted := list(topics):
        trigger_client_event(response, "changed", {"topics": wanted})
    for name, detail in events.items():
        trigger_client_event(response, name, detail if isinstance(detail, dict) else {"value": detail})
    return response


def refused(request: HttpRequest, sentence: str, status: int = 422) -> HttpResponse:
    """It cannot be done, and the sentence says what to change."""
    if not getattr(request, "htmx", False):
        return render(request, "errors/refused.html", {"sentence": sentence}, status=status)
    response = HttpResponse(status=status)
    trigger_client_event(response, "toast", Toast(sentence, wrong=True, seconds=12).as_data())
    return response


def whole_page(request: HttpRequest) -> bool:
    """Whether the browser wants everything, not a part to swap in."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]  # from django_htmx's middleware
    return not htmx or htmx.history_restore_request or htmx.boosted


def key_of(request: HttpRequest) -> str:
    """The client's key of what it sends, so that a double click is one row; one of ours where it sends none."""
    return request.POST.get("key", "")[:64] or uuid.uuid4().hex


def number(text: str | None) -> int | None:
    """A positive number from a form or a query, None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL keeps every sign but this one, and no keyboard writes it."""
    sent = (values for source in (request.GET, request.POST) for _name, values in source.lists())
    return any("\x00" in str(value) for values in sent for value in values)


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if getattr(request, "htmx", False):
        return HttpResponse(status=401)  # the page says so and keeps what was written
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")


def _came_from(request: HttpRequest) -> str:
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # no address at all
        return "/"
    is_ours = referer.netloc == request.get_host() and url_has_allowed_host_and_scheme(referer.path, None)
    return referer.path if is_ours else "/"  # "//elsewhere" is a path, and as an address it leads elsewhere
