"""``wiredesk extract``: the pipeline without a queue: files in, extraction JSON lines out."""

from __future__ import annotations

import gc
import gzip
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Annotated

import orjson
import typer
from pydantic import ValidationError

from desk.cli_context import MinScore, settings_of
from desk.views.terminal import console
from wiredesk.contract import Article, Extraction
from wiredesk.errors import EXIT_BAD_DATA, EXIT_DONE, BadData
from wiredesk.nlp.threads import single_threaded
from wiredesk.safe_line import safe_json, safe_line
from wiredesk.score_filter import at_least
from wiredesk.settings import Settings

TURBO_PAYS_BYTES = 100_000
"""Bytes of the files from which on turbo saves more than it takes to start: 45 ms for 1,000 words against 1.3 s of CPU.
The output is the same."""
FIRST_IMPORT = "thinc.api"
"""What is imported while the parser process starts.  It is half of spaCy and takes about as long as that start, so the
error of a file comes 0.1 s later on two cores."""


def extract(
    context: typer.Context,
    sources: Annotated[list[str] | None, typer.Argument(metavar="FILE|-", help="wire files, or - for stdin")] = None,
    articles: Annotated[bool, typer.Option("--articles", help="the input is Article JSON lines, also .gz")] = False,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=1, help="number of processes")] = 1,
    min_score: MinScore = None,
    as_json: Annotated[bool, typer.Option("--json", help="print JSON lines on a terminal, too")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="print the rule behind each record to stderr")] = False,
) -> None:
    """Extract stories without a queue; write one extraction document per line to stdout.

    On a terminal each story is a page for reading, as wiredesk show prints it, unless --json is given. The model is
    loaded when a file with a story was found.

    A story that cannot be read is reported in one line on stderr, the others continue, and the exit code is 65.

    Example: wiredesk extract seeds/wire/*.txt -j 2

    Example: wiredesk extract --explain story.xml
    """
    settings = settings_of(context, min_score=min_score)
    errors: list[BadData] = []

    def reject(error: BadData) -> None:
        errors.append(error)
        typer.echo(f"wiredesk: {safe_line(str(error))}", err=True)

    if _is_little(sources or ["-"]):
        settings = settings.model_copy(update={"turbo": "off"})
    stories = _articles(sources or ["-"], settings, articles, reject)
    write = _write_line if as_json or not console().is_terminal else _print_page
    for article, line in _extracted(stories, settings, jobs, explain, reject):
        write(article, line)
    gc.freeze()  # at its end Python would search a million objects for cycles: a fifth of the time of an extraction
    raise typer.Exit(EXIT_BAD_DATA if errors else EXIT_DONE)


def _is_little(sources: list[str]) -> bool:
    """Return whether the sources are a few small files."""
    files = [Path(source) for source in sources]
    if not all(file.is_file() and file.suffix != ".gz" for file in files):
        return False
    return sum(file.stat().st_size for file in files) < TURBO_PAYS_BYTES


def _write_line(_article: Article, line: bytes) -> None:
    sys.stdout.buffer.write(safe_json(line) + b"\n")
    sys.stdout.buffer.flush()


def _print_page(article: Article, line: bytes) -> None:
    from desk.views.story_text import extraction_page  # lazy: JSON lines need no page

    out = console()
    for part in extraction_page(article, Extraction.model_validate_json(line)):
        out.print(part)
    out.print()


def _articles(
    sources: list[str], settings: Settings, as_articles: bool, reject: Callable[[BadData], object]
) -> Iterator[Article]:
    if as_articles:
        for source in sources:
            yield from _article_lines(source, reject)
        return
    # lazy: they import Celery, which --help does not need
    from producer.formats import Limits, Skipped, articles_of
    from producer.ingest.file_reading import read_files
    from producer.ingest.isolated_parsing import prepare

    def skip(part: Skipped) -> None:
        typer.echo(f"wiredesk: skipped: {safe_line(str(part))}", err=True)

    prepare(limits := Limits.from_settings(settings))
    if any(source == "-" or Path(source).exists() for source in sources):
        import_module(FIRST_IMPORT)
    parts = read_files(sources, limits)
    yield from (article for article, _ in articles_of(parts, skip, reject))


def _article_lines(source: str, reject: Callable[[BadData], object]) -> Iterator[Article]:
    """Read articles from a JSON lines file; an object may contain its article under ``article``, as in exports."""
    try:
        for number, line in enumerate(_lines(source), 1):
            if not line.strip():
                continue
            try:
                value = orjson.loads(line)
                yield Article.model_validate(value.get("article", value))
            except (ValueError, AttributeError, ValidationError) as error:
                reason = str(error).splitlines()[0]
                cause = f"invalid article: {reason}"
                reject(BadData(f"{source}: line {number}", cause, "see wiredesk schema article"))
    except (OSError, EOFError) as error:
        reject(BadData(source, getattr(error, "strerror", None) or str(error), "check the path and the file"))


def _lines(source: str) -> Iterator[bytes]:
    if source == "-":
        yield from sys.stdin.buffer
        return
    with gzip.open(source) if source.endswith(".gz") else Path(source).open("rb") as file:
        yield from file


def _extracted(
    stories: Iterable[Article], settings: Settings, jobs: int, explain: bool, reject: Callable[[BadData], object]
) -> Iterator[tuple[Article, bytes]]:
    """Yield each story with its extraction line, in the order of the stories, whatever the number of processes."""
    single_threaded()  # before NumPy is imported
    stories = iter(stories)
    if (first := next(stories, None)) is None:
        return
    from wiredesk.nlp.parallel import extract_all  # lazy: it imports spaCy, for which no error of a file should wait

    for article, result in extract_all(chain([first], stories), settings, jobs):
        if isinstance(result, str):
            reject(BadData(f"story {article.id}", result))
            continue
        line, reasons = result
        if settings.min_score > 0:
            line = at_least(Extraction.model_validate_json(line), settings.min_score).json_line()
        yield article, line
        if explain:
            for reason in reasons:
                typer.echo(safe_line(reason), err=True)
