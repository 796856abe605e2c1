"""wiredesk's worker, which also appends the CPU seconds of each extraction to a file, as doubles.

``WIREDESK_BENCH_COUNT`` names the file.  The rest of the worker's CPU time is queue, ledger, store and JSON.
"""

import os
import struct
import time

from celery import signals

from worker import app
from worker.process.bootsteps import get_runtime


class Counted:
    """A pipeline that records CPU time and delegates everything else."""

    def __init__(self, pipeline, file):
        self._pipeline, self._file = pipeline, file

    def __getattr__(self, name):
        return getattr(self._pipeline, name)

    def __call__(self, article):
        return self.together([article])[0]

    def together(self, articles, *between):
        began = time.process_time()
        try:
            return self._pipeline.together(articles, *between)
        finally:
            os.write(self._file, struct.pack("<d", time.process_time() - began))


@signals.worker_process_init.connect(weak=False)
def count(**_):
    runtime = get_runtime(app)
    file = os.open(os.environ["WIREDESK_BENCH_COUNT"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    runtime.child.runner.pipeline = Counted(runtime.pipeline, file)
