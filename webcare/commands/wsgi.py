"""The WSGI application that the web processes serve: pages and hooks."""

from __future__ import annotations

import multiprocessing

from django.core.wsgi import get_wsgi_application

from webcare.lib.legible import LegibleRequest
from webcare.lib.processes import die_with_parent

if multiprocessing.parent_process() is not None:
    die_with_parent()  # a worker of the server ends with it, even when the server is killed

application = get_wsgi_application()
application.request_class = LegibleRequest
