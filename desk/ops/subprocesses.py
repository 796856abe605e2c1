"""The web desk that ``wiredesk run --follow`` starts beside itself."""

from __future__ import annotations

import os
import subprocess
import sys
from types import TracebackType

from desk.ops.workers import environment
from wiredesk.settings import Settings


class WebDesk:
    """The web desk as a process of its own.  A context manager: at the end it is gone.

    It says its address on stderr itself; where its port is taken it says that, and the run goes on without it.
    """

    def __init__(self, settings: Settings, *, wanted: bool) -> None:
        self._settings, self._wanted = settings, wanted
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> WebDesk:
        if self._wanted:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "desk", "web"],
                env=os.environ | environment(self._settings),
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the run, which stops it last
            )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
