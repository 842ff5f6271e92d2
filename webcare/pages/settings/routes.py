"""Addresses of the settings, of one's own page, and of the link in an invitation."""

from __future__ import annotations

from django.urls import URLPattern, path

from webcare.pages import join, me, notices
from webcare.pages.base import verbs
from webcare.pages.settings import (
    accounts,
    applications,
    audit,
    choices,
    consents,
    invitations,
    networks,
    organisation,
    people,
    plans,
    receipts,
    running,
    sections,
    stuck,
    terms,
)
from webcare.pages.settings import promises as promising
from webcare.pages.settings.answers import answers, own_answers
from webcare.pages.settings.brands import brands
from webcare.pages.settings.hours import hours
from webcare.pages.settings.introductions import introductions
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
    *introductions.paths(),
    *labels.paths(),
    *categories.paths(),
    *answers.paths(),
    *own_answers.paths(),
    path("settings/accounts", verbs(GET=accounts.index), name="settings_accounts"),
    path("settings/accounts/consent", verbs(GET=consents.back), name="settings_consent_back"),
    path(
        "settings/accounts/consent/choice",
        verbs(GET=choices.index, POST=choices.create),
        name="settings_consent_choice",
    ),
    path("settings/accounts/consents", verbs(POST=consents.create), name="settings_consents"),
    path("settings/accounts/<int:pk>", verbs(GET=accounts.edit, POST=accounts.update), name="settings_account"),
    path("settings/accounts/<int:pk>/checks", verbs(POST=accounts.check), name="settings_account_checks"),
    path("settings/accounts/<int:pk>/messages", verbs(POST=accounts.write), name="settings_account_message"),
    path(
        "settings/accounts/<int:pk>/disconnection",
        verbs(GET=accounts.ask, POST=accounts.let_go),
        name="settings_account_disconnection",
    ),
    path("settings/networks", verbs(GET=networks.index), name="settings_networks"),
    path("settings/networks/<slug:network>", verbs(GET=networks.detail), name="settings_network"),
    path("settings/networks/<slug:network>/plan", verbs(GET=plans.edit, POST=plans.update), name="settings_plan"),
    path(
        "settings/networks/<slug:network>/outage", verbs(GET=networks.ask, POST=networks.create), name="settings_outage"
    ),
    path("settings/networks/<slug:network>/leading", verbs(POST=networks.lead), name="settings_leading"),
    path(
        "settings/networks/<slug:network>/closing",
        verbs(GET=networks.ask_closing, POST=networks.create_closing),
        name="settings_closing",
    ),
    path(
        "settings/networks/<slug:network>/return",
        verbs(GET=networks.ask_return, POST=networks.create_return),
        name="settings_return",
    ),
    path("settings/networks/<slug:network>/accounts", verbs(POST=accounts.create), name="settings_account_create"),
    path("settings/networks/<slug:network>/accounts/new", verbs(GET=accounts.new), name="settings_account_new"),
    path(
        "settings/networks/<slug:network>/applications",
        verbs(POST=applications.create),
        name="settings_application_create",
    ),
    path(
        "settings/networks/<slug:network>/applications/new",
        verbs(GET=applications.new),
        name="settings_application_new",
    ),
    path(
        "settings/applications/<int:pk>",
        verbs(GET=applications.edit, POST=applications.update),
        name="settings_application",
    ),
    path(
        "settings/applications/<int:pk>/removal",
        verbs(GET=applications.ask, POST=applications.destroy),
        name="settings_application_removal",
    ),
    path("settings/receipts", verbs(GET=receipts.index), name="settings_receipts"),
    path("settings/receipts/<int:pk>", verbs(GET=receipts.detail), name="settings_receipt"),
    path("settings/receipts/<int:pk>/replay", verbs(POST=receipts.play), name="settings_receipt_replay"),
    path("settings/receipts/replays", verbs(POST=receipts.play_all), name="settings_receipts_replays"),
    path("settings/running", verbs(GET=running.index), name="settings_running"),
    path("settings/audit", verbs(GET=audit.index), name="settings_audit"),
    path("settings/audit.csv", verbs(GET=audit.export), name="settings_audit_export"),
    path("settings/terms", verbs(GET=terms.edit, POST=terms.update), name="settings_terms"),
    path("settings/deliveries", verbs(GET=stuck.index), name="settings_deliveries"),
    path("me", verbs(GET=me.show, POST=me.update), name="me"),
    path("account/email/", verbs(GET=me.elsewhere), name="account_email"),
    path("me/languages", verbs(POST=me.update_languages), name="me_languages"),
    path("me/notices", verbs(POST=me.update_notices), name="me_notices"),
    path("notices", verbs(GET=notices.index), name="notices"),
    path("notices/bell", verbs(GET=notices.bell), name="bell"),
    path("notices/sight", verbs(POST=notices.see_them), name="notices_sight"),
    path("notices/showings", verbs(POST=notices.claim), name="notices_showings"),
    path("notices/<int:pk>", verbs(GET=notices.show), name="notice"),
    path("join/<str:token>", verbs(GET=join.new, POST=join.create), name="join"),
]
