"""The Celery app: ``celery -A worker worker``, ``celery -A worker flower``.

Importing this module connects to nothing and reads no setting: the loader does, when the configuration is first
asked for.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.loaders.app import AppLoader

from worker import lifecycle


class Loader(AppLoader):
    """Takes Celery's configuration from wiredesk's settings."""

    def read_configuration(self, env: str = "CELERY_CONFIG_MODULE") -> dict[str, Any]:
        from worker.configuration import configuration
        from worker.settings import load

        return configuration(lifecycle.or_exit(load))


app = Celery("wiredesk", loader=Loader)
lifecycle.connect(app)
