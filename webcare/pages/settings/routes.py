"""Addresses of the settings, of one's own page, and of the link in an invitation."""

from __future__ import annotations

from django.urls import URLPattern, path

from webcare.pages import join
from webcare.pages.base import verbs
from webcare.pages.settings import invitations, organisation, people, sections
from webcare.pages.settings import promises as promising
from webcare.pages.settings.answers import answers, own_answers
from webcare.pages.settings.brands import brands
from webcare.pages.settings.hours import hours
from webcare.pages.settings.labels import categories, labels
from webcare.pages.settings.promises import promises
from webcare.pages.settings.teams import teams

settings: list[URLPattern] = [
    path("settings", verbs(GET=sections.index), name="settings"),
    path("settings/organisation", verbs(GET=organisation.edit, POST=organisation.update), name="settings_organisation"),
    *brands.paths(),
    *teams.paths(),
    path("settings/people", verbs(GET=people.index), name="settings_people"),
    path("settings/people/<int:pk>", verbs(GET=people.edit, POST=people.update), name="settings_person"),
    path("settings/people/<int:pk>/leaving", verbs(GET=people.ask, POST=people.let_go), name="settings_person_leaving"),
    path("settings/people/<int:pk>/return", verbs(POST=people.take_back), name="settings_person_return"),
    path("settings/invitations", verbs(POST=invitations.create), name="settings_invitations"),
    path("settings/invitations/new", verbs(GET=invitations.new), name="settings_invitation_new"),
    path("settings/invitations/<int:pk>/mail", verbs(POST=invitations.resend), name="settings_invitation_mail"),
    path(
        "settings/invitations/<int:pk>/withdrawal",
        verbs(POST=invitations.destroy),
        name="settings_invitation_withdrawal",
    ),
    path("settings/promises/example", verbs(GET=promising.example), name="settings_promises_example"),
    *promises.paths(),
    *hours.paths(),
    *labels.paths(),
    *categories.paths(),
    *answers.paths(),
    *own_answers.paths(),
    path("join/<str:token>", verbs(GET=join.new, POST=join.create), name="join"),
]
