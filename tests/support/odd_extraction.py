"""An extraction process without a model: what it does is in the headline of the article.

The version of its engine is its process id.
"""

from __future__ import annotations

import os
import sys
import time

import orjson

from wiredesk.nlp.extraction_process import EXTRACTED, FAILED, READY, UNUSABLE, read_frame, write_frame


def main() -> None:
    requests, replies = sys.stdin.buffer, sys.stdout.buffer
    settings = orjson.loads(read_frame(requests))
    if settings["model"] == "missing":
        write_frame(replies, UNUSABLE + b"model missing: is not installed; pip install missing")
        return
    write_frame(replies, READY)
    while True:
        try:
            article = orjson.loads(read_frame(requests))
        except EOFError:
            return
        if article["headline"] == "die":
            os.abort()
        if article["headline"] == "fail":
            write_frame(replies, FAILED + b"ResourceLimitExceeded: story: took more than 1 s")
            continue
        while article["headline"].startswith("/") and not os.path.exists(article["headline"]):  # noqa: PTH110
            time.sleep(0.01)
        engine = {"name": "odd", "version": str(os.getpid()), "model": "none"}
        found = {"schema": 1, "id": article["id"], "version": 1, "language": "en", "text": "", "engine": engine}
        write_frame(replies, EXTRACTED + orjson.dumps(found))
