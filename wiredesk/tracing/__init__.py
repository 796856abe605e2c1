"""OpenTelemetry traces, one a story: publish → queue → lease, extract, store.

Traces are recorded where the extra ``otel`` is installed and a standard variable names a collector:
OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT. Everywhere else nothing of OpenTelemetry is
imported, and a call is one dictionary access.

The ids of a trace and of its first span are derived from the story's id and version, which the ledger and every message
carry anyway. So a message that the reconciler sends in place of a dead producer still belongs to the right trace. Spans
name stories, never their text.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import structlog

from wiredesk.store.ledger import Key

if TYPE_CHECKING:
    from wiredesk.tracing.exporter import Recorder

log = structlog.get_logger()
SENT_HEADER = "wiredesk_sent"
"""Message header: when the message was sent, in nanoseconds since 1970."""
ENDPOINT_VARIABLES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")

_recorders: dict[int, Recorder | None] = {}
"""The recorder of this process, by process id: a forked child makes its own, with its own thread and connection."""


def is_enabled() -> bool:
    """Return whether the environment asks for traces."""
    disabled = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return not disabled and any(os.environ.get(name) for name in ENDPOINT_VARIABLES)


def _recorder() -> Recorder | None:
    pid = os.getpid()
    if pid not in _recorders:
        _recorders.clear()
        _recorders[pid] = _make_recorder() if is_enabled() else None
    return _recorders[pid]


def _make_recorder() -> Recorder | None:
    try:
        from wiredesk.tracing.exporter import Recorder  # lazy: OpenTelemetry is an extra
    except ImportError as error:
        log.warning("no traces", error=str(error), hint="pip install 'wiredesk[otel]', or unset the endpoint")
        return None
    return Recorder()


def flush() -> None:
    """Send what this process has recorded; give up after some seconds if the collector is away."""
    recorder = _recorders.get(os.getpid())
    if recorder:
        recorder.flush()


def record_publish(keys: Iterable[Key], began: int) -> None:
    """Record that the ledger accepted these stories; ``began`` is the start of that in nanoseconds since 1970."""
    recorder = _recorder()
    if recorder:
        for key in keys:
            recorder.record_publish(key, began, time.time_ns())


def headers() -> Mapping[str, int] | None:
    """Return the headers that a message needs for its traces; None without tracing."""
    return {SENT_HEADER: time.time_ns()} if is_enabled() else None


class MessageTrace:
    """Records the spans of one message's stories in a worker child.

    Args:
        sent_at: the header :data:`SENT_HEADER` of the message.
    """

    def __init__(self, sent_at: int | None) -> None:
        self._recorder = _recorder()
        self._sent_at = sent_at
        self._queue_spans: dict[Key, int] = {}

    def record_lease(self, keys: Iterable[Key], began: int) -> None:
        """Record that these stories waited until ``began`` (nanoseconds since 1970) and are leased by now."""
        if self._recorder:
            for key in keys:
                waited = None
                if self._sent_at:  # the clocks of hosts differ: a wait is never negative
                    waited = self._recorder.record_span("queue", key, None, min(self._sent_at, began), began)
                    self._queue_spans[key] = waited
                self._recorder.record_span("lease", key, waited, began, time.time_ns())

    def record_step(self, step: str, key: Key, began: int, error: str = "") -> None:
        """Record a step of one story, from ``began`` (nanoseconds since 1970) to now; ``error``: kind of a failure."""
        if self._recorder:
            self._recorder.record_span(step, key, self._queue_spans.get(key), began, time.time_ns(), error)
