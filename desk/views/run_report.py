"""The closing page of ``wiredesk run``."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from desk.queries.counting_window import Window
from desk.queries.event_counts import EventCount, count_events
from desk.queries.short_ids import short_id
from desk.queries.statistics import TypeTotals, count_quotes, longest_story, newest_quarantined, totals_by_type
from desk.queries.story_search import newest_stories
from desk.queries.thread_list import list_threads
from desk.queries.thread_search import Thread
from desk.queries.topic_counts import COUNTED_STORIES, TopicCount, count_topics, narrower_topics
from desk.views.language_tiers import partly_read
from desk.views.program_name import program_name
from desk.views.sanitize import plain
from desk.views.story_text import STYLES
from desk.views.thread_view import counted
from producer.ingest.batch import IngestTotals
from wiredesk.contract import EntityType
from wiredesk.event_types import type_words
from wiredesk.store import Store, ledger
from wiredesk.store.visibility import count_visible

MAX_NAMES = 6
"""Names per entity type."""
MAX_TOPICS, MAX_THREADS = 4, 2
"""Topics of the top level, and threads: those of most stories."""
MAX_QUARANTINED = 3
"""Quarantined stories that are named."""
LABELS: dict[EntityType, str] = {
          "PERSON": "people", "ORG": "organisations", "GPE": "countries, cities", "LOC": "places", "FAC": "buildings",
          "NORP": "nationalities", "EVENT": "named events", "PRODUCT": "products", "LAW": "laws",
          "WORK_OF_ART": "works", "DISEASE": "diseases", "INDEX": "market indices",
          "AGREEMENT": "agreements"}  # fmt: skip


def run_report(store: Store, ingested: IngestTotals, seconds: float, *, quarantined: int = 0) -> RenderableType:
    """Return the page: how many stories, what was found in them, where the results are.

    Args:
        seconds: duration of the run.
        quarantined: number of stories that the run could not extract.
    """
    with store.read() as connection:
        visible = count_visible(connection)
        quotes = count_quotes(connection)
        totals = totals_by_type(connection, tuple(LABELS), MAX_NAMES)
        acts = count_events(connection)
        topics = narrower_topics("", count_topics(connection, newest_stories(connection, limit=COUNTED_STORIES)))
        threads = list_threads(connection, limit=COUNTED_STORIES).threads
        sample = longest_story(connection)
        sample = sample and short_id(connection, sample)
        languages = partly_read(ledger.stored_tiers(connection))
        failed = newest_quarantined(connection)[: min(quarantined, MAX_QUARANTINED)]
    lines: list[RenderableType] = [_headline(ingested, visible, seconds, quarantined), Text("")]
    if quarantined:
        lines += [_quarantined(quarantined, failed), Text("")]
    if totals:
        lines += [_table(totals, quotes, acts, topics, threads), Text("")]
    if languages:
        lines += [Text(f"Read in part, for want of a model: {', '.join(languages)}; {program_name()} doctor"), Text("")]
    if totals:
        lines += [Text(f"Numbers behind names: stories {Window.all.words}.", "dim"), Text("")]
    lines.append(_next_steps(store, sample))
    return Group(*lines)


def _headline(ingested: IngestTotals, visible: int, seconds: float, quarantined: int) -> Text:
    if not ingested.new:
        text = Text("Nothing new: ", "bold")
        older = f"; {ingested.older} are older than what it has" if ingested.older else ""
        return text.append(f"{_known(ingested.known)}{older}.", "not bold")
    text = Text(f"{counted(ingested.new, 'story version')} read in {seconds:.1f} s", "bold")
    text.append(f", {ingested.new / seconds:.1f} a second", "not bold")
    extras = [(ingested.known, "known already"), (ingested.older, "older")]
    extras += [(ingested.skipped, "skipped"), (ingested.rejected, "rejected"), (quarantined, "quarantined")]
    for number, word in extras:
        if number:
            text.append(f", {number} {word}", "not bold")
    return text.append(f"; {counted(visible, 'story', 'stories')} on the desk.", "not bold")


def _known(number: int) -> str:
    if number == 1:
        return "the version was in the ledger already and is done"
    return f"all {number} versions were in the ledger already and are done"


def _quarantined(number: int, failed: Sequence[Mapping[str, Any]]) -> Text:
    """Return the errors of the newest quarantined stories, and how to see the rest."""
    text = Text().append(f"{counted(number, 'story', 'stories')} quarantined\n", "bold red")
    for row in failed:
        text.append(f"  {plain(row['id'])}  ", "dim").append(f"{plain(row['error'] or 'no error')}\n")
    return text.append(f"  {program_name()} quarantine list")


def _table(
    totals: Sequence[TypeTotals],
    quotes: tuple[int, int],
    acts: Sequence[EventCount],
    topics: Sequence[TopicCount],
    threads: Sequence[Thread],
) -> Table:
    table = Table(box=None, show_header=True, header_style="dim", pad_edge=False)
    table.add_column("found")
    table.add_column("", justify="right")
    table.add_column("in the most stories")
    for one in totals:
        names = ", ".join(f"{name} {stories}" if stories > 1 else name for name, stories in one.top)
        table.add_row(Text(LABELS[one.type], STYLES[one.type]), f"{one.names:,}", Text(names))
    shown, every = quotes
    if every:
        table.add_row("quotes", f"{shown:,}", f"{every:,} with wiredesk quotes --all" if every > shown else "")
    if acts:
        words = type_words()
        kinds = ", ".join(f"{words[one.type].noun} {one.events}" for one in acts[:MAX_NAMES])
        table.add_row("what happened", f"{sum(one.events for one in acts):,}", kinds)
    if topics:
        table.add_row(
            "topics", f"{len(topics):,}", ", ".join(f"{one.name} {one.stories}" for one in topics[:MAX_TOPICS])
        )
    if threads:
        largest = sorted(threads, key=lambda one: -len(one.stories))[:MAX_THREADS]
        table.add_row(
            "threads", f"{len(threads):,}", "; ".join(f"{plain(one.headline)} {len(one.stories)}" for one in largest)
        )
    return table


def _next_steps(store: Store, sample: str | None) -> Text:
    text = Text("Results: ", "bold")
    text.append(f"{store}\n", "not bold")
    text.append("Next:    ", "bold")
    program = program_name()
    steps = [
        f"{program} show {shlex.quote(plain(sample))}" if sample else "",
        f"{program} export --format jsonl",
        f"{program} doctor",
    ]
    return text.append("\n         ".join(step for step in steps if step), "not bold")
