"""What a run came to, as a person likes to read it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from sqlalchemy import Connection, func, select

from desk.views.story_text import STYLES
from producer.ingest.files import Tally
from wiredesk.settings import Settings
from wiredesk.store import Store
from wiredesk.store.tables import articles, entities, quotes
from wiredesk.store.visibility import is_visible

MOST = 6
NAMES = {"PERSON": "people", "ORG": "organisations", "GPE": "countries, cities", "LOC": "places", "FAC": "buildings",
         "NORP": "nationalities", "EVENT": "events", "PRODUCT": "products", "LAW": "laws",
         "WORK_OF_ART": "works"}  # fmt: skip


def summary(store: Store, settings: Settings, tally: Tally, seconds: float) -> RenderableType:
    """The closing page of ``wiredesk run``."""
    with store.read() as connection:
        shown = connection.execute(select(func.count()).where(is_visible())).scalar() or 0
        said = connection.execute(select(func.count()).select_from(quotes)).scalar() or 0
        by_type = _by_type(connection)
        sample = connection.execute(
            select(articles.c.id).where(is_visible()).order_by(articles.c.words.desc()).limit(1)
        ).scalar()
    lines: list[RenderableType] = [_headline(tally, shown, seconds), Text("")]
    if by_type:
        lines += [_table(by_type, said), Text("")]
    lines.append(_where(settings, store, sample))
    return Group(*lines)


def _headline(tally: Tally, shown: int, seconds: float) -> Text:
    if not tally.new:
        text = Text("Nothing new: ", "bold")
        return text.append(f"all {tally.known} versions were in the ledger already and are done.", "not bold")
    text = Text(f"{tally.new} story versions read in {seconds:.1f} s", "bold")
    text.append(f", {tally.new / seconds:.1f} a second", "not bold")
    extras = [(tally.known, "known already"), (tally.skipped, "skipped"), (tally.rejected, "rejected")]
    for number, word in extras:
        if number:
            text.append(f", {number} {word}", "not bold")
    return text.append(f"; {shown} stories on the desk.", "not bold")


def _table(by_type: Sequence[tuple[str, int, list[tuple[str, int]]]], said: int) -> Table:
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False)
    table.add_column("found")
    table.add_column("", justify="right")
    table.add_column("in the most stories")
    for type, number, most in by_type:
        names = ", ".join(f"{name} {times}" if times > 1 else name for name, times in most)
        table.add_row(Text(NAMES[type], STYLES[type]), f"{number:,}", Text(names))
    if said:
        table.add_row("quotes", f"{said:,}", "")
    return table


def _by_type(connection: Connection) -> list[tuple[str, int, list[tuple[str, int]]]]:
    seen = select(entities.c.type, entities.c.key, func.max(entities.c.name).label("name"), func.count().label("times"))
    seen = seen.join(articles, articles.c.seq == entities.c.seq).where(is_visible())
    counted = seen.group_by(entities.c.type, entities.c.key).subquery()
    found: list[tuple[str, int, list[tuple[str, int]]]] = []
    for type in NAMES:
        number = connection.execute(select(func.count()).where(counted.c.type == type)).scalar() or 0
        if number:
            top = select(counted.c.name, counted.c.times).where(counted.c.type == type)
            rows = connection.execute(top.order_by(counted.c.times.desc(), counted.c.name).limit(MOST))
            found.append((type, number, [(row.name, row.times) for row in rows]))
    return found


def _where(settings: Settings, store: Store, sample: str | None) -> Text:
    text = Text("Results: ", "bold")
    text.append(f"{store}\n", "not bold")
    text.append("Next:    ", "bold")
    steps = [f"wiredesk show {sample}" if sample else "", "wiredesk export --format jsonl", "wiredesk doctor"]
    return text.append("\n         ".join(step for step in steps if step), "not bold")
