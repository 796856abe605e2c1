"""Output on a terminal: the console, the pager, stories and quotes as lines; and JSON lines for other programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import orjson
import typer
from rich.console import Console
from rich.text import Text

from desk.views.hanging_text import HangingText
from desk.views.sanitize import plain, short
from desk.views.shown_time import listed_day, listed_time
from desk.views.story import UNKNOWN_SPEAKER
from desk.views.story_text import STYLES, event_text
from wiredesk.errors import EXIT_FAILURE
from wiredesk.safe_line import safe_json

if TYPE_CHECKING:  # the console is used by verbs that do not need SQLAlchemy
    from datetime import datetime

    from desk.queries.quote_search import QuoteRow
    from desk.queries.story_list import Card, TimeBasis
    from desk.views.event_lines import ReportedAct

LESS_OPTIONS = "FRX"
"""Options of the pager: quit if the output fits on one screen, keep colours, keep the screen."""


class _HangingConsole(Console):
    def print(self, *objects: Any, **options: Any) -> None:
        """Print as :class:`Console` does, each text with hanging lines."""
        super().print(*(HangingText(one) if isinstance(one, Text) else one for one in objects), **options)


def console(*, err: bool = False) -> Console:
    """Return a console that respects NO_COLOR; it wraps at words on a terminal, and not at all in a pipe.

    What continues a :class:`Text` is indented, see :class:`~desk.views.hanging_text.HangingText`.
    """
    out = _HangingConsole(stderr=err, highlight=False)
    out.soft_wrap = not out.is_terminal
    return out


@contextmanager
def paged() -> Iterator[Console]:
    """Provide a console; on a terminal its output goes through the pager."""
    out = console()
    if not out.is_terminal:
        yield out
        return
    os.environ.setdefault("LESS", LESS_OPTIONS)
    with out.pager(styles=not out.no_color):
        yield out


def no_match(words: str) -> NoReturn:
    """Say on stderr that nothing fits, and exit with 1, as grep does; a pipe gets nothing.

    Args:
        words: the sentence, such as "no matching stories".
    """
    typer.echo(f"wiredesk: {words}", err=True)
    raise typer.Exit(EXIT_FAILURE)


def print_json_lines(values: Iterable[Any]) -> None:
    """Print each value as one line of JSON."""
    for value in values:
        typer.echo(safe_json(orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)).decode())


def card_lines(card: Card) -> Text:
    """Return a story in two lines: time, urgency and headline; id, source and names."""
    line = Text().append(f"{card_time(card)}  ", "dim")  # a style of the Text itself would dim the rest, too
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


def card_time(card: Card) -> str:
    """Return the time of a story, with what it is if the provider tells none."""
    return basis_time(card.moment, card.time_basis)


def basis_time(moment: datetime, basis: TimeBasis) -> str:
    """Return a time with what it is."""
    if basis == "dateline":
        return listed_day(moment)
    return f"{'received ' if basis == 'received' else ''}{listed_time(moment)}"


def quote_lines(row: QuoteRow) -> Text:
    """Return a quote in three lines: speaker, time and agency; the quote; the story."""
    names = ", ".join([row.speaker, *row.with_whom]) if row.speaker else row.source
    speaker = short(names or UNKNOWN_SPEAKER)
    line = Text().append(speaker, STYLES.get(row.speaker_type or "", "italic"))
    line.append(f"  {basis_time(row.moment, row.time_basis)}  {plain(row.agency or '')}\n", "dim")
    line.append(f"  {plain(row.content)}\n").append(f"  {plain(row.title)}  {plain(row.id)}", "dim")
    return line


def act_lines(act: ReportedAct) -> Text:
    """Return an act in two lines: the sentence with the type's code; the story, and how many others tell it."""
    event = act.event
    line = event_text(act.line).append(f"  {act.line.type}\n", "dim")
    line.append(f"  {basis_time(event.moment, event.time_basis)}  {plain(event.title)}  {plain(event.id)}", "dim")
    if act.others:
        line.append(f"  and {len(act.others)} more", "dim")
    return line
