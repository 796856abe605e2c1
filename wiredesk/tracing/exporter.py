"""Send spans to a collector over OTLP/HTTP. It needs the extra ``otel``, and :mod:`wiredesk.tracing` imports it."""

from __future__ import annotations

import atexit
import logging
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from importlib.metadata import version

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode, TraceFlags
from opentelemetry.trace.propagation import set_span_in_context

from wiredesk.store.ledger import Key

FLUSH_SECONDS = 3.0
"""Seconds that a process waits at its end for a silent collector; the SDK would wait for all its retries."""
KINDS = {"publish": SpanKind.PRODUCER, "queue": SpanKind.CONSUMER}
"""Kind of a span by its name; every other span is internal."""


class StoryIdGenerator(RandomIdGenerator):
    """Random ids, except for a root span in a :meth:`root_ids` block, which gets the ids of its story."""

    def __init__(self) -> None:
        self._fixed = threading.local()

    @contextmanager
    def root_ids(self, ids: tuple[int, int]) -> Iterator[None]:
        """Give the root span that this thread starts in the block these ids of trace and span."""
        self._fixed.ids = ids
        try:
            yield
        finally:
            self._fixed.ids = None

    def generate_trace_id(self) -> int:
        """Return the id of a new trace."""
        ids: tuple[int, int] | None = getattr(self._fixed, "ids", None)
        return ids[0] if ids else super().generate_trace_id()

    def generate_span_id(self) -> int:
        """Return the id of a new span."""
        ids: tuple[int, int] | None = getattr(self._fixed, "ids", None)
        return ids[1] if ids else super().generate_span_id()


class Recorder:
    """Records finished spans, which a thread of the SDK sends. One a process, made after the last fork.

    Args:
        exporter: receives the spans; by default a collector named by the standard OTEL variables.
    """

    def __init__(self, exporter: SpanExporter | None = None) -> None:
        release = version("wiredesk")
        resource = Resource.create(
            {"service.name": "wiredesk", "service.version": release, "host.name": socket.gethostname(),
             "process.pid": os.getpid()}
        ).merge(OTELResourceDetector().detect())  # fmt: skip
        self._ids = StoryIdGenerator()
        # without an argument the sampler is the one that OTEL_TRACES_SAMPLER names
        self._provider = TracerProvider(resource=resource, id_generator=self._ids, shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter or OTLPSpanExporter()))
        self._tracer = self._provider.get_tracer("wiredesk", release)
        logging.getLogger("opentelemetry.exporter").setLevel(logging.ERROR)  # one line an outage, not one a retry
        atexit.register(self.flush)

    def record_publish(self, key: Key, began: int, ended: int) -> None:
        """Record the first span of a story's trace; times are nanoseconds since 1970."""
        with self._ids.root_ids(trace_ids(key)):
            self._record("publish", key, Context(), began, ended)

    def record_span(self, name: str, key: Key, parent: int | None, began: int, ended: int, error: str = "") -> int:
        """Record a later span and return its id.

        Args:
            parent: id of the parent span; None for the first span of the trace.
            began: nanoseconds since 1970, as ``ended``.
            error: the kind of a failure; empty for success.
        """
        trace, root = trace_ids(key)
        # the decision depends on the id of the trace alone, so that every process decides the same
        decision = self._provider.sampler.should_sample(None, trace, "publish").decision
        flags = TraceFlags(TraceFlags.SAMPLED if decision is Decision.RECORD_AND_SAMPLE else TraceFlags.DEFAULT)
        above = SpanContext(trace, parent or root, is_remote=True, trace_flags=flags)
        return self._record(name, key, set_span_in_context(NonRecordingSpan(above), Context()), began, ended, error)

    def _record(self, name: str, key: Key, parent: Context, began: int, ended: int, error: str = "") -> int:
        attributes: dict[str, str | int] = {"wiredesk.story": key[0], "wiredesk.version": key[1]}
        if error:
            attributes["error.type"] = error
        kind = KINDS.get(name, SpanKind.INTERNAL)
        span = self._tracer.start_span(name, parent, kind, attributes, start_time=began)
        if error:
            span.set_status(Status(StatusCode.ERROR, error))
        span.end(max(began, ended))
        return span.get_span_context().span_id

    def flush(self) -> None:
        """Send what was recorded, for at most FLUSH_SECONDS."""
        sending = threading.Thread(target=self._provider.force_flush, daemon=True)
        sending.start()
        sending.join(FLUSH_SECONDS)


def trace_ids(key: Key) -> tuple[int, int]:
    """Return the ids of a story's trace and of its first span, derived from the story's id and version."""
    digest = blake2b(f"{key[0]}@{key[1]}".encode(), digest_size=24, person=b"wiredesk-trace").digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:])
