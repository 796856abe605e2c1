"""A package as users might install it: an extractor that fails in the way that a story's text names.

It is not part of the product and is found through the entry-point group ``wiredesk.extractors``, on PYTHONPATH, in
fault tests only.  ``FAULTS_STORY_MS`` makes every story take that much longer without work for the processor.
"""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import time
from typing import Any

from wiredesk.nlp.context import Extractor

PAUSE = int(os.environ.get("FAULTS_STORY_MS", "0")) / 1000


def _raise() -> None:
    raise ValueError("this story raises")


def _hang() -> None:
    while True:
        time.sleep(0.01)


def _deaf() -> None:
    """Hang, and catch the time limit's exception as careless code does."""
    while True:
        try:
            time.sleep(0.01)
        except Exception:
            continue


def _hang_in_c() -> None:
    """Hang inside a C function that holds the GIL, so that no signal handler of Python runs."""
    libc = ctypes.PyDLL(None)
    while True:
        libc.sleep(1000)


def _memory_error() -> None:
    raise MemoryError


def _eat_memory() -> None:
    """Allocate and write memory until allocation fails."""
    eaten = []
    while True:
        eaten.append(bytearray(b"x" * (16 * 1024 * 1024)))


def _segfault() -> None:
    ctypes.string_at(0)


def _exit_hard() -> None:
    os._exit(3)


def _exit() -> None:
    sys.exit(3)


def _killed() -> None:
    """Kill this process as the kernel kills the one that uses the most memory."""
    os.kill(os.getpid(), signal.SIGKILL)


def _recurse() -> None:
    _recurse()


HARM = {
    "POISON-RAISE": _raise,
    "POISON-HANG": _hang,
    "POISON-DEAF": _deaf,
    "POISON-CHANG": _hang_in_c,
    "POISON-MEMORY": _memory_error,
    "POISON-EATER": _eat_memory,
    "POISON-SEGFAULT": _segfault,
    "POISON-EXIT": _exit,
    "POISON-HARDEXIT": _exit_hard,
    "POISON-KILLED": _killed,
    "POISON-RECURSE": _recurse,
}


def _build(_vocab: object, _options: object) -> Any:
    def run(_doc: object, story: Any) -> None:
        if PAUSE:
            select.select([], [], [], PAUSE)  # libfaketime breaks time.sleep
        text = story.article.text
        if "POISON-" in text:
            for word, harm in HARM.items():
                if word in text:
                    harm()

    return run


POISON = Extractor("poison", "does harm where the text asks for it (tests only)", _build)
