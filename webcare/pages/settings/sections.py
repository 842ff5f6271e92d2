"""The table of contents of the settings: who may open what, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from webcare.pages.base import DeskRequest, needs
from webcare.team.person import Role


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the settings."""

    label: Promise
    about: Promise
    icon: str
    route: str
    role: Role = Role.ADMINISTRATOR

    @property
    def path(self) -> str:
        return reverse(self.route)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Sections that belong together."""

    label: Promise
    sections: tuple[Section, ...]


CHAPTERS = (
    Chapter(
        _("Who we are"),
        (
            Section(
                _("Organisation"),
                _("Name, languages, time zone, how long answers can be taken back."),
                "building-2",
                "settings_organisation",
            ),
            Section(_("Brands"), _("The names under which we answer."), "flag", "settings_brands"),
            Section(_("Teams"), _("Who sees which brands."), "users", "settings_teams"),
            Section(
                _("People"),
                _("Invite colleagues, say what they may do and which languages they speak."),
                "user-round",
                "settings_people",
            ),
            Section(
                _("How long we keep what"),
                _("Words, files, raw events and notices, for all networks or one."),
                "calendar-x",
                "settings_terms",
            ),
            Section(
                _("Who did what"),
                _("The ledger: by person, by time, by what it was about; as a table for auditors."),
                "scroll-text",
                "settings_audit",
            ),
        ),
    ),
    Chapter(
        _("How we work"),
        (
            Section(_("Promises"), _("How fast we answer, and to whom."), "timer", "settings_promises"),
            Section(_("Opening hours"), _("When the team is there."), "calendar-clock", "settings_hours"),
            Section(_("Labels"), _("Words to find conversations by."), "tag", "settings_labels", Role.LEAD),
            Section(_("Case categories"), _("What cases are about."), "folder", "settings_categories", Role.LEAD),
            Section(
                _("Prepared answers"),
                _("What we say often, in every language, one key away."),
                "message-square-quote",
                "settings_answers",
                Role.LEAD,
            ),
        ),
    ),
    Chapter(
        _("Where we are"),
        (
            Section(
                _("Accounts"),
                _("Our profiles and mailboxes: how they are, connect one, test it."),
                "plug",
                "settings_accounts",
            ),
            Section(
                _("Waiting time in profiles"),
                _("Where a network lets us say how long one waits now."),
                "megaphone",
                "settings_introductions",
            ),
            Section(
                _("Networks that go away"),
                _("What happens then, written down beforehand; declare one dark, and say that it is back."),
                "unplug",
                "settings_networks",
                Role.LEAD,
            ),
            Section(
                _("Events set aside"),
                _("What came in and could not be understood; play it again."),
                "inbox",
                "settings_receipts",
            ),
            Section(
                _("Answers that are stuck"),
                _("What could not be delivered, or of which nobody knows."),
                "mail-warning",
                "settings_deliveries",
                Role.LEAD,
            ),
            Section(
                _("How webcare is"),
                _("What is late, which account is quiet, which process was seen when."),
                "activity",
                "settings_running",
            ),
        ),
    ),
)


def chapters_for(request: DeskRequest) -> list[Chapter]:
    """What this person may open."""
    allowed = (
        Chapter(chapter.label, tuple(section for section in chapter.sections if request.user.may(section.role)))
        for chapter in CHAPTERS
    )
    return [chapter for chapter in allowed if chapter.sections]


def show(request: DeskRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """A page of the settings, with the list of the others beside it."""
    return render(request, template, {**context, "chapters": chapters_for(request)}, status=status)


@needs(Role.LEAD)
def index(request: DeskRequest) -> HttpResponse:
    """Where to find what."""
    return show(request, "settings/index.html", {})
