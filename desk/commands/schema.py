"""``wiredesk schema`` and ``wiredesk extractors``: what goes in and what comes out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from desk.cli_context import console


class Document(StrEnum):
    article = "article"
    extraction = "extraction"


def schema(document: Annotated[Document, typer.Argument(help="article or extraction")]) -> None:
    """Print a document's JSON Schema.

    Example: wiredesk schema article
    """
    from wiredesk.contract import Article, Extraction

    model = Article if document is Document.article else Extraction
    typer.echo(json.dumps(model.model_json_schema(by_alias=True, mode="serialization"), indent=2))


def extractors(as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """List the extractors in the order in which they run, those of other packages among them.

    Example: wiredesk extractors --json
    """
    from rich.table import Table

    from wiredesk.nlp.registry import extractors as table
    from wiredesk.nlp.registry import visible

    rows = [
        {"name": row.name, "gives": row.key, "needs": list(required), "summary": row.summary}
        for row, required in visible(table())
    ]
    if as_json:
        typer.echo(json.dumps(rows))
        return
    sheet = Table("extractor", "gives", "needs", "what", box=None, header_style="bold")
    for row, required in visible(table()):
        sheet.add_row(row.name, row.key, ", ".join(required), row.summary)
    console().print(sheet)
