"""Addresses: every room of pages, the hooks, the live stream."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from webcare.pages import (
    announcements,
    assignments,
    attachments,
    board,
    bulk,
    casenotes,
    cases,
    claims,
    closures,
    colleagues,
    conversations,
    crossings,
    customers,
    deliveries,
    demo,
    dismissals,
    drafts,
    erasures,
    gatherings,
    handlings,
    hidings,
    labels,
    languages,
    links,
    mails,
    notes,
    offers,
    offline,
    presences,
    probes,
    promise,
    provider,
    queue,
    replies,
    reports,
    resolutions,
    restrictions,
    rushes,
    search,
    seen,
    snoozes,
    spoken,
    templates,
    tour,
    undos,
    views,
)
from webcare.pages.base import verbs
from webcare.pages.settings.routes import settings

desk: list[URLPattern | URLResolver] = [
    path("", verbs(GET=conversations.index), name="desk"),
    path("queue", verbs(GET=queue.index), name="queue"),
    path("next", verbs(POST=offers.create), name="offers"),
    path("views", verbs(GET=views.index, POST=views.create), name="views"),
    path("views/<int:pk>", verbs(DELETE=views.destroy), name="view"),
    path("colleagues", verbs(GET=colleagues.index), name="colleagues"),
    path("bulk/<slug:act>", verbs(GET=bulk.new, POST=bulk.create), name="bulk"),
    path("undo/<int:pk>", verbs(POST=undos.create), name="undo"),
    path("undo/batches/<uuid:batch>", verbs(DELETE=bulk.destroy), name="batch"),
]

of_a_conversation: list[URLPattern | URLResolver] = [
    path("parts", verbs(GET=conversations.parts), name="conversation_parts"),
    path("reply", verbs(POST=replies.create), name="reply"),
    path("templates", verbs(GET=templates.index), name="templates"),
    path("notes", verbs(POST=notes.create), name="notes"),
    path("draft", verbs(POST=drafts.create), name="draft"),
    path("presence", verbs(POST=presences.create, DELETE=presences.destroy), name="presence"),
    path("claim", verbs(GET=claims.new, POST=claims.create, DELETE=claims.destroy), name="claim"),
    path("skip", verbs(GET=offers.new_skip, POST=offers.create_skip), name="skip"),
    path("closure", verbs(POST=closures.create, DELETE=closures.destroy), name="closure"),
    path("dismissal", verbs(GET=dismissals.new, POST=dismissals.create), name="dismissal"),
    path("snooze", verbs(GET=snoozes.new, POST=snoozes.create, DELETE=snoozes.destroy), name="snooze"),
    path(
        "assignment", verbs(GET=assignments.new, POST=assignments.create, DELETE=assignments.destroy), name="assignment"
    ),
    path("labels", verbs(GET=labels.new), name="conversation_labels"),
    path("labels/<int:label_pk>", verbs(POST=labels.create, DELETE=labels.destroy), name="conversation_label"),
    path("language", verbs(GET=languages.new, POST=languages.create), name="language"),
    path("attachments", verbs(GET=attachments.index, POST=attachments.create), name="attachments"),
    path("crossing", verbs(POST=crossings.create), name="crossing"),
    path("restrictions", verbs(GET=restrictions.new, POST=restrictions.create), name="restrictions"),
]

of_a_message: list[URLPattern | URLResolver] = [
    path("html", verbs(GET=mails.show), name="message_html"),
    path("delivery", verbs(POST=deliveries.create, DELETE=deliveries.destroy), name="delivery"),
    path("confirmation", verbs(POST=deliveries.confirm), name="confirmation"),
    path("hiding", verbs(GET=hidings.new, POST=hidings.create, DELETE=hidings.destroy), name="hiding"),
]

the_board: list[URLPattern | URLResolver] = [
    path("board", verbs(GET=board.index), name="board"),
    path("board/metrics", verbs(GET=board.metrics), name="board_metrics"),
    path("board/announcements", verbs(GET=announcements.index), name="board_announcements"),
    path("board/announcements.json", verbs(GET=announcements.data), name="board_announcements_data"),
    path("board.json", verbs(GET=board.data), name="board_data"),
    path("board.svg", verbs(GET=board.badge), name="board_badge"),
    path("promise", verbs(GET=promise.show), name="promise"),
]

of_a_case: list[URLPattern | URLResolver] = [
    path("parts", verbs(GET=cases.parts), name="case_parts"),
    path("notes", verbs(POST=casenotes.create), name="case_notes"),
    path("conversations", verbs(GET=gatherings.new, POST=gatherings.create), name="case_conversations"),
    path("conversations/<int:conversation_pk>", verbs(DELETE=gatherings.destroy), name="case_conversation"),
    path(
        "owner",
        verbs(GET=handlings.new_owner, POST=handlings.create_owner, DELETE=handlings.destroy_owner),
        name="case_owner",
    ),
    path(
        "category",
        verbs(GET=handlings.new_category, POST=handlings.create_category, DELETE=handlings.destroy_category),
        name="case_category",
    ),
    path("status", verbs(GET=handlings.new_status, POST=handlings.create_status), name="case_status"),
    path("title", verbs(GET=handlings.new_title, POST=handlings.create_title), name="case_title"),
    path("resolution", verbs(GET=resolutions.new, POST=resolutions.create), name="case_resolution"),
    path("reopening", verbs(GET=resolutions.new_reopening, POST=resolutions.create_reopening), name="case_reopening"),
]

asked_by_machines: list[URLPattern | URLResolver] = [
    path("healthz", verbs(GET=probes.healthy), name="healthz"),
    path("readyz", verbs(GET=probes.ready), name="readyz"),
    path("metrics", verbs(GET=probes.metrics), name="metrics"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *asked_by_machines,
    *desk,
    *the_board,
    path("conversations/<int:pk>", verbs(GET=conversations.show), name="conversation"),
    path("conversations/<int:pk>/", include(of_a_conversation)),
    path("messages/<int:pk>/", include(of_a_message)),
    path("notes/<int:pk>", verbs(DELETE=notes.destroy), name="note"),
    path("attachments/<uuid:key>", verbs(GET=attachments.show, DELETE=attachments.destroy), name="attachment"),
    path("attachments/<uuid:key>/preview", verbs(GET=attachments.preview), name="attachment_preview"),
    path("restrictions/<int:pk>", verbs(DELETE=restrictions.destroy), name="restriction"),
    *settings,
    path("conversations/<int:pk>/cases", verbs(GET=cases.new, POST=cases.create), name="conversation_cases"),
    path("cases", verbs(GET=cases.index), name="cases"),
    path("cases/<int:pk>", verbs(GET=cases.show), name="case"),
    path("cases/<int:pk>/", include(of_a_case)),
    path("reports", verbs(GET=reports.index), name="reports"),
    path("reports/rows", verbs(GET=reports.rows), name="report_rows"),
    path("reports/seen", verbs(GET=seen.index), name="seen"),
    path("reports/seen/rows", verbs(GET=seen.rows), name="seen_rows"),
    path("reports/seen.csv", verbs(GET=seen.export), name="seen_export"),
    path("search", verbs(GET=search.index), name="search"),
    path("spoken", verbs(GET=spoken.new, POST=spoken.create), name="spoken"),
    path("spoken/people", verbs(GET=spoken.found), name="spoken_people"),
    path("spoken/notes/<slug:key>", verbs(GET=spoken.show), name="spoken_note"),
    path("customers/<int:pk>", verbs(GET=customers.show), name="customer"),
    path("customers/<int:pk>/handles", verbs(GET=links.new, POST=links.create), name="customer_handles"),
    path("customers/<int:pk>/erasure", verbs(GET=erasures.new, POST=erasures.create), name="customer_erasure"),
    path(
        "handles/<int:pk>/separation",
        verbs(GET=links.new_separation, POST=links.create_separation),
        name="handle_separation",
    ),
    path("handles/<int:pk>/code", verbs(GET=links.new_code, POST=links.create_code), name="handle_code"),
    path("account/oidc/<str:provider_id>/login/callback/", provider.callback, name="openid_connect_callback"),
    path("account/", include("allauth.urls")),
    path("hooks/", include("webcare.hooks.routes")),
    path("chat/", include("webcare.pages.chat.routes")),
    path("offline", verbs(GET=offline.show), name="offline"),
    path("offline.js", verbs(GET=offline.worker), name="offline_worker"),
    path("demo", verbs(GET=demo.index, POST=demo.create), name="demo"),
    path("demo/tour", verbs(GET=tour.show, POST=tour.create, DELETE=tour.destroy), name="tour"),
    path("demo/rush", verbs(POST=rushes.create), name="rush"),
]

handler400 = "webcare.pages.errors.not_understood"
handler403 = "webcare.pages.errors.not_allowed"
handler404 = "webcare.pages.errors.not_found"
handler500 = "webcare.pages.errors.broken"
