"""The Celery app, made by a function: importing this module opens no connection and reads no setting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from celery import Celery
from celery.loaders.app import AppLoader

from wiredesk.queue.celery_config import celery_config
from wiredesk.settings import Settings


def create_app(read_settings: Callable[[], Settings]) -> Celery:
    """Return an app that resolves its settings when Celery first asks for its configuration.

    Several apps with different settings can exist in one process; none changes anything outside itself.

    Args:
        read_settings: is called at most once unless it raises; what it raises reaches the caller of Celery.
    """

    class SettingsLoader(AppLoader):
        """Takes Celery's configuration from wiredesk's settings; a loader is Celery's public place for that."""

        def read_configuration(self, env: str = "CELERY_CONFIG_MODULE") -> dict[str, Any]:
            return celery_config(read_settings())

    return Celery("wiredesk", loader=SettingsLoader, amqp="wiredesk.queue.transport:WireAMQP", set_as_current=False)


def app_for(settings: Settings) -> Celery:
    """Return a new app for settings that are resolved already, from command-line options for example."""
    return create_app(lambda: settings)
