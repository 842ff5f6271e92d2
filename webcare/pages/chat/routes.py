"""Addresses of the widget. The door's own have no cookie to forge: a token in a header says who asks."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path
from django.views.decorators.csrf import csrf_exempt

from webcare.pages.base import verbs
from webcare.pages.chat import onward, panel, talk

urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:key>.js", verbs(GET=panel.loader), name="chat_loader"),
    path("<slug:key>.css", verbs(GET=panel.colours), name="chat_colours"),
    path("<slug:key>", verbs(GET=panel.show), name="chat"),
    path("<slug:key>/sessions", csrf_exempt(verbs(POST=talk.begin)), name="chat_sessions"),
    path("<slug:key>/thread", verbs(GET=talk.thread), name="chat_thread"),
    path("<slug:key>/messages", csrf_exempt(verbs(POST=talk.say)), name="chat_messages"),
    path("<slug:key>/contact", csrf_exempt(verbs(POST=talk.leave)), name="chat_contact"),
    path("<slug:key>/files", csrf_exempt(verbs(POST=talk.bring)), name="chat_files"),
    path("<slug:key>/files/<uuid:file>", verbs(GET=talk.file), name="chat_file"),
    path("<slug:key>/passages", csrf_exempt(verbs(POST=onward.create)), name="chat_passages"),
    path("<slug:key>/sight", csrf_exempt(verbs(POST=talk.read)), name="chat_sight"),
]
