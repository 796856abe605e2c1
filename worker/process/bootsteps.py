"""What happens when a worker starts, forks, and stops: Celery's signals, each tied to one step of the runtime."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from celery import Celery, bootsteps, signals

from wiredesk import tracing
from wiredesk.errors import EXIT_DONE, EXIT_FAILURE, WiredeskError

if TYPE_CHECKING:
    from worker.process.parent import Runtime

Result = TypeVar("Result")
_ATTRIBUTE = "wiredesk_runtime"


class ShutdownDeadline(bootsteps.StartStopStep):
    """Before the pool stops, for whatever reason: an end of our own to it, where Celery's has none."""

    requires = ("celery.worker.components:Pool",)

    def stop(self, worker: Any) -> None:
        if getattr(worker.app, _ATTRIBUTE, None):
            get_runtime(worker.app).stop_soon(EXIT_FAILURE)


def connect(app: Celery) -> None:
    """Tie the worker's life to the signals of this app's process."""
    app.steps["worker"].add(ShutdownDeadline)
    signals.worker_init.connect(lambda **_: exit_on_error(lambda: _load(app)), weak=False)
    signals.worker_ready.connect(lambda **_: _ready(app), weak=False)
    signals.worker_process_init.connect(lambda **_: get_runtime(app).after_fork(), weak=False)
    signals.worker_process_shutdown.connect(lambda **_: tracing.flush(), weak=False)
    signals.worker_shutdown.connect(lambda **_: get_runtime(app).stop(), weak=False)


def get_runtime(app: Celery) -> Runtime:
    """The runtime of this process; loaded on the spot where no worker did it (pools without a parent)."""
    return getattr(app, _ATTRIBUTE, None) or _load(app)


def _load(app: Celery) -> Runtime:
    from wiredesk.nlp.threads import single_threaded
    from wiredesk.settings import load

    if os.getpid() == 1:  # in a container: the kernel keeps from it a signal for which it has no handler yet
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(EXIT_DONE))
    single_threaded()
    from worker.process.parent import Runtime

    runtime = Runtime(load())
    setattr(app, _ATTRIBUTE, runtime)
    return runtime


def _ready(app: Celery) -> None:
    """Begin to supervise, and let SIGTERM and Ctrl-C mean: finish the running stories, give back the rest, go.

    Celery's own warm shutdown does the waiting, but has no end of its own and was seen to hang: after the grace time,
    or at a second signal, the worker stops hard.  Its soft shutdown would sleep the whole grace time, busy or not.
    """
    runtime = get_runtime(app)
    runtime.supervise(app)
    warm = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        if runtime.is_stopping:
            runtime.stop_hard()
        runtime.stop_soon(EXIT_DONE)
        if callable(warm):
            warm(number, frame)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def exit_on_error(step: Callable[[], Result]) -> Result:
    """Run a step; one of our errors becomes one line and its exit code, for Celery would log any error and go on."""
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
