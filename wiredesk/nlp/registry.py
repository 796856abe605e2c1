"""The catalogue of extractors, in the order in which they run."""

from __future__ import annotations

from importlib.metadata import entry_points

from wiredesk.errors import ConfigError
from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Extractor
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS, DATELINE_PLACE
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.entities.clustering import CLUSTERS
from wiredesk.nlp.entities.entity_extractor import DRAFTS, ENTITIES
from wiredesk.nlp.events.event_extractor import EVENTS
from wiredesk.nlp.kblinks.kb_link_extractor import KB_LINKS
from wiredesk.nlp.keyphrases.keyphrase_extractor import KEYPHRASES
from wiredesk.nlp.names.name_extractor import NAMES
from wiredesk.nlp.places.focus_extractor import FOCUS
from wiredesk.nlp.places.metonym_extractor import METONYMS
from wiredesk.nlp.places.place_extractor import PLACES
from wiredesk.nlp.quotes.quote_extractor import QUOTES
from wiredesk.nlp.summary.summary_extractor import SUMMARY
from wiredesk.nlp.tone.tone_extractor import TONE
from wiredesk.nlp.topics.topic_extractor import TOPICS

BUILT_IN: tuple[Extractor, ...] = (
    DATELINE_PARTS,
    DATELINE,
    NAMES,
    DATES,
    CLUSTERS,
    DRAFTS,
    PLACES,
    METONYMS,
    FOCUS,
    KB_LINKS,
    ENTITIES,
    AMOUNTS,
    DATELINE_PLACE,
    QUOTES,
    EVENTS,
    KEYPHRASES,
    SUMMARY,
    TONE,
    TOPICS,
)

GROUP = "wiredesk.extractors"


def extractors() -> tuple[Extractor, ...]:
    """Return the built-in extractors and those of installed packages, each after what it requires.

    Raises:
        ConfigError: two extractors share a name, a required extractor does not exist, or two require each other.
    """
    added = tuple(point.load() for point in entry_points(group=GROUP))
    return ordered(BUILT_IN + added)


def ordered(table: tuple[Extractor, ...]) -> tuple[Extractor, ...]:
    """Return the same extractors, each after those that it requires; otherwise in the order given."""
    names = [row.name for row in table]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ConfigError(f"extractor {twice}", "two packages provide it", "uninstall one of them")
    done: list[Extractor] = []
    waiting = list(table)
    while waiting:
        given = {row.name for row in done}
        ready = next((row for row in waiting if given.issuperset(row.requires)), None)
        if ready is None:
            row = waiting[0]
            missing = ", ".join(name for name in row.requires if name not in given)
            raise ConfigError(f"extractor {row.name}", f"requires {missing}, which no extractor before it provides")
        done.append(ready)
        waiting.remove(ready)
    return tuple(done)


def select(table: tuple[Extractor, ...], names: str) -> tuple[Extractor, ...]:
    """Return the extractors that a setting names, with their requirements: ``all``, ``none``, or comma-separated names.

    Raises:
        ConfigError: no extractor has that name.
    """
    if names == "all":
        return table
    rows = {row.name: row for row in table}
    wanted = {name.strip() for name in names.split(",") if name.strip()} - {"none"}
    taken: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name not in rows:
            raise ConfigError(f"extractor {name}", "is unknown", "wiredesk extractors lists them")
        taken.add(name)
        wanted |= {*rows[name].requires, *filter(None, [rows[name].completes])} - taken
    return tuple(row for row in table if row.name in taken)


def visible(table: tuple[Extractor, ...]) -> list[tuple[Extractor, tuple[str, ...]]]:
    """Return the extractors that users see, each with those that it requires, internal stages left out."""
    rows = {row.name: row for row in table}

    def required(row: Extractor) -> list[str]:
        found: list[str] = []
        for name in row.requires:
            found += required(rows[name]) if rows[name].internal else [name]
        return list(dict.fromkeys(found))

    return [
        (row, tuple(dict.fromkeys([*filter(None, [row.completes]), *required(row)])))
        for row in table
        if not row.internal
    ]
