"""How the logs of a process of wiredesk look: structlog's lines, tracebacks without the values of variables."""

from __future__ import annotations

import os
from typing import TextIO

import structlog
from structlog.dev import ConsoleRenderer, plain_traceback


def set_up_logs(file: TextIO) -> None:
    """Let structlog write to a file.

    Its own tracebacks have the local variables of every frame, among them passwords and texts of stories.
    """
    colors = file.isatty() and not os.environ.get("NO_COLOR")
    renderer = ConsoleRenderer(colors=colors, exception_formatter=plain_traceback)
    structlog.configure(
        processors=[*structlog.get_config()["processors"][:-1], renderer],
        logger_factory=structlog.PrintLoggerFactory(file),
    )
