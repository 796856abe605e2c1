"""The ``parse`` command: files in, Article JSON lines out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import orjson

from producer.formats import Limits, Skipped, articles_of
from producer.ingest.file_reading import read_file
from producer.ingest.file_walk import File, files
from wiredesk.contract import Article
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, BadData

MAX_SHOWN_CHARS = 60
"""Characters of a value in an explanation: with the field and the reason it fits in a line."""


def parse_files(
    paths: Iterable[str],
    out: Callable[[str], object],
    err: Callable[[str], object],
    *,
    explain: bool = False,
    limits: Limits | None = None,
) -> int:
    """Parse files and return the exit code: 0, or 65 if anything could not be read.

    Args:
        paths: files, folders, globs, or ``-`` for the standard input.
        out: takes the lines for standard output without their ends: one article each, as JSON.
        err: takes the lines for standard error: errors and skipped parts.
        explain: after each article, write lines ``# field: value ← origin`` to ``out``.
        limits: sizes above which a file or a story is rejected.
    """
    rejected = 0

    def reject(error: BadData) -> None:
        nonlocal rejected
        rejected += 1
        err(str(error))

    for file in files(paths):
        name = file.name if isinstance(file, File) else ""

        def skip(part: Skipped, name: str = name) -> None:
            err(f"{name}: skipped: {part}")

        for article, reasons in articles_of(read_file(file, limits), skip, reject):
            out(article.model_dump_json())
            if explain:
                for line in explanation(article, reasons):
                    out(line)
    return EXIT_BAD_DATA if rejected else EXIT_DONE


def explanation(article: Article, reasons: Mapping[str, str]) -> Iterator[str]:
    """Yield one line a field: its value, shortened, and the element or rule that it comes from."""
    for field, value in article.model_dump(mode="json").items():
        text = orjson.dumps(value).decode()
        shown = text[:MAX_SHOWN_CHARS] + "…" if len(text) > MAX_SHOWN_CHARS else text
        yield f"# {field}: {shown} ← {reasons[field]}"
