"""What somebody is told: the bell in the bar, the list, and what one tab may raise as a notification."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from webcare.pages.base import DeskRequest, Toast, done, needs
from webcare.pages.desk import Desk
from webcare.team.notice import Notice
from webcare.team.person import Role
from webcare.team.seeing import see, see_all
from webcare.team.showing import claim_showings

IN_THE_BELL = 8
ON_THE_PAGE = 100
MANY = 99


@dataclass(frozen=True, slots=True)
class Bell:
    """How many are new, and the newest of them."""

    count: int
    newest: list[Notice]

    @classmethod
    def of(cls, desk: Desk) -> Bell:
        """In two queries."""
        unseen = desk.notices().filter(seen_at=None).count()
        return cls(unseen, list(desk.notices().order_by("-at", "-pk")[:IN_THE_BELL]))

    @property
    def shown(self) -> str:
        """The number on the bell."""
        return f"{MANY}+" if self.count > MANY else str(self.count or "")


@needs(Role.READER)
def index(request: DeskRequest) -> HttpResponse:
    """The newest, seen or not."""
    rows = request.desk.notices().order_by("-at", "-pk")
    return render(request, "notices/index.html", {"notices": rows[:ON_THE_PAGE], "bell": Bell.of(request.desk)})


@needs(Role.READER)
def bell(request: DeskRequest) -> HttpResponse:
    """The bell, looked at again."""
    return render(request, "parts/bell.html", {"bell": Bell.of(request.desk)})


@needs(Role.READER)
def show(request: DeskRequest, pk: int) -> HttpResponse:
    """Go to what it is about; it is seen then."""
    notice = request.desk.notice(pk)
    see(request.user, notice.pk)
    return redirect(notice.path if notice.path.startswith("/") and not notice.path.startswith("//") else "notices")


@needs(Role.READER)
def see_them(request: DeskRequest) -> HttpResponse:
    """All of them are seen."""
    see_all(request.user)
    return done(
        request, Toast(_("All notices are marked as seen.")), [f"person:{request.user.pk}"], to=reverse("notices")
    )


@needs(Role.READER)
def claim(request: DeskRequest) -> HttpResponse:
    """What this tab may show: `browser` and `sound` in the form are what the browser lets it do."""
    showings = claim_showings(
        request.user, request.desk.at, browser="browser" in request.POST, sound="sound" in request.POST
    )
    said = [
        {
            "title": one.notice.get_notice_kind_display(),
            "text": one.notice.text,
            "path": reverse("notice", args=[one.notice.pk]),
            "tag": f"notice-{one.notice.pk}",
            "browser": one.browser,
            "sound": one.sound,
        }
        for one in showings
    ]
    return JsonResponse({"showings": said})
