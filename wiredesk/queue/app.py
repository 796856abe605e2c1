"""The Celery app: made by a function, so that importing this module connects to nothing and reads no setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.loaders.app import AppLoader
from kombu.transport import TRANSPORT_ALIASES

from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings


def create_app(read_settings: Callable[[], Settings]) -> Celery:
    """Return an app that resolves its settings when Celery first asks for its configuration.

    Args:
        read_settings: called at most once. What it raises reaches the caller of Celery.
    """
    _register_transports()

    class SettingsLoader(AppLoader):
        """Takes Celery's configuration from wiredesk's settings."""

        def read_configuration(self, env: str = "CELERY_CONFIG_MODULE") -> dict[str, Any]:
            return celery_config(read_settings())

    return Celery("wiredesk", loader=SettingsLoader, set_as_current=False)


def app_for(settings: Settings) -> Celery:
    """Return a new app for settings that were resolved elsewhere, from flags for example."""
    return create_app(lambda: settings)


def _register_transports() -> None:
    """Let kombu use our Redis transports: it chooses a transport by the scheme of the URL alone."""
    for scheme, name in (("redis", "Transport"), ("rediss", "Transport"), ("sentinel", "SentinelTransport")):
        TRANSPORT_ALIASES[scheme] = f"wiredesk.queue.transport:{name}"
