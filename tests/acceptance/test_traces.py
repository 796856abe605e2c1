"""Traces as a collector receives them: real producer, real worker, one trace a story from publish to store."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

from tests.acceptance.collector import Span, collecting
from tests.support import desk_stories
from tests.support.command_line import environment
from tests.support.paths import ROOT
from tests.support.waiting import HANG_SECONDS
from wiredesk.settings import load
from wiredesk.store import ledger, open_store

NUMBER = 3


def test_one_trace_a_story_from_publish_to_store(short_tmp: Path) -> None:
    home = short_tmp / "traces"
    home.mkdir()
    with collecting() as collector:
        # spans are sent after a minute: whatever arrives earlier was sent by a process at its end
        told = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_BSP_SCHEDULE_DELAY": "60000",
                "OTEL_SERVICE_NAME": "newsroom"}  # fmt: skip
        spoken = read_all(home, **told)
    traces = defaultdict(list)
    for span in collector.spans:
        traces[span.trace].append(span)
    assert len(traces) == NUMBER, spoken
    processes = [{span.process for span in trace if span.name == "publish"} for trace in traces.values()]
    assert len(set.union(*processes)) == 1
    for trace in traces.values():
        check(trace)
    text = repr(collector.spans)
    assert "newsroom" in text and "Nairobi" not in text


def check(trace: list[Span]) -> None:
    """Check that each step occurs once, below the step before it, in the order of time, all for one story."""
    by_name = {span.name: span for span in trace}
    assert sorted(span.name for span in trace) == ["extract", "lease", "publish", "queue", "store"]
    assert by_name["publish"].parent == ""
    assert by_name["queue"].parent == by_name["publish"].id
    assert {by_name[name].parent for name in ("lease", "extract", "store")} == {by_name["queue"].id}
    starts = [by_name[name].start for name in ("publish", "queue", "lease", "extract", "store")]
    assert starts == sorted(starts)
    assert all(span.start <= span.end for span in trace)
    assert len({span.attributes["wiredesk.story"] for span in trace}) == 1
    readers = {by_name[name].process for name in ("queue", "lease", "extract", "store")}
    assert len(readers) == 1 and readers != {by_name["publish"].process}


def test_without_a_collector_nothing_of_it_is_imported(tmp_path: Path) -> None:
    code = """
        import sys, time
        from wiredesk import tracing
        tracing.record_publish([("a", 1)], time.time_ns())
        tracing.MessageTrace(None).record_lease([("a", 1)], time.time_ns())
        tracing.flush()
        print(tracing.headers(), [name for name in sys.modules if name.startswith("opentelemetry")])
    """
    assert python(tmp_path, code) == "None []"


def test_where_the_extra_is_missing_one_line_says_so(tmp_path: Path) -> None:
    code = """
        import sys, time
        sys.modules["opentelemetry.exporter"] = None  # as if it were not installed
        from wiredesk import tracing
        for _ in range(2):
            tracing.record_publish([("a", 1)], time.time_ns())
    """
    line = python(tmp_path, code, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:1")
    assert line.count("\n") == 0 and "pip install 'wiredesk[otel]'" in line


def python(home: Path, code: str, **more: str) -> str:
    lines = "\n".join(line[8:] for line in code.splitlines())
    command = [sys.executable, "-W", "ignore", "-c", lines]
    done = subprocess.run(command, cwd=ROOT, env=environment(home, **more), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def read_all(home: Path, **more: str) -> str:
    """Publish some stories and let a worker process them; return the worker's output."""
    settings = environment(home, WIREDESK_CONCURRENCY="2", **more)
    file = home / "stories.jsonl"
    file.write_text("\n".join(desk_stories.article(f"urn:test:{n}", body=f"Cranes move. {n}").model_dump_json()
                              for n in range(NUMBER)))  # fmt: skip
    log = home / "worker.log"
    with log.open("wb") as out:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "worker", "worker", "--loglevel", "info"],
            cwd=ROOT, env=settings, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        until(lambda: "ready" in log.read_text(), worker)
        subprocess.run([sys.executable, "-m", "producer", "feed", str(file)], cwd=ROOT, env=settings, check=True,
                       capture_output=True, timeout=60)  # fmt: skip
        store = open_store(load(home=Path(settings["WIREDESK_HOME"])))
        until(lambda: done(store) == NUMBER, worker)
        store.close()
    finally:
        worker.terminate()
        worker.wait(HANG_SECONDS)
    return log.read_text()


def done(store: object) -> int:
    with store.read() as connection:  # type: ignore[attr-defined]
        return ledger.counts(connection)["done"]


def until(holds: object, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 90
    while not holds():  # type: ignore[operator]
        assert process.poll() is None and time.monotonic() < end, "never came true"
        time.sleep(0.2)


assert os.environ.get("OTEL_SDK_DISABLED") is None, "unset OTEL_SDK_DISABLED to test traces"
