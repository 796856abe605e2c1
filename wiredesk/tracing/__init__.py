"""OpenTelemetry traces, one a story: publish → queue → lease, extract, store.

They exist where the extra ``otel`` is installed and a standard variable names a collector: OTEL_EXPORTER_OTLP_ENDPOINT
or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT.  Everywhere else nothing of OpenTelemetry is imported, and a call costs a look
into a dictionary.

A trace's id and that of its first span are derived from the story's id and version, which the ledger and every message
carry anyway: a message that the reconciler sends for a producer that died belongs to the right trace, too.  Spans name
stories, never their text.
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
"""Header of a message: when it was sent, nanoseconds since 1970."""
ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")

_recorders: dict[int, Recorder | None] = {}
"""The recorder of this process; a fork's child begins one of its own, with its own thread and connection."""


def wanted() -> bool:
    """Whether the environment asks for traces."""
    off = os.environ.get("OTEL_SDK_DISABLED", "").lower() == "true"
    return not off and any(os.environ.get(name) for name in ENDPOINTS)


def _recorder() -> Recorder | None:
    pid = os.getpid()
    if pid not in _recorders:
        _recorders.clear()
        _recorders[pid] = _begin() if wanted() else None
    return _recorders[pid]


def _begin() -> Recorder | None:
    try:
        from wiredesk.tracing.exporter import Recorder
    except ImportError as error:
        log.warning("no traces", error=str(error), hint="pip install 'wiredesk[otel]', or unset the endpoint")
        return None
    return Recorder()


def flush() -> None:
    """Hand over what this process has recorded; where the collector is away, it is given up after some seconds."""
    recorder = _recorders.get(os.getpid())
    if recorder:
        recorder.flush()


def published(keys: Iterable[Key], began: int) -> None:
    """The ledger accepted these stories; ``began``: when that was begun, nanoseconds since 1970."""
    recorder = _recorder()
    if recorder:
        for key in keys:
            recorder.publish(key, began, time.time_ns())


def headers() -> Mapping[str, int] | None:
    """What a message says besides its stories; None where nobody traces."""
    return {SENT_HEADER: time.time_ns()} if wanted() else None


class MessageTrace:
    """The spans of one message's stories in a worker child."""

    def __init__(self, sent: int | None) -> None:
        """``sent``: the header of that name."""
        self._recorder = _recorder()
        self._sent = sent
        self._waits: dict[Key, int] = {}

    def record_lease(self, keys: Iterable[Key], began: int) -> None:
        """These stories waited until ``began`` and are this child's now."""
        if self._recorder:
            for key in keys:
                waited = None
                if self._sent:  # hosts differ in their clocks: no wait is negative
                    waited = self._recorder.span("queue", key, None, min(self._sent, began), began)
                self._waits[key] = waited or 0
                self._recorder.span("lease", key, waited, began, time.time_ns())

    def record_step(self, step: str, key: Key, began: int, error: str = "") -> None:
        """A step at one story, from ``began`` to now; ``error`` is the kind of its failure."""
        if self._recorder:
            self._recorder.span(step, key, self._waits.get(key) or None, began, time.time_ns(), error)
