"""``wiredesk quotes``: who said what."""

from __future__ import annotations

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from desk.cli_context import settings_of, store_of


class Kind(StrEnum):
    direct = "direct"
    indirect = "indirect"
    mixed = "mixed"


def quotes(
    context: typer.Context,
    name: Annotated[list[str] | None, typer.Argument(help="the speaker's name")] = None,
    speaker: Annotated[str, typer.Option(help="the same, as search has it")] = "",
    words: Annotated[str, typer.Option("-q", "--words", help="words of the quote")] = "",
    kind: Annotated[Kind | None, typer.Option(help="direct, indirect or mixed", show_default=False)] = None,
    limit: Annotated[int, typer.Option("-n", "--limit", min=1, max=10_000, help="most quotes")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="a JSON object a line")] = False,
) -> None:
    """Print quotes, newest first.

    Example: wiredesk quotes Claire Fenwick

    Example: wiredesk quotes --words "interest rates"
    """
    from desk.queries.quote_search import said
    from desk.views import terminal

    with store_of(settings_of(context)).read() as connection:
        speaker = " ".join([*(name or ()), speaker]).strip()
        found = said(connection, speaker=speaker, words=words, kind=kind or "", limit=limit)
    if as_json:
        terminal.as_json(map(asdict, found))
        return
    with terminal.paged() as out:
        for one in found:
            out.print(terminal.quote(one))
        if not found:
            out.print("nobody said that in the stories on the desk", style="dim")
