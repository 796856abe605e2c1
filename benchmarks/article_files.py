"""Read articles from files: JSON lines of articles, plain or gzipped, and every format that the producer reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from producer.formats import parse as parse_articles
from wiredesk.contract import Article

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
SEED_SUFFIXES = {".txt", ".json", ".jsonl"}


def seed_files() -> list[Path]:
    """Return the seed stories in the order of their paths."""
    return sorted(path for path in SEEDS.rglob("*") if path.suffix in SEED_SUFFIXES)


def read_json_lines(path: Path, limit: int | None = None) -> Iterator[Article]:
    """Read a file of JSON lines, plain or gzipped, one article a line.

    A line is an article or an object with an ``article``.  An article without an id takes the id of its object, else
    the number of its line, counted from 1.

    Args:
        path: The file; the suffix ``.gz`` says that it is gzipped.
        limit: Read only so many lines.

    Raises:
        ValueError: A line is not JSON, or not an article.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, limit), 1):
            record = json.loads(line)
            fields = record.get("article", record)
            if fields.get("id") is None:
                fields["id"] = str(record.get("id") or number)
            yield Article.model_validate(fields)


def read_articles(paths: Iterable[Path], limit: int | None = None) -> Iterator[Article]:
    """Read the articles of files: JSON lines (``.jsonl``, ``.jsonl.gz``), or any format of the producer.

    Args:
        paths: The files, read in this order.
        limit: Read only so many articles of each file.

    Raises:
        ValueError: A line of a file of JSON lines is not an article.
    """
    for path in paths:
        if path.name.endswith((".jsonl", ".jsonl.gz")):
            yield from read_json_lines(path, limit)
        else:
            yield from islice(parse_articles(path.read_bytes(), path.name).articles, limit)
