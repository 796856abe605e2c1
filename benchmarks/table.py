"""Write tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table with padded columns, readable as text; all columns but the first are right-aligned."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
    rule = ["-" * widths[0], *["-" * (width - 1) + ":" for width in widths[1:]]]
    padded = [
        [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        for line in (lines[0], *lines[1:])
    ]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (padded[0], rule, *padded[1:]))


def insert(page: Path, text: str, block: str = "figures") -> None:
    """Replace the text of a block of a page.

    Args:
        page: a page in Markdown.
        text: what is to stand between the marks of the block.
        block: name of the block, as in its marks: ``<!-- figures -->`` … ``<!-- end of figures -->``.

    Raises:
        SystemExit: the page has no such block.
    """
    before, after = around(page, block)
    page.write_text(f"{before}\n{text}\n{after}", "utf-8")


def around(page: Path, block: str) -> tuple[str, str]:
    """Return what stands before and behind the text of a block, its marks included.

    Raises:
        SystemExit: the page has no such block.
    """
    begin, end = f"<!-- {block} -->", f"<!-- end of {block} -->"
    try:
        before, begun, rest = page.read_text("utf-8").partition(begin)
    except OSError as error:
        raise SystemExit(f"benchmark: {page}: {error.strerror}") from None
    _, ended, after = rest.partition(end)
    if not ended:
        raise SystemExit(f"benchmark: {page} has no {begin} … {end}")
    return before + begun, ended + after
