"""The worker's Celery app: ``celery -A worker worker``, ``celery -A worker flower``.

Importing this module connects the worker's signal handlers in this process; it opens no connection and reads no
setting. A producer uses :func:`wiredesk.queue.app.app_for` instead.
"""

from __future__ import annotations

from wiredesk import settings
from wiredesk.queue.app import create_app
from worker.process import bootsteps

app = create_app(lambda: bootsteps.exit_on_error(settings.load))
app.set_default()
bootsteps.connect(app)
