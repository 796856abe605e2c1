"""What is watched in a story: the sentences and quotes by which a watch finds it.

A later version tells a reader something new only if one of these passages was not in what was told before.  Passages
are compared by their words alone, so that a comma or a capital is no news.  What is watched follows from the filters:

- words: each sentence with a word, or with all words of a phrase, of the search;
- a person, an organisation, a place or another thing: each sentence that names it;
- a speaker: each quote of that speaker; with ``said``, each of them with these words;
- nothing of these (a source, a topic, an urgency alone): the headline and the first paragraph, and the urgency.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, bindparam, select, union

from desk.queries.filters import Filters
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import FieldTest, wanted_tests, wanted_words
from desk.queries.plan_hints import in_parameter
from desk.queries.query_facts import QueryFacts
from desk.queries.said_words import said_words
from desk.queries.word_stems import WordStems
from desk.watches.watched_story import WatchedStory
from wiredesk.contract import Span
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.tables import joint_speakers, mentions, places, quotes
from wiredesk.store.thing_tables import identities

MAX_PASSAGES = 200
"""Passages of one story that are compared."""
DIGEST_BYTES = 6
"""48 bits: two passages of one story never share a digest by chance."""
_WORDS = re.compile(r"\w+")
_THINGS = ("thing", "person", "organisation", "ticker", "place")


@dataclass(frozen=True, slots=True)
class Watched:
    """The passages of a story that are watched."""

    spans: tuple[Span, ...]
    """Where they stand in the text, in its order."""
    digests: tuple[str, ...]
    """One for each passage in the order of ``spans``, then one for an urgency that is watched."""


@dataclass(frozen=True, slots=True)
class WatchedQuery:
    """What filters watch in a story."""

    tests: tuple[FieldTest, ...]
    """The conditions that make a story fit."""
    words: tuple[WatchedWords, ...]


@dataclass(frozen=True, slots=True)
class WatchedWords:
    """A word or phrase that is watched."""

    stems: frozenset[str]
    beginning: str
    """The beginning of a word whose end is not given."""

    def is_in(self, found: set[str]) -> bool:
        """Return whether a sentence with these stems has it."""
        if self.beginning:
            return any(stem.startswith(self.beginning) for stem in found)
        return bool(self.stems) and self.stems <= found


def watched_query(filters: Filters, stems: WordStems) -> WatchedQuery:
    """Return what filters watch."""
    words = wanted_words(parse_query(filters.q))
    of_words = stems.of(word.text for word in words)
    return WatchedQuery(wanted_tests(filters.tree()), tuple(
        WatchedWords(frozenset(found), word.text.casefold() if word.is_prefix else "")
        for word, found in zip(words, of_words, strict=True)
    ))  # fmt: skip


def watched_passages(
    connection: Connection, query: WatchedQuery, facts: QueryFacts, stories: Sequence[WatchedStory]
) -> dict[int, Watched]:
    """Return what a query watches in each of some stories that fit it."""
    spans: defaultdict[int, set[Span]] = defaultdict(set)
    by_seq = {story.seq: story for story in stories}
    for test in query.tests:
        if test.field in ("speaker", "said"):
            for seq, span in _quoted(connection, test, facts, list(by_seq)):
                spans[seq].add(span)
        elif test.field in _THINGS:
            for seq, offset in _mentioned(connection, facts.thing(test), list(by_seq)):
                spans[seq].add(by_seq[seq].sentence(offset))
    for story in stories if query.words else ():
        spans[story.seq].update(_with_words(story, query.words))
    has_urgency = any(test.field == "urgency" for test in query.tests)
    return {story.seq: _watched(story, spans.get(story.seq, set()), has_urgency) for story in stories}


def digest(words: str) -> str:
    """Return a digest of the words of a passage."""
    folded = " ".join(_WORDS.findall(words.casefold()))
    return blake2b(folded.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()


def _watched(story: WatchedStory, spans: Collection[Span], has_urgency: bool) -> Watched:
    chosen = sorted(spans)[:MAX_PASSAGES] or list(_head(story))
    digests = [digest(story.text[start:end]) for start, end in chosen]
    if has_urgency and story.urgency is not None:
        digests.append(f"urgency {story.urgency}")
    return Watched(tuple(chosen), tuple(digests))


def _head(story: WatchedStory) -> Iterator[Span]:
    """Yield the headline and the first paragraph, or what there is of them."""
    first = story.text.find("\n\n")
    if first < 0:
        yield 0, len(story.text)
        return
    second = story.text.find("\n\n", first + 2)
    yield 0, first
    yield first + 2, second if second > 0 else len(story.text)


def _with_words(story: WatchedStory, words: Sequence[WatchedWords]) -> Iterator[Span]:
    """Yield the sentences that have one of the words."""
    for span, found in zip(story.sentences, story.sentence_stems, strict=True):
        if any(one.is_in(found) for one in words):
            yield span


def _mentioned(connection: Connection, wanted: WantedThing, seqs: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return where stories mention a thing, or a place of a country: story and offset."""
    for name, value in (("members", wanted.members), ("country", wanted.country)):
        if value:
            rows = connection.execute(_mentions(name, connection.dialect.name), {"seqs": seqs, name: value})
            yield from ((row[0], row[1]) for row in rows)


@cache
def _mentions(by: str, dialect: str) -> Select[int, int]:
    """Return the SQL for the mentions of some things, or of what is in a country; its parameter has the same name."""
    table = identities if by == "members" else places
    same = and_(table.c.seq == mentions.c.seq, table.c.entity == mentions.c.entity)
    is_wanted = (
        identities.c.thing.in_(bindparam("members", expanding=True))
        if by == "members"
        else places.c.country == bindparam("country")
    )
    query = select(mentions.c.seq, mentions.c.start).select_from(mentions.join(table, same))
    return query.where(in_parameter(dialect, mentions.c.seq), is_wanted)


def _quoted(
    connection: Connection, test: FieldTest, facts: QueryFacts, seqs: Sequence[int]
) -> Iterable[tuple[int, Span]]:
    """Return the quotes that are watched: those of the speaker, those with the words inside, or those with both."""
    has_speaker = test.field == "speaker"
    query = _quotes(test.unit if has_speaker else test.value, connection.dialect.name, has_speaker=has_speaker)
    members = {"members": facts.thing(test).members} if has_speaker else {}
    yield from ((row[0], (row[1], row[2])) for row in connection.execute(query, {"seqs": seqs} | members))


@lru_cache(maxsize=1024)
def _quotes(said: str, dialect: str, *, has_speaker: bool) -> CompoundSelect[Any] | Select[Any]:
    """Return the SQL for the quotes with some words, with a speaker only those of ``members``."""
    is_in = in_parameter(dialect, quotes.c.seq)
    query = select(quotes.c.seq, quotes.c.start, quotes.c.end).where(is_in, *said_words(said))
    if not has_speaker:
        return query
    of = select(identities.c.seq, identities.c.entity).where(
        in_parameter(dialect, identities.c.seq), identities.c.thing.in_(bindparam("members", expanding=True))
    ).subquery()  # fmt: skip
    alone = query.join(of, and_(of.c.seq == quotes.c.seq, of.c.entity == quotes.c.speaker))
    same = and_(joint_speakers.c.seq == quotes.c.seq, joint_speakers.c.n == quotes.c.n)
    one = and_(of.c.seq == joint_speakers.c.seq, of.c.entity == joint_speakers.c.entity)
    return union(alone, query.join(joint_speakers, same).join(of, one))
