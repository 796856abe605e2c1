"""The quotations of a thread, each once for all stories that carry it, and who said them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from wiredesk.contract import Entity, EntityType, Quote, Span
from wiredesk.quotations import is_quotation
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import nouns
from wiredesk.stories.quote_words import QuoteWord, quote_words, shingles
from wiredesk.stories.story_passages import StoryText, time_order
from wiredesk.stories.thread_records import StoryPassage, ThreadQuote, ThreadSpeaker

MIN_WORDS = 3
"""Words from which on two quotations with the same words are one; shorter ones are too common: "I agree"."""
SHARED = {"direct": 0.5, "mixed": 0.6, "indirect": 0.7}
"""Share of the shorter quotation's runs that two have in common if they are one.  Words in quotation marks are more
alike from paper to paper than a reporter's."""
MAX_GROUPS_PER_RUN = 20
"""Quotations that a run of words leads to: bounds the time for a phrase that everybody says."""


@dataclass(frozen=True, slots=True)
class SaidQuote:
    """A quotation as one story has it."""

    quote: Quote
    passage: StoryPassage
    words: tuple[QuoteWord, ...]
    runs: frozenset[tuple[str, ...]]
    speaker: str | None
    """Key of the speaker, or None."""
    source: str | None
    """Words of the source as the text has them."""
    named: bool
    """Whether the words of the source hold a name, not "he" or "the minister"."""


@dataclass(slots=True)
class QuoteGroup:
    """The same quotation in several stories, in order of time."""

    said: list[SaidQuote] = field(default_factory=list)

    @property
    def speaker(self) -> str | None:
        """Key of the speaker that most stories give."""
        counted = Counter(one.speaker for one in self.said if one.speaker)
        return counted.most_common(1)[0][0] if counted else None

    @property
    def source(self) -> str | None:
        """Words of the first source without a name."""
        return next((one.source for one in self.said if one.source), None)


def said_quotes(text: StoryText, names: ThreadNames) -> list[SaidQuote]:
    """Return what a reader would call the quotations of a story, in order."""
    document = text.story.extraction
    entities = {entity.id: entity for entity in document.entities}
    found = []
    for quote in document.quotes:
        if not is_quotation(quote) or quote.polarity == "denied" or not quote.content:
            continue
        words = quote_words(text.text, quote.content)
        if not words:
            continue
        entity = entities.get(quote.speaker or "")
        source = text.text[quote.source[0] : quote.source[1]] if quote.source else None
        if source and source.casefold() in nouns("pronouns"):
            source = None
        named = bool(entity and quote.source and _has_name(entity, quote.source))
        key = names.key(entity) if entity else None
        found.append(SaidQuote(quote, text.passage(*quote.content), words, shingles(words), key, source, named))
    return found


def _has_name(entity: Entity, source: Span) -> bool:
    return any(mention.kind == "name" and source[0] <= mention.span[0] < source[1] for mention in entity.mentions)


def group_quotes(quotes: Sequence[SaidQuote]) -> list[QuoteGroup]:
    """Return the quotations of a thread, each once, in order of the time of their first story.

    The time grows with the words of all quotations together: a run of words leads to at most
    :data:`MAX_GROUPS_PER_RUN` quotations.
    """
    groups: list[QuoteGroup] = []
    by_run: dict[tuple[str, ...], list[int]] = defaultdict(list)
    runs_of: list[frozenset[tuple[str, ...]]] = []
    for one in sorted(quotes, key=lambda said: time_order(said.passage)):
        number = _group_of(one, groups, by_run, runs_of)
        if number is None:
            number = len(groups)
            groups.append(QuoteGroup())
            runs_of.append(frozenset())
        groups[number].said.append(one)
        if len(one.runs) > len(runs_of[number]):
            runs_of[number] = one.runs
        for run in one.runs:
            holders = by_run[run]
            if number not in holders and len(holders) < MAX_GROUPS_PER_RUN:
                holders.append(number)
    return groups


def _group_of(
    one: SaidQuote,
    groups: list[QuoteGroup],
    by_run: dict[tuple[str, ...], list[int]],
    runs_of: list[frozenset[tuple[str, ...]]],
) -> int | None:
    shared = Counter(number for run in one.runs for number in by_run.get(run, ()))
    for number, count in shared.most_common(3):
        group = groups[number]
        direct = one.quote.kind == "direct" and group.said[0].quote.kind == "direct"
        if len(one.words) < MIN_WORDS and (one.speaker != group.speaker or one.speaker is None):
            continue
        if not direct and one.speaker != group.speaker:
            continue
        shorter = min(len(one.runs), len(runs_of[number]))
        if count >= SHARED[one.quote.kind] * shorter and (
            direct or count >= 0.4 * max(len(one.runs), len(runs_of[number]))
        ):
            return number
    return None


def thread_quote(group: QuoteGroup, names: ThreadNames) -> ThreadQuote:
    """Return the record of a quotation."""
    longest = max(group.said, key=lambda said: len(said.words))
    key = group.speaker
    return ThreadQuote(
        kind=longest.quote.kind,
        speaker=names.display(key) if key else group.source,
        text=longest.passage.text,
        told=tuple({said.passage.story: said.passage for said in reversed(group.said)}.values())[::-1],
    )


def speakers(groups: Sequence[QuoteGroup], names: ThreadNames) -> tuple[ThreadSpeaker, ...]:
    """Return who is quoted, those with most quotations first; sources without a name by their words."""
    by_speaker: dict[tuple[str, str], list[QuoteGroup]] = defaultdict(list)
    for group in groups:
        key = group.speaker
        if key:
            by_speaker["key", key].append(group)
        elif group.source:
            by_speaker["words", group.source.casefold()].append(group)
    found = []
    for (kind, key), said in by_speaker.items():
        type_: EntityType | None = names.type(key) if kind == "key" else None
        name = names.display(key) if kind == "key" else said[0].source or key
        found.append(ThreadSpeaker(name, type_, tuple(thread_quote(group, names) for group in said)))
    return tuple(sorted(found, key=lambda speaker: (-len(speaker.quotes), speaker.name)))
