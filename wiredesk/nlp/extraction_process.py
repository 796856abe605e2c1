"""A process that extracts the stories of another program: it loads the model once and answers one story after another.

The program that started it writes frames to its stdin: the settings, then an article each.  It answers on its stdout
with a reply each, and ends when its stdin is closed.  A story gets the same limits of time and memory as in a worker.
"""

from __future__ import annotations

import os
import resource
import signal
import struct
import sys
from typing import BinaryIO

import orjson

from wiredesk.contract import Article
from wiredesk.errors import WiredeskError
from wiredesk.memory_limit import limit_memory
from wiredesk.nlp.limits import Failed, run_limited
from wiredesk.nlp.threads import single_threaded
from wiredesk.settings import Settings

READY, EXTRACTED, FAILED, UNUSABLE = b"R", b"E", b"F", b"U"
"""The first byte of a reply: the model is loaded; an extraction; the error of a story; why no story can be read."""
LENGTH = struct.Struct(">I")
"""The length of the bytes that follow."""


def read_frame(file: BinaryIO) -> bytes:
    """Return the bytes of the next frame.

    Raises:
        EOFError: the file ended.
    """
    head = file.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    body = file.read(length)
    if len(body) < length:
        raise EOFError
    return body


def write_frame(file: BinaryIO, body: bytes) -> None:
    """Write one frame and flush it."""
    file.write(LENGTH.pack(len(body)) + body)
    file.flush()


def main() -> None:
    """Serve the program at the other end of stdin and stdout."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it decides when to stop
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no reply
    try:
        serve(sys.stdin.buffer, replies)
    except (EOFError, BrokenPipeError):
        os._exit(0)  # at once: the interpreter's own end takes a model's memory apart


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answer until the requests end.

    Raises:
        EOFError, BrokenPipeError: the other program has closed its end.
    """
    settings = Settings(**orjson.loads(read_frame(requests)))
    single_threaded()
    try:
        from wiredesk.nlp.pipeline import load  # lazy: BLAS reads its variables when NumPy is imported

        pipeline = load(settings)
        limit_memory(settings.story_memory)
        write_frame(replies, READY)
        while True:
            article = Article.model_validate_json(read_frame(requests))
            outcome = run_limited(lambda one: pipeline(one).json_line(), article, settings.story_seconds)
            if isinstance(outcome, Failed):
                write_frame(replies, FAILED + outcome.error.encode("utf-8", "replace"))
            else:
                write_frame(replies, EXTRACTED + outcome.extraction)
    except WiredeskError as error:
        write_frame(replies, UNUSABLE + str(error).encode("utf-8", "replace"))
