"""The view model of a thread: who and what, where, topics and phrases, over all its texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from desk.queries.entity_things import EntityThing
from desk.queries.thread_search import Thread
from desk.queries.usual_names import usual_name
from desk.reader_formats import number_words
from desk.reader_language import N_, gettext, ngettext
from desk.views.story import TYPE_LABELS
from wiredesk.contract import EntityType, Extraction
from wiredesk.event_types import type_words
from wiredesk.identity.thing_key import kind_of
from wiredesk.store.extraction_rows import normalize_name
from wiredesk.stories.thread_records import (
    FactDifference,
    FigureDifference,
    ThreadStory,
)

MEASURE_WORDS = {"deaths": "dead", "injured": "injured", "magnitude": "magnitude", "jobs": "jobs"}
"""Measures in the words of a page; others are shown as they are."""


_FACTS = {
    "status": N_("whether it happened"), "date": N_("when it happened"), "place": N_("where it happened")
}  # fmt: skip


NamedEntity = tuple[str, str]
"""Ids of a story and of an entity in it."""


@dataclass(frozen=True, slots=True)
class ThreadName:
    """A thing, or a name that the directory does not have yet, and in how many texts of the thread it is."""

    type: EntityType
    name: str
    texts: int
    thing: int | None = None


@dataclass(frozen=True, slots=True)
class CountedWord:
    """A topic or a keyphrase, and how strongly the texts of a thread have it."""

    code: str
    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What a thread's page shows beside its stories."""

    legend: tuple[tuple[EntityType, tuple[ThreadName, ...]], ...]
    """Names by type, those of most texts first."""
    points: tuple[tuple[float, float, str], ...]
    """Latitude, longitude and name of each place, those of most texts first."""
    topics: tuple[CountedWord, ...]
    phrases: tuple[CountedWord, ...]
    texts: dict[str, Extraction]
    """The documents by the story's id."""


def thread_view(
    stories: Sequence[ThreadStory],
    known: Mapping[NamedEntity, EntityThing] = MappingProxyType({}),
) -> ThreadView:
    """Return what the page of a thread shows, made of one story for each of its texts.

    Args:
        known: the things of the stories' entities.
    """
    texts = list({_group(one): one.extraction for one in stories}.values())
    return ThreadView(
        legend=_legend(texts, known),
        points=_points(texts),
        topics=_weighed((topic.code, topic.name, topic.score) for text in texts for topic in text.topics),
        phrases=_weighed((normalize_name(one.text), one.text, one.score) for text in texts for one in text.keyphrases),
        texts={one.id: one.extraction for one in stories},
    )


def _group(story: ThreadStory) -> object:
    return story.id if story.group is None else story.group


def _legend(
    texts: Iterable[Extraction], known: Mapping[NamedEntity, EntityThing]
) -> tuple[tuple[EntityType, tuple[ThreadName, ...]], ...]:
    counts: Counter[tuple[EntityType, int | str]] = Counter()
    names: defaultdict[tuple[EntityType, int | str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        found = set()
        for one in text.entities:
            thing = known.get((text.id, one.id))
            if one.in_news and not (thing and thing.rejected):
                of = ((thing.ruled_type or one.type), thing.id) if thing else (one.type, normalize_name(one.name))
                found.add(of)
                names[of][(thing and thing.ruled_name) or one.name] += 1
        counts.update(found)
    by_type: dict[str, list[ThreadName]] = defaultdict(list)
    for (type, key), number in counts.most_common():
        name = usual_name(names[type, key], kind_of(type)) or ""
        by_type[type].append(ThreadName(type, name, number, key if isinstance(key, int) else None))
    return tuple((type, tuple(by_type[type])) for type in TYPE_LABELS if type in by_type)  # type: ignore[misc]


def _points(texts: Iterable[Extraction]) -> tuple[tuple[float, float, str], ...]:
    found = Counter(
        (one.location.lat, one.location.lon, one.name)
        for text in texts
        for one in text.entities
        if one.location and one.in_news
    )
    return tuple(point for point, _ in found.most_common())


def _weighed(words: Iterable[tuple[str, str, float]]) -> tuple[CountedWord, ...]:
    """Return words by the sum of their scores, the strongest first."""
    weights: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for code, name, score in words:
        weights[code] += score
        names.setdefault(code, name)
    ranked = sorted(weights, key=lambda code: (-weights[code], code))
    return tuple(CountedWord(code, names[code], round(weights[code], 3)) for code in ranked)


def shown_measure(measure: str) -> str:
    """Return a measure in the words of a page: ``dead`` for ``deaths``."""
    return gettext(MEASURE_WORDS.get(measure, measure))


def measure_words(difference: FigureDifference) -> str:
    """Return what the figures of a difference measure: ``dead``, ``price of Acme Corp, 2026-Q3``."""
    words = shown_measure(difference.measure)
    about = " " + gettext("of %(name)s") % {"name": difference.about} if difference.about else ""
    return f"{words}{about}{', ' + difference.period if difference.period else ''}"


def fact_words(difference: FactDifference) -> str:
    """Return what a difference of facts is about: ``whether it happened: deaths, Acme Corp``."""
    what = gettext(_FACTS[difference.kind])
    act = f"{what}: {gettext(type_words()[difference.act].noun)}" if difference.act else what
    return ", ".join([act, *difference.about])


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in English: ``1 story``, ``14 stories``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def thread_counts(thread: Thread) -> str:
    """Return ``14 stories · 5 texts · 9 sources``."""
    stories, texts, sources = len(thread.stories), thread.texts, len(thread.sources)
    parts = (
        (ngettext("%(n)s story", "%(n)s stories", stories), stories),
        (ngettext("%(n)s text", "%(n)s texts", texts), texts),
        (ngettext("%(n)s source", "%(n)s sources", sources), sources),
    )
    return " · ".join(text % {"n": number_words(n)} for text, n in parts)
