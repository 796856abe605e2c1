"""Text whose wrapped lines are indented under the line that they continue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult

_LABEL = re.compile(r"\S+ {2,}(?=\S)")
_FURTHER = 2
"""Columns by which the continuation of an indented line is indented further."""
_MAX_SHARE = 3
"""A continuation is indented by at most this part of the width."""


class HangingText:
    """Text for a terminal.

    A line that begins with a label and two blanks or more (``ORG         Reuters  Opec``) continues below what follows
    the label; an indented line continues two columns further; any other line at the margin.
    """

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the lines, as they are where the console does not wrap."""
        if options.no_wrap or options.overflow == "ignore":
            yield self.text
            return
        width = options.max_width
        for line in self.text.split(allow_blank=True):
            head, indent = _first_columns(line.plain)
            if line.cell_len <= width:
                yield line
                continue
            if indent > width // _MAX_SHARE:
                head = indent = 0
            for number, part in enumerate(line[head:].wrap(console, width - indent)):
                part.rstrip()
                yield (Text(" " * indent) if number else line[:head]) + part


def _first_columns(line: str) -> tuple[int, int]:
    """Return how many characters of a line stand before its words, and the column at which it continues."""
    if label := _LABEL.match(line):
        return label.end(), label.end()
    blanks = len(line) - len(line.lstrip(" "))
    return (blanks, blanks + _FURTHER) if blanks else (0, 0)
