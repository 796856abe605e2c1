"""wiredesk's worker with a model that does nothing: the extraction of each story is read from a file.

``WIREDESK_BENCH_ANSWERS`` names a file of extractions as JSON lines.  The story ``b17`` gets the line 17 modulo their
number, with its own id, version and text.  So ledger, queue, results and links do all their work, and nothing else
does.  With ``WIREDESK_BENCH_LINKS=0`` no story is linked with others, either.  ``WIREDESK_BENCH_PAUSE`` is a pause in
seconds for each story, in place of the time that a model takes.
"""

import os
import time
from pathlib import Path

from celery import signals

from wiredesk.contract import Extraction
from worker import app
from worker.process import parent, story_runner
from worker.process.bootsteps import get_runtime

ANSWERS = [
    Extraction.model_validate_json(line)
    for line in Path(os.environ["WIREDESK_BENCH_ANSWERS"]).read_bytes().splitlines()
]
"""Read in the parent, so that the children share them."""
PAUSE = float(os.environ.get("WIREDESK_BENCH_PAUSE", "0"))


class Prepared:
    """A pipeline that knows the answer, and delegates everything else."""

    def __init__(self, pipeline):
        self._pipeline = pipeline

    def __getattr__(self, name):
        return getattr(self._pipeline, name)

    def __call__(self, article):
        time.sleep(PAUSE)
        answer = ANSWERS[int(article.id.lstrip("b")) % len(ANSWERS)] if article.id.startswith("b") else ANSWERS[0]
        return answer.model_copy(update={"id": article.id, "version": article.version, "text": article.text})

    def together(self, articles, *_between):
        return [self(article) for article in articles]


class NoLinker:
    """A linker that never links anything."""

    def __init__(self, settings):
        pass

    def start(self):
        pass

    def stop(self, *_, **__):
        pass


if os.environ.get("WIREDESK_BENCH_LINKS") == "0":
    parent.LinkerThread = NoLinker
    story_runner._prepare_links = lambda outcomes: {}


@signals.worker_process_init.connect(weak=False)
def answer(**_):
    runtime = get_runtime(app)
    runtime.child.runner.pipeline = Prepared(runtime.pipeline)
