"""``wiredesk formats``: what the producer can read."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from desk.views.terminal import paged, print_json_lines


def formats(
    as_json: Annotated[bool, typer.Option("--json", help="print one JSON object per line")] = False,
) -> None:
    """List the input formats: how each is recognised, its usual names of files, and what is read.

    A file is recognised by its content and never by its name, in the order of the list.

    Example: wiredesk formats
    """
    from producer.formats.format_registry import FORMATS  # lazy: --help does not need it

    if as_json:
        print_json_lines(
            {"name": one.name, "recognised_by": one.signs, "suffixes": one.suffixes, "about": one.about}
            for one in FORMATS
        )
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("format", no_wrap=True)
    for name in ("recognised by", "usual suffixes", "reads"):
        table.add_column(name, overflow="fold")
    for one in FORMATS:
        table.add_row(one.name, one.signs, " ".join(one.suffixes) or "-", one.about)
    with paged() as out:
        out.print(table)
