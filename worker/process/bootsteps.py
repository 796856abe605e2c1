"""Connect Celery's signals for start, fork and stop to the steps of the worker process.

Celery documents all of these: signals ("Signals" in its user guide), ``app.steps`` and ``requires`` of a bootstep
("Extensions and Bootsteps").
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import structlog
from billiard.exceptions import RestartFreqExceeded
from celery import Celery, bootsteps, signals

from wiredesk import tracing
from wiredesk.deprecation import show_moved_names
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE, WiredeskError
from wiredesk.failure_log import RepeatFilter
from wiredesk.log_set_up import set_up_logs
from wiredesk.queue.broker import BROKER_ERRORS

if TYPE_CHECKING:
    from worker.process.parent import WorkerProcess

Result = TypeVar("Result")
_ATTRIBUTE = "wiredesk_runtime"
_ADVICE = "worker_cancel_long_running_tasks_on_connection_loss"


class ShutdownDeadline(bootsteps.StartStopStep):
    """Enforce a shutdown deadline before the pool stops, whatever the reason; Celery has no deadline of its own."""

    requires = ("celery.worker.components:Pool",)

    def stop(self, worker: Any) -> None:
        """Request the shutdown that :meth:`WorkerProcess.request_shutdown` enforces."""
        if runtime := _existing(worker.app):
            runtime.request_shutdown(EXIT_FAILURE)


def connect(app: Celery) -> None:
    """Connect the worker's life cycle to the signals of this process; only :mod:`worker.celery` calls it."""
    app.steps["worker"].add(ShutdownDeadline)
    signals.worker_init.connect(lambda **_: exit_on_error(lambda: _load(app)), weak=False)
    signals.worker_ready.connect(lambda **_: _on_ready(app), weak=False)
    signals.worker_process_init.connect(lambda **_: get_runtime(app).after_fork(), weak=False)
    signals.worker_process_shutdown.connect(lambda **_: tracing.flush(), weak=False)
    signals.worker_shutting_down.connect(lambda **_: _on_shutdown_signal(app), weak=False)
    signals.worker_shutdown.connect(lambda **_: get_runtime(app).stop(), weak=False)


def get_runtime(app: Celery) -> WorkerProcess:
    """Return the worker process of this app; load it where no worker did (pools without a parent process)."""
    return _existing(app) or _load(app)


def _existing(app: Celery) -> WorkerProcess | None:
    return getattr(app, _ATTRIBUTE, None)


def _load(app: Celery) -> WorkerProcess:
    # lazy: flower and every other celery command import this module and need neither spaCy nor NumPy; and NumPy reads
    # its number of threads when it is first imported
    from wiredesk.nlp.threads import single_threaded
    from wiredesk.settings import load

    if os.getpid() == 1:  # in a container: the kernel withholds a signal from it for which it has no handler yet
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_DONE))
    single_threaded()
    show_moved_names()
    set_up_worker_logs()
    _calm_log()
    from wiredesk.queue.broker import refuse_cluster
    from worker.process.parent import WorkerProcess

    settings = load()
    refuse_cluster(settings)
    runtime = WorkerProcess(settings)
    setattr(app, _ATTRIBUTE, runtime)
    return runtime


def set_up_worker_logs() -> None:
    """Let structlog write to stdout, unless the program that runs the worker has set it up."""
    if not structlog.is_configured():
        set_up_logs(sys.stdout)


def _calm_log() -> None:
    """Log each kind of lost connection once a minute: Celery reconnects several times a second, with a traceback each.

    Its advice to cancel running tasks on such a loss does not apply: the ledger, not the message, tells what is done.
    """
    logging.getLogger("celery.worker.consumer.consumer").addFilter(RepeatFilter((RestartFreqExceeded, *BROKER_ERRORS)))
    logging.getLogger("py.warnings").addFilter(lambda record: _ADVICE not in record.getMessage())


def _on_ready(app: Celery) -> None:
    """Start the parent's threads, and make Ctrl-C behave as SIGTERM: a warm shutdown that exits with status 0."""
    get_runtime(app).start_threads(app)
    signal.signal(signal.SIGINT, lambda *_: signal.raise_signal(signal.SIGTERM))


def _on_shutdown_signal(app: Celery) -> None:
    """Finish the running stories and release the rest; at a second signal, stop at once.

    Celery's own warm shutdown does the waiting, but it has no deadline and was seen to hang. Its soft shutdown would
    sleep for the whole grace time, whether stories are running or not.
    """
    if runtime := _existing(app):
        if runtime.is_stopping:
            runtime.force_shutdown()
        runtime.request_shutdown(EXIT_DONE)


def exit_on_error(step: Callable[[], Result]) -> Result:
    """Run a step and turn an error into one line on stderr and its exit code.

    Celery would log an error of a signal handler and go on.
    """
    try:
        return step()
    except WiredeskError as error:
        _exit(error)
    except Exception:
        traceback.print_exc()
        raise SystemExit(EXIT_FAILURE) from None


def _exit(error: WiredeskError) -> NoReturn:
    sys.stderr.write(f"wiredesk: {error}\n")
    raise SystemExit(error.exit_code) from None
