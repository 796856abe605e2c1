"""A story on a terminal: entities in colour, quotes by speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from desk.views.event_lines import EventLine, StoryAct, joined, story_acts
from desk.views.gist import gist_lines
from desk.views.record_words import amount_words, date_words, shown_amounts, shown_dates
from desk.views.sanitize import plain, sanitize_lines, short
from desk.views.story import SpeakerQuotes, legend, quotes_by_speaker, text_at
from wiredesk.contract import Article, Extraction, LedgerState
from wiredesk.score_filter import at_least

if TYPE_CHECKING:  # the colours are used by modules that do not need SQLAlchemy
    from desk.queries.event_parts import EventPart
    from desk.queries.stories import Story

STYLES = {
    "PERSON": "bold cyan",
    "ORG": "bold yellow",
    "GPE": "bold green",
    "LOC": "green",
    "FAC": "green",
    "NORP": "magenta",
    "EVENT": "bold blue",
    "PRODUCT": "blue",
    "LAW": "blue",
    "WORK_OF_ART": "italic blue",
    "DISEASE": "red",
    "INDEX": "blue",
    "AGREEMENT": "blue",
}
"""The colour of each entity type."""


def page(story: Story, *, every_quote: bool = False, min_score: float = 0.0) -> Iterator[RenderableType]:
    """Yield the parts of a story's page, top to bottom.

    Args:
        every_quote: also quotes that a reader would not call quotations.
        min_score: results with a lower score are left out.
    """
    article, found = story.article, story.extraction and at_least(story.extraction, min_score)
    yield Rule(title=f"{plain(article.id)}  ·  version {article.version}", align="left")
    yield Text("  ".join(facts(story)), style="dim")
    yield Text("")
    yield highlighted(found) if found else Text(sanitize_lines(article.text))
    if story.row["state"] == LedgerState.QUARANTINED:
        yield Text(f"\nquarantined after {story.row['attempts']} attempts: {story.row['error']}", style="red")
    if found:
        published = article.published or article.updated or story.row["accepted_at"]
        yield from result_parts(found, every_quote=every_quote, year=published.year)


def extraction_page(article: Article, extraction: Extraction, *, min_score: float = 0.0) -> Iterator[RenderableType]:
    """Yield the parts of a page of a story that is in no ledger.

    Args:
        min_score: results with a lower score are left out.
    """
    found, published = at_least(extraction, min_score), article.published or article.updated
    yield Rule(title=f"{plain(article.id)}  ·  version {article.version}", align="left")
    known = [short(article.source or ""), f"{published.astimezone():%Y-%m-%d %H:%M %Z}" if published else ""]
    if any(known):
        yield Text("  ".join(filter(None, known)), style="dim")
    yield Text("")
    yield highlighted(found)
    yield from result_parts(found, year=published.year if published else None)


def result_parts(found: Extraction, *, every_quote: bool = False, year: int | None = None) -> Iterator[RenderableType]:
    """Yield what was found in a story, top to bottom: summary, names, quotes, events and times.

    Args:
        year: the year of the story, which its days do not repeat.
    """
    if gist := gist_lines(found):
        yield Text("\n") + gist
    yield Text("\n") + legend_lines(found)
    if said := quotes_by_speaker(found, every=every_quote):
        yield Text("\nWho said what", style="bold")
        yield quote_lines(said)
    if acts := story_acts(found, year=year):
        yield Text("\nWhat happened", style="bold")
        yield act_lines(acts)
    if dates := shown_dates(found):
        yield Text("\nWhen", style="bold")
        lines = (f"  {plain(text_at(found, date.span))} → {date_words(date, year)}" for _, date in dates)
        yield Text("\n".join(dict.fromkeys(lines)))
    if amounts := shown_amounts(found):
        yield Text("\nAmounts", style="bold")
        lines = (f"  {plain(text_at(found, amount.span))} → {plain(amount_words(amount))}" for _, amount in amounts)
        yield Text("\n".join(dict.fromkeys(lines)))


def facts(story: Story) -> Iterator[str]:
    """Yield the parts of the line below the title: ledger state, source, time and what is unusual."""
    article = story.article
    published = article.published or article.updated
    yield story.row["state"]
    if article.source:
        yield short(article.source)
    if published:
        yield f"{published.astimezone():%Y-%m-%d %H:%M %Z}"
    else:
        yield f"received {story.row['accepted_at'].astimezone():%Y-%m-%d %H:%M %Z}"
    if article.kind != "story":
        yield article.kind
    if article.urgency:
        yield f"urgency {article.urgency}"
    if article.status != "usable":
        yield article.status
    if article.embargo_until:
        yield f"embargo until {article.embargo_until.astimezone():%Y-%m-%d %H:%M %Z}"


def highlighted(found: Extraction) -> Text:
    """Return the text with each name in the colour of its type; pronouns and nominals are underlined."""
    text = Text(sanitize_lines(found.text))
    for entity in found.entities:
        for mention in entity.mentions:
            style = STYLES[entity.type] if mention.kind == "name" else "underline"
            text.stylize(f"{style} italic" if mention.metonymic else style, *mention.span)
    if found.dateline:
        text.stylize("reverse", *found.dateline.span)
    return text


def legend_lines(found: Extraction) -> Text:
    """Return one line per entity type with its names."""
    lines = Text()
    for type, ranked in legend(found):
        lines.append(f"{type:<12}", STYLES[type])
        lines.append("  ".join(_counted(entity.name, len(entity.mentions)) for entity in ranked) + "\n")
    lines.rstrip()
    return lines


def quote_lines(said: Iterable[SpeakerQuotes]) -> Text:
    """Return each speaker with the quotes below."""
    lines = Text()
    for speaker in said:
        lines.append(f"  {short(speaker.name)}\n", "bold cyan")
        for quote in speaker.quotes:
            lines.append(f"    {plain(quote.words)}").append(f"  ({quote.note})\n" if quote.note else "\n", "dim")
    lines.rstrip()
    return lines


def act_lines(acts: Iterable[StoryAct]) -> Text:
    """Return each act on a line of its own; what else the story tells of it is in further lines."""
    lines = Text()
    for act in acts:
        for line in act.lines:
            lines.append("  ").append(event_text(line)).append("\n")
    lines.rstrip()
    return lines


def event_text(line: EventLine) -> Text:
    """Return a sentence with names in the colours of their types; what did not occur, or is background, is dimmer."""
    text = Text(" ").join(
        [*_names(line.actors), Text(line.verb), *_names(line.recipients)]
    )  # fmt: skip
    if line.status != "occurred" or line.background:
        text.stylize("italic dim")
    for note in (*line.notes, *line.details):
        text.append(f" · {plain(note)}", "dim")
    return text


def _names(parts: Sequence[EventPart]) -> list[Text]:
    """Return the names of a side of an event, if it has any; one name is in the colour of its type."""
    style = STYLES.get(parts[0].type or "", "") if len(parts) == 1 else ""
    return [Text(joined(parts), style)] if parts else []


def _counted(name: str, mentions: int) -> str:
    return f"{short(name)} ×{mentions}" if mentions > 1 else short(name)
