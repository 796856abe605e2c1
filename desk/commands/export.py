"""``wiredesk export``: every story in sight, one a line."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from desk.session import settings_of, store_of

if TYPE_CHECKING:
    from desk.stories import Story


class Format(StrEnum):
    jsonl = "jsonl"
    csv = "csv"


COLUMNS = ("id", "version", "source", "published", "urgency", "kind", "language", "headline", "people",
           "organisations", "places", "quotes", "words")  # fmt: skip


def export(
    context: typer.Context,
    format: Annotated[Format, typer.Option(help="jsonl: extraction and article; csv: a row a story")] = Format.jsonl,
) -> None:
    """Write every story to stdout: extraction documents with their article, or a table of stories.

    Example: wiredesk export > stories.jsonl

    Example: wiredesk export --format csv > stories.csv
    """
    from desk.stories import every

    store = store_of(settings_of(context))
    with store.read() as connection:
        stories = every(connection)
        if format is Format.jsonl:
            for line in lines(stories):
                sys.stdout.buffer.write(line + b"\n")
        else:
            writer = csv.writer(sys.stdout)
            writer.writerow(COLUMNS)
            writer.writerows(map(cells, stories))
    sys.stdout.flush()


def lines(stories: Iterator[Story]) -> Iterator[bytes]:
    """Each story as one JSON line, the article beside its extraction."""
    for story in stories:
        if story.document:
            article = orjson.Fragment(story.article.model_dump_json().encode())
            yield orjson.dumps(orjson.loads(story.document) | {"article": article})


def cells(story: Story) -> list[str]:
    """A story's row; a cell that a spreadsheet would take for a formula is quoted with an apostrophe."""
    article, found = story.article, story.extraction
    names: dict[str, list[str]] = {}
    for entity in found.entities if found else ():
        names.setdefault(entity.type, []).append(entity.name)
    published = article.published or article.updated
    row = (
        article.id,
        article.version,
        article.source,
        published.isoformat() if published else None,
        article.urgency,
        article.kind,
        found.language if found else article.language,
        article.headline,
        "; ".join(names.get("PERSON", ())),
        "; ".join(names.get("ORG", ())),
        "; ".join(names.get("GPE", []) + names.get("LOC", []) + names.get("FAC", [])),
        len(found.quotes) if found else 0,
        story.row["words"],
    )
    return [_safe("" if cell is None else str(cell)) for cell in row]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
