"""Log a failure that comes again and again once, and then at most every minute."""

from __future__ import annotations

import logging
import re
import time
from typing import Any

import structlog

REPEAT_SECONDS = 60.0
"""Seconds after which a failure that lasts is logged again."""
_NUMBERS = re.compile(r"\d+")


class Repeats:
    """Decides which of many messages are logged; messages that differ in numbers only are of one kind."""

    def __init__(self) -> None:
        self._logged: dict[str, float] = {}

    def is_due(self, message: str) -> bool:
        """Return whether no message of this kind was logged in the last minute."""
        kind, now = _NUMBERS.sub("#", message), time.monotonic()
        if now - self._logged.get(kind, float("-inf")) < REPEAT_SECONDS:
            return False
        self._logged[kind] = now
        return True

    def clear(self) -> bool:
        """Forget all messages; return whether there were any."""
        had, self._logged = bool(self._logged), {}
        return had


class FailureLog:
    """Logs why something waits, and that it goes on."""

    def __init__(self, event: str) -> None:
        self._event, self._repeats = event, Repeats()
        self._log = structlog.get_logger()

    def failed(self, error: Exception, **values: Any) -> None:
        """Log the error in one line, unless one of its kind was logged in the last minute."""
        message = error_line(error)
        if self._repeats.is_due(message):
            self._log.warning(self._event, error=message, **values)

    def recovered(self) -> None:
        """Log that it works again, if a failure was logged."""
        if self._repeats.clear():
            self._log.info(f"{self._event}: over")


class RepeatFilter(logging.Filter):
    """A filter of the standard library's loggers: one line for each kind of lost connection, and no traceback.

    Args:
        errors: the classes of errors of which one line is enough; others keep their traceback.
    """

    def __init__(self, errors: tuple[type[Exception], ...]) -> None:
        super().__init__()
        self._errors, self._repeats = errors, Repeats()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to log the record; its traceback becomes the error's line."""
        error = record.exc_info[1] if record.exc_info else None
        if record.levelno < logging.WARNING or (error is not None and not isinstance(error, self._errors)):
            return True
        message = error_line(record.getMessage())
        if isinstance(error, Exception):
            message = f"{message} {type(error).__name__}: {error_line(error)}"
        record.msg, record.args, record.exc_info, record.exc_text = message, (), None, None
        return self._repeats.is_due(message)


def error_line(error: object) -> str:
    """Return the first line of an error's message, or the name of its class where it has none."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
