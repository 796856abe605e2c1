"""A child process of the worker's pool: its limits, its signal handler and the messages that Celery hands to it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from types import FrameType
from typing import NoReturn

from wiredesk.errors import EXIT_FAILURE
from wiredesk.memory_limit import limit_memory
from wiredesk.nlp.limits import PipelineCall
from wiredesk.process_id import ProcessId
from wiredesk.settings import Settings
from wiredesk.store import Store
from wiredesk.store.ledger import Key
from wiredesk.tracing import flush
from worker.process.holdings import Holding
from worker.process.story_runner import StoryRunner
from worker.process.watchdog import LastActivity


class PoolChild:
    """Runs messages in one process of the pool, with a :class:`StoryRunner` under that process's own id.

    A pool without child processes (``-P solo``) uses one for the worker process itself.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        pipeline: PipelineCall,
        process_id: ProcessId,
        worker_is_stopping: Callable[[], bool],
        last_activity: LastActivity,
        holding: Holding,
    ) -> None:
        self._settings, self._last_activity = settings, last_activity
        self._is_busy = self._is_terminating = False
        self.runner = StoryRunner(
            settings, store, pipeline, str(process_id), lambda: worker_is_stopping() or self._is_terminating, holding
        )

    def install(self) -> None:
        """Apply the memory limit and the SIGTERM handler to this process, right after the fork."""
        limit_memory(self._settings.story_memory)
        signal.signal(signal.SIGTERM, self._on_sigterm)

    def run_message(self, keys: Sequence[Key], sent_at: int | None = None) -> str:
        """Process the stories of one message; this process holds no lease when the method returns.

        Returns what became of the stories: ``15 done, 1 failed, 1 quarantined``.

        Args:
            keys: id and version of each story.
            sent_at: when the message was sent, in nanoseconds since 1970; None without tracing.
        """
        self._is_busy = True
        self._last_activity.touch()
        try:
            told = self.runner.process(keys, sent_at)
        except MemoryError:  # raised outside of any story; Celery would end the parent because of it
            os._exit(EXIT_FAILURE)
        except Exception:  # a bug: nobody else releases these leases as long as this worker lives
            self.runner.release()
            raise
        finally:
            self._is_busy = False
            self._last_activity.touch()
        if self._is_terminating:
            self._exit()
        return told

    def _on_sigterm(self, _number: int, _frame: FrameType | None) -> None:
        """Finish the running story, then exit: a service manager that stops the whole group signals children too."""
        self._is_terminating = True
        if not self._is_busy:
            self._exit()

    def _exit(self) -> NoReturn:
        """End this process as an unhandled SIGTERM would, so that the parent returns its message to the queue."""
        flush()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        os._exit(EXIT_FAILURE)
