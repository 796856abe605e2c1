"""Celery's commands for this deployment, in place of this process."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

from wiredesk.settings import Settings


def celery_words(
    command: str, given: Sequence[str], defaults: Mapping[str, str], short: Mapping[str, str] | None = None
) -> list[str]:
    """Return the words of a command of Celery: those given, and the defaults of options that are not among them.

    Args:
        short: the one-letter names of options, which may have their value behind them.
    """
    words = ["-m", "celery", "-A", "worker", command, *given]
    for option, value in defaults.items():
        names = {option, option.replace("_", "-")}
        letter = (short or {}).get(option)
        if not any(word.partition("=")[0] in names or (letter and word.startswith(letter)) for word in given):
            words.append(f"{option}={value}")
    return words


def replace_by_celery(
    command: str,
    given: Sequence[str],
    settings: Settings,
    defaults: Mapping[str, str],
    short: Mapping[str, str] | None = None,
) -> NoReturn:
    """Replace this process, so that signals reach Celery directly; the settings become its environment."""
    from desk.ops.subprocesses import environment  # lazy: it imports Celery's queues, which --help does not need

    words = celery_words(command, given, defaults, short)
    os.execve(sys.executable, [sys.executable, *words], os.environ | environment(settings))
