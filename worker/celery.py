"""The worker's Celery app: ``celery -A worker worker``, ``celery -A worker flower``.

Importing this module connects the worker's signal handlers in this process; it opens no connection and reads no
setting. A producer uses :func:`wiredesk.queue.app.app_for` instead.
"""

from __future__ import annotations

import sys

import structlog

from wiredesk import settings
from wiredesk.log_set_up import set_up_logs
from wiredesk.queue.app import create_app
from worker.process import bootsteps

if not structlog.is_configured():  # else this is a part of a program that has logs of its own
    set_up_logs(sys.stdout)
app = create_app(lambda: bootsteps.exit_on_error(settings.load))
app.set_default()
bootsteps.connect(app)
