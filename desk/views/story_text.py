"""A story on a terminal: entities in colour, quotes under their speaker."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.rule import Rule
from rich.text import Text

from desk.queries.stories import Story
from desk.views.sanitize import harmless, plain, short
from wiredesk.contract import Extraction

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
}


def page(story: Story) -> Iterator[RenderableType]:
    """The parts of a story's page, top to bottom."""
    article, found = story.article, story.extraction
    yield Rule(title=f"{plain(article.id)}  ·  version {article.version}", align="left")
    yield Text("  ".join(facts(story)), style="dim")
    yield Text("")
    yield marked(found) if found else Text(harmless(article.text))
    if story.row["state"] == "quarantined":
        yield Text(f"\nquarantined after {story.row['attempts']} attempts: {story.row['error']}", style="red")
    if not found:
        return
    yield Text("\n") + legend(found)
    if found.quotes:
        yield Text("\nWho said what", style="bold")
        yield quotes(found)
    if found.dates:
        yield Text("\nWhen", style="bold")
        yield Text("\n".join(f"  {_at(found, date.span)} → {date.value or '?'}" for date in found.dates))


def facts(story: Story) -> Iterator[str]:
    """One line about where the story comes from and where it stands."""
    article = story.article
    published = article.published or article.updated
    yield story.row["state"]
    if article.source:
        yield short(article.source)
    if published:
        yield f"{published:%Y-%m-%d %H:%M %Z}"
    if article.kind != "story":
        yield article.kind
    if article.urgency:
        yield f"urgency {article.urgency}"
    if article.status != "usable":
        yield article.status
    if article.embargo_until:
        yield f"embargo until {article.embargo_until:%Y-%m-%d %H:%M %Z}"


def marked(found: Extraction) -> Text:
    """The text with each mention in its type's colour; pronouns and nominals are underlined only."""
    text = Text(harmless(found.text))
    for entity in found.entities:
        for mention in entity.mentions:
            style = STYLES[entity.type] if mention.kind == "name" else "underline"
            text.stylize(f"{style} italic" if mention.metonymic else style, *mention.span)
    if found.dateline:
        text.stylize("reverse", *found.dateline.span)
    return text


def legend(found: Extraction) -> Text:
    """The entities by type, most salient first."""
    legend = Text()
    for type, style in STYLES.items():
        ranked = sorted((e for e in found.entities if e.type == type), key=lambda e: (-e.salience, -len(e.mentions)))
        if ranked:
            legend.append(f"{type:<12}", style)
            legend.append("  ".join(_name(entity.name, len(entity.mentions)) for entity in ranked) + "\n")
    legend.rstrip()
    return legend


def quotes(found: Extraction) -> Text:
    """Quotes under their speaker, in the order in which the speakers first speak."""
    names = {entity.id: entity.name for entity in found.entities}
    spoken: dict[str, list[str]] = {}
    for quote in found.quotes:
        source = _at(found, quote.source) if quote.source else "somebody"
        speaker = short(names.get(quote.speaker or "", source))
        spoken.setdefault(speaker, []).append(" … ".join(_at(found, span) for span in quote.content))
    lines = Text()
    for speaker, said in spoken.items():
        lines.append(f"  {speaker}\n", "bold cyan")
        for words in said:
            lines.append(f"    {words}\n")
    lines.rstrip()
    return lines


def _at(found: Extraction, span: tuple[int, int]) -> str:
    return plain(found.text[span[0] : span[1]])


def _name(name: str, mentions: int) -> str:
    return f"{short(name)} ×{mentions}" if mentions > 1 else short(name)
