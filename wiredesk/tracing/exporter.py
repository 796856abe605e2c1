"""Spans on their way to a collector over OTLP/HTTP.  Needs the extra ``otel``; :mod:`wiredesk.tracing` imports it."""

from __future__ import annotations

import atexit
import logging
import os
import socket
import threading
from hashlib import blake2b
from importlib.metadata import version

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
from opentelemetry.sdk.trace.sampling import Decision
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import SpanContext, SpanKind, Status, StatusCode, TraceFlags

from wiredesk.store.ledger import Key

FLUSH_SECONDS = 3.0
"""What the end of a process waits for a collector that does not answer; the SDK would wait for all its retries."""
KINDS = {"publish": SpanKind.PRODUCER, "queue": SpanKind.CONSUMER}
SAMPLED = TraceFlags(TraceFlags.SAMPLED)


class Recorder:
    """Writes finished spans; a thread of the SDK sends them.  One a process, made after the last fork."""

    def __init__(self) -> None:
        release = version("wiredesk")
        named = Resource.create(
            {"service.name": "wiredesk", "service.version": release, "host.name": socket.gethostname(),
             "process.pid": os.getpid()}
        ).merge(OTELResourceDetector().detect())  # fmt: skip
        # the sampler is the one that OTEL_TRACES_SAMPLER names
        self._provider = TracerProvider(resource=named, shutdown_on_exit=False)
        self._spans = BatchSpanProcessor(OTLPSpanExporter())
        self._provider.add_span_processor(self._spans)
        self._scope = InstrumentationScope("wiredesk", release)
        self._ids = RandomIdGenerator()
        logging.getLogger("opentelemetry.exporter").setLevel(logging.ERROR)  # a line an outage, not one a retry
        atexit.register(self.flush)

    def publish(self, key: Key, began: int, ended: int) -> None:
        """The first span of a story's trace."""
        trace, root = ids(key)
        self._write("publish", key, trace, root, None, began, ended)

    def span(self, name: str, key: Key, parent: int | None, began: int, ended: int, error: str = "") -> int:
        """A later one, under ``parent`` or the first; returns its id."""
        trace, root = ids(key)
        own = self._ids.generate_span_id()
        self._write(name, key, trace, own, parent or root, began, ended, error)
        return own

    def _write(
        self, name: str, key: Key, trace: int, own: int, parent: int | None, began: int, ended: int, error: str = ""
    ) -> None:
        # told by the trace's id alone, so that all processes decide the same
        decision = self._provider.sampler.should_sample(None, trace, "publish").decision
        if decision is not Decision.RECORD_AND_SAMPLE:
            return
        attributes: dict[str, str | int] = {"wiredesk.story": key[0], "wiredesk.version": key[1]}
        if error:
            attributes["error.type"] = error
        self._spans.on_end(
            ReadableSpan(
                name,
                context=SpanContext(trace, own, is_remote=False, trace_flags=SAMPLED),
                parent=SpanContext(trace, parent, is_remote=True, trace_flags=SAMPLED) if parent else None,
                resource=self._provider.resource,
                attributes=attributes,
                kind=KINDS.get(name, SpanKind.INTERNAL),
                status=Status(StatusCode.ERROR, error) if error else Status(StatusCode.UNSET),
                start_time=began,
                end_time=max(began, ended),
                instrumentation_scope=self._scope,
            )
        )

    def flush(self) -> None:
        """Hand over what was recorded, for as long as FLUSH_SECONDS allows."""
        sending = threading.Thread(target=self._spans.force_flush, daemon=True)
        sending.start()
        sending.join(FLUSH_SECONDS)


def ids(key: Key) -> tuple[int, int]:
    """Ids of a story's trace and of its first span."""
    digest = blake2b(f"{key[0]}@{key[1]}".encode(), digest_size=24, person=b"wiredesk-trace").digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:])
