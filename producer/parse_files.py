"""The ``parse`` command: files in, Article JSON lines out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, TextIO

import orjson

from producer.formats import Limits, Part, read
from producer.formats.results import Skipped
from wiredesk.contract import Article
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, BadData


def parse_files(
    paths: Iterable[str | Path],
    out: Callable[[str], object],
    err: Callable[[str], object],
    *,
    explain: bool = False,
    limits: Limits | None = None,
) -> int:
    """Parse files, ``-`` being the standard input, and return the exit code: 0, or 65 where something was unreadable.

    ``out`` and ``err`` take one line each, without its end: an article as JSON; an error, a skip.
    With ``explain`` each article's line is followed by lines ``# field: value ← where it comes from``.
    """
    code = EXIT_DONE
    for path in paths:
        try:
            for part in _parts(path, limits):
                if isinstance(part, BadData):
                    code = EXIT_BAD_DATA
                _write(part, str(path), out, err, explain)
        except BadData as error:
            code = EXIT_BAD_DATA
            err(str(error))
        except OSError as error:
            code = EXIT_BAD_DATA
            err(f"{path}: {error.strerror or error}")
    return code


def _parts(path: str | Path, limits: Limits | None) -> Iterator[Part]:
    with _opened(path) as file:
        yield from read(file, str(path), limits=limits)


@contextlib.contextmanager
def _opened(path: str | Path) -> Iterator[BinaryIO]:
    if str(path) == "-":
        yield sys.stdin.buffer
        return
    with Path(path).open("rb") as file:
        yield file


def _write(part: Part, name: str, out: Callable[[str], object], err: Callable[[str], object], explain: bool) -> None:
    if isinstance(part, BadData):
        err(str(part))
    elif isinstance(part, Skipped):
        err(f"{name}: skipped: {part}")
    else:
        article, reasons = part
        out(article.model_dump_json())
        if explain:
            for line in explanation(article, reasons):
                out(line)


def explanation(article: Article, reasons: Mapping[str, str]) -> Iterator[str]:
    """One line a field: the value, shortened, and the element or rule that it comes from, or why it has none."""
    for field, value in article.model_dump(mode="json").items():
        text = orjson.dumps(value).decode()
        yield f"# {field}: {text[:60] + '…' if len(text) > 60 else text} ← {reasons[field]}"


def to_stream(stream: TextIO) -> Callable[[str], object]:
    """A writer of lines for :func:`parse_files`."""
    return lambda line: stream.write(line + "\n")


if __name__ == "__main__":
    sys.exit(parse_files(sys.argv[1:] or ["-"], to_stream(sys.stdout), to_stream(sys.stderr)))
