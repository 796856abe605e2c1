"""Celery's configuration; each value answers a failure that was measured on Celery over Redis."""

from __future__ import annotations

from typing import Any

from kombu import Queue

from wiredesk.contract import QueueName
from wiredesk.languages_read import reads_of
from wiredesk.queue.broker_address import parse_broker_url
from wiredesk.queue.embedded import broker_url
from wiredesk.settings import Settings

TASK = "wiredesk.extract"
"""The task's name in messages; it never changes, so that different releases can work together."""
GRACE_SECONDS = 25
"""Seconds that a stopping worker waits for its running stories; the service files allow some seconds more."""


def celery_config(settings: Settings) -> dict[str, Any]:
    """Return Celery's configuration for these settings.

    Raises:
        ConfigError: the broker's URL is not valid.
    """
    connection = parse_broker_url(broker_url(settings)).celery_config()
    return connection | {
        "imports": ("worker.tasks",),
        # JSON only; results live in the store, not in Celery
        "task_serializer": "json",
        "accept_content": ["json"],
        "result_backend": None,
        "task_ignore_result": True,
        # the ledger counts attempts; the broker only redelivers what a lost child held
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "task_acks_on_failure_or_timeout": True,
        # three queues, drained in this order, and their lanes of single languages; one message at a time a child
        "task_queues": [Queue(name, routing_key=name) for name in reads_of(settings).queues()],
        "task_default_queue": next(name for name in reads_of(settings).queues() if name.startswith(QueueName.WIRE)),
        "task_create_missing_queues": False,
        "worker_prefetch_multiplier": 1,
        "worker_disable_prefetch": True,
        "worker_pool": "prefork",
        "worker_consumer": "worker.process.consumer:StoryConsumer",
        "worker_concurrency": settings.children,
        "worker_max_tasks_per_child": 2000,
        "worker_proc_alive_timeout": 60,
        # an unavailable broker is waited for
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_channel_error_retry": True,
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        "broker_transport_options": {
            "visibility_timeout": settings.visibility_timeout,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "unacked_mutex_expire": 30,
            "socket_timeout": 15,  # above the second that BRPOP waits
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 10,
            "global_keyprefix": settings.key_prefix,
            "queue_order_strategy": "wiredesk.queue.fair_queues:FairLanes",
            "priority_steps": [0],
            "sep": ":",
        }
        | connection["broker_transport_options"],
        "task_publish_retry": False,  # the ledger keeps what could not be sent, and sends it later
        "worker_send_task_events": True,
        "task_send_sent_event": True,
        "event_queue_ttl": 60,
        "worker_hijack_root_logger": True,
        "enable_utc": True,
    }
