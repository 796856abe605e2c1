"""Stories, quotes and names as lines on a terminal, and as JSON lines for other programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer
from rich.console import Console
from rich.text import Text

from desk.cli_context import console
from desk.views.sanitize import plain, short
from desk.views.story_text import STYLES

if TYPE_CHECKING:
    from desk.queries.quote_search import Said
    from desk.queries.story_list import Card


def story(card: Card) -> Text:
    """A story in two lines: when, how urgent, headline; id, source, names."""
    line = Text(f"{card.moment.astimezone():%d %b %H:%M}  ", "dim")
    if card.flash:
        line.append(f"{card.flash.upper()} ", "bold red")
    line.append(plain(card.title), "bold")
    if card.kind != "story":
        line.append(f"  {card.kind}", "dim")
    line.append(f"\n              {plain(card.id)}", "dim")
    if card.source:
        line.append(f"  {short(card.source)}", "dim")
    for name in card.names:
        line.append("  ").append(short(name.name), STYLES[name.type])
    return line


def quote(one: Said) -> Text:
    """A quote under its speaker."""
    speaker = short(one.speaker or one.source or "somebody")
    line = Text(speaker, STYLES.get(one.speaker_type or "", "italic"))
    line.append(f"  {one.moment.astimezone():%d %b %H:%M}  {plain(one.agency or '')}\n", "dim")
    line.append(f"  {plain(one.content)}\n").append(f"  {plain(one.title)}  {plain(one.id)}", "dim")
    return line


def as_json(values: Iterable[Any]) -> None:
    """Each value on a line of its own."""
    import orjson

    for value in values:
        typer.echo(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode("utf-8", "replace"))


@contextmanager
def paged() -> Iterator[Console]:
    """A console; on a terminal its output goes through the pager, which leaves at once where a page holds all."""
    out = console()
    if not out.is_terminal:
        yield out
        return
    os.environ.setdefault("LESS", "FRX")
    with out.pager(styles=not out.no_color):
        yield out
