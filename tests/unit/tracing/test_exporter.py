"""Spans as the SDK hands them to an exporter: one trace a story, with ids that every process derives alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from wiredesk.tracing.exporter import Recorder, trace_ids

KEY = ("urn:x:1", 2)
Recorded = tuple[Recorder, InMemorySpanExporter]


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorded]:
    monkeypatch.delenv("OTEL_TRACES_SAMPLER", raising=False)
    exporter = InMemorySpanExporter()
    yield Recorder(exporter), exporter
    exporter.shutdown()


def spans(recorded: Recorded) -> dict[str, ReadableSpan]:
    recorder, exporter = recorded
    recorder.flush()
    return {span.name: span for span in exporter.get_finished_spans()}


def test_the_spans_of_two_processes_make_one_trace(recorded: Recorded) -> None:
    recorder, _ = recorded
    recorder.record_publish(KEY, 1_000, 2_000)
    waited = recorder.record_span("queue", KEY, None, 2_000, 5_000)
    recorder.record_span("extract", KEY, waited, 5_000, 9_000)
    found = spans(recorded)
    trace, root = trace_ids(KEY)
    assert {span.context.trace_id for span in found.values()} == {trace}
    assert found["publish"].context.span_id == root
    assert found["publish"].parent is None
    assert found["queue"].parent is not None and found["queue"].parent.span_id == root
    assert found["extract"].parent is not None and found["extract"].parent.span_id == waited
    assert found["queue"].context.span_id == waited
    assert [(span.start_time, span.end_time) for span in found.values()] == [(1000, 2000), (2000, 5000), (5000, 9000)]
    kinds = {name: span.kind for name, span in found.items()}
    assert kinds == {"publish": SpanKind.PRODUCER, "queue": SpanKind.CONSUMER, "extract": SpanKind.INTERNAL}


def test_a_span_names_its_story_and_the_kind_of_its_error(recorded: Recorded) -> None:
    recorder, _ = recorded
    recorder.record_span("extract", KEY, None, 1, 2, "ValueError")
    span = spans(recorded)["extract"]
    assert span.attributes == {"wiredesk.story": "urn:x:1", "wiredesk.version": 2, "error.type": "ValueError"}
    assert (span.status.status_code, span.status.description) == (StatusCode.ERROR, "ValueError")


def test_a_span_never_ends_before_it_begins(recorded: Recorded) -> None:
    recorder, _ = recorded
    recorder.record_span("queue", KEY, None, 900, 100)
    span = spans(recorded)["queue"]
    assert (span.start_time, span.end_time) == (900, 900)


def test_ids_depend_on_id_and_version_alone() -> None:
    assert trace_ids(KEY) == trace_ids(KEY)
    ids = {trace_ids((id, version)) for id in ("a", "b") for version in (1, 2)}
    assert len({trace for trace, _ in ids}) == len({root for _, root in ids}) == 4
    assert all(0 < trace < 2**128 and 0 < root < 2**64 for trace, root in ids)


@pytest.mark.parametrize("sampler", ["traceidratio", "parentbased_traceidratio"])
def test_a_sampler_takes_all_spans_of_a_trace_or_none(sampler: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Producer and worker decide alone, and alike."""
    monkeypatch.setenv("OTEL_TRACES_SAMPLER", sampler)
    monkeypatch.setenv("OTEL_TRACES_SAMPLER_ARG", "0.5")
    sides = []
    for _ in range(2):
        exporter = InMemorySpanExporter()
        sides.append((Recorder(exporter), exporter))
    keys = [(f"s{n}", 1) for n in range(40)]
    for key in keys:
        sides[0][0].record_publish(key, 1, 2)
        sides[1][0].record_span("queue", key, None, 2, 3)
    taken = []
    for recorder, exporter in sides:
        recorder.flush()
        taken.append({span.attributes["wiredesk.story"] for span in exporter.get_finished_spans() if span.attributes})
    assert taken[0] == taken[1]
    assert 0 < len(taken[0]) < len(keys)
