"""The WSGI application that the web processes serve: pages and hooks."""

from __future__ import annotations

import multiprocessing
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

from webcare.lib.legible import LegibleRequest
from webcare.lib.logs import heed_strays
from webcare.lib.processes import die_with_parent

if multiprocessing.parent_process() is not None:
    die_with_parent()  # a worker of the server ends with it, even when the server is killed

heed_strays()
application = get_wsgi_application()

from webcare.lib.heartbeat import Heart  # noqa: E402 - Django has to be set up first

if multiprocessing.parent_process() is not None:
    heart = Heart("web")
    heart.start()
    Finalize(None, heart.stop, exitpriority=1)  # what such a process runs at its end instead of atexit
application.request_class = LegibleRequest
