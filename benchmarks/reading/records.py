"""The stories of the sample, and the records of an extraction as lines that a verdict can name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from benchmarks.article_files import read_json_lines
from wiredesk.contract import Article, Entity, Extraction

FOLDER = Path(__file__).parent
STORIES = FOLDER / "stories.jsonl"
VERDICTS = FOLDER / "verdicts.tsv"
SEED = 15
"""Start of the random numbers that choose the stories."""
NUMBER = 40
"""Stories from the corpus."""
LENGTHS = range(120, 700)
"""Words of a story that is drawn: neither a table of figures with a line of text, nor more than a page."""
EVENT_VERDICTS = FOLDER / "event_verdicts.tsv"
EVENT_SEED = 16
"""Start of the random numbers that choose the stories whose events are read."""
EVENT_NUMBER = 60
RIGHT = "right"


Named = tuple[str, str, int, int, str]
"""Story, kind, start, end and digest of a record."""


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A record of a document as one line: what a verdict is about."""

    story: str
    kind: str
    """``entity``, ``place``, ``title``, ``quote``, ``event``, ``date``, ``amount``."""
    start: int
    end: int
    says: str
    """What the record claims, on one line without tabs."""

    @property
    def digest(self) -> str:
        """A hash of what the record says: verdicts hold no text of a corpus."""
        return blake2b(self.says.encode(), digest_size=8).hexdigest()

    def named(self) -> Named:
        """Return what names the record in a file of verdicts."""
        return self.story, self.kind, self.start, self.end, self.digest

    def line(self) -> str:
        """Return the record for reading, as fields that tabs separate."""
        return f"{self.story}\t{self.kind}\t{self.start}\t{self.end}\t{self.says}"


def stories(corpus: Path | None) -> list[Article]:
    """Return the stories of the sample: those of the corpus, if one is given, then our own."""
    own = list(read_json_lines(STORIES))
    return own if corpus is None else drawn(corpus, SEED, NUMBER) + own


def drawn(corpus: Path, seed: int, number: int) -> list[Article]:
    """Return stories of a corpus that are chosen by a seed."""
    fitting = [one for one in read_json_lines(corpus) if len(one.text.split()) in LENGTHS]
    return random.Random(seed).sample(fitting, number)


def keys(found: Extraction) -> Iterator[RecordKey]:
    """Yield the records of a document in the order of its fields."""
    names = {entity.id: entity.name for entity in found.entities}

    def key(kind: str, span: tuple[int, int], *says: object) -> RecordKey:
        return RecordKey(found.id, kind, *span, " | ".join(" ".join(str(part).split()) for part in says))

    for entity in found.entities:
        span = first_name(entity)
        yield key("entity", span, entity.type, entity.name)
        if place := entity.location:
            yield key("place", span, entity.name, place.level, place.country, f"{place.lat:.1f} {place.lon:.1f}")
        for title in entity.titles:
            yield key("title", title.span, entity.name, title.text, names.get(title.of or ""))
    for quote in found.quotes:
        said_by = ", ".join(names[id] for id in quote.speakers or (quote.speaker,) if id in names)
        words = " … ".join(found.text[slice(*span)] for span in quote.content)
        cue = found.text[slice(*quote.cue)] if quote.cue else ""
        yield key("quote", quote.content[0], said_by or None, cue, quote.kind, quote.mode, quote.polarity, words)
    for event in found.events:
        sides = (", ".join(names[id] for id in side) or None for side in (event.actors, event.recipients))
        trigger = found.text[slice(*event.trigger)]
        act = f"{event.type} of {event.of}" if event.of else event.type
        yield key(
            "event", event.trigger, act, trigger, *sides, event.status, "background" if event.background else None
        )
    for date in found.dates:
        yield key("date", date.span, found.text[slice(*date.span)], date.type, date.value)
    for one in found.amounts:
        tied = names.get(one.entity or ""), one.measure, one.direction, one.period
        yield key("amount", one.span, found.text[slice(*one.span)], one.value, one.unit, *tied)


def first_name(entity: Entity) -> tuple[int, int]:
    """Return the span of an entity's first mention by name, else of its first mention."""
    return min((mention.kind != "name", mention.span) for mention in entity.mentions)[1]


def read_verdicts(file: Path = VERDICTS) -> dict[Named, str]:
    """Return the fault, or ``right``, of each record that was read."""
    found = {}
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            story, kind, start, end, digest, verdict = line.split("\t")
            found[story, kind, int(start), int(end), digest] = verdict
    return found
