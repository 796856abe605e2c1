"""``wiredesk extractors``: the extractors of the pipeline."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.table import Table

from desk.views.terminal import console


def extractors(as_json: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """List the extractors in the order in which they run, including those of other packages.

    Example: wiredesk extractors --json
    """
    from wiredesk.nlp.registry import extractors as registered  # lazy: it imports spaCy, and the desk never does
    from wiredesk.nlp.registry import visible

    found = list(visible(registered()))
    if as_json:
        rows = [
            {"name": row.name, "gives": row.key, "needs": list(required), "summary": row.summary}
            for row, required in found
        ]
        typer.echo(json.dumps(rows))
        return
    table = Table("extractor", "gives", "needs", "what", box=None, header_style="bold")
    for row, required in found:
        table.add_row(row.name, row.key, ", ".join(required), row.summary)
    console().print(table)
