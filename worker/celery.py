"""The Celery app: ``celery -A worker worker``, ``celery -A worker flower``.

Importing this module connects to nothing and reads no setting: the loader does, when the configuration is first
asked for.
"""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.loaders.app import AppLoader
from kombu.transport import TRANSPORT_ALIASES

from worker import lifecycle
from worker.settings import Settings

# a URL's scheme alone decides in kombu which transport it gets
for _scheme, _transport in (("redis", "Transport"), ("rediss", "Transport"), ("sentinel", "SentinelTransport")):
    TRANSPORT_ALIASES[_scheme] = f"worker.transport:{_transport}"


class Loader(AppLoader):
    """Takes Celery's configuration from wiredesk's settings."""

    def read_configuration(self, env: str = "CELERY_CONFIG_MODULE") -> dict[str, Any]:
        from worker.configuration import configuration
        from worker.settings import load

        return configuration(lifecycle.or_exit(load))


def configured(settings: Settings) -> Celery:
    """The app, set up for settings that were resolved elsewhere (with flags, say)."""
    from worker.configuration import configuration

    app.conf.update(configuration(settings))
    return app


app = Celery("wiredesk", loader=Loader)
lifecycle.connect(app)
