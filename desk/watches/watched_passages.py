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
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sqlalchemy import Connection, and_, select, union

from desk.queries.filters import Filters
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import FieldTest, wanted_tests, wanted_words
from desk.queries.plan_hints import in_list
from desk.queries.query_facts import QueryFacts, read_facts
from desk.queries.said_words import said_words
from desk.queries.word_stems import WordStems
from wiredesk.contract import Span
from wiredesk.store.directory.wanted_things import WantedThing
from wiredesk.store.tables import articles, joint_speakers, mentions, places, quotes
from wiredesk.store.thing_tables import identities
from wiredesk.stories.story_passages import sentence_starts

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
class StoryWords:
    """A version's text with its sentences."""

    seq: int
    text: str
    urgency: int | None
    starts: tuple[int, ...]

    def sentence(self, offset: int) -> Span:
        """Return the span of the sentence that holds an offset."""
        number = max(0, bisect_right(self.starts, offset) - 1)
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], end

    def sentences(self) -> Iterator[Span]:
        """Yield the spans of all sentences."""
        yield from zip(self.starts, (*self.starts[1:], len(self.text)), strict=True)


def story_words(connection: Connection, seqs: Collection[int]) -> dict[int, StoryWords]:
    """Return the texts of some versions, with their sentences."""
    columns = articles.c.seq, articles.c.headline, articles.c.body, articles.c.urgency
    found = {}
    for seq, headline, body, urgency in connection.execute(
        select(*columns).where(in_list(connection, articles.c.seq, seqs))
    ):
        text = article_text(headline, body)
        found[seq] = StoryWords(seq, text, urgency, tuple(sentence_starts(text)))
    return found


def article_text(headline: str | None, body: str) -> str:
    """Return the text that every offset indexes, as :attr:`wiredesk.contract.Article.text`."""
    return f"{headline}\n\n{body}" if headline else body


def watched_passages(
    connection: Connection, filters: Filters, stories: Sequence[StoryWords], stems: WordStems
) -> dict[int, Watched]:
    """Return what filters watch in each of some stories that fit them."""
    spans: defaultdict[int, set[Span]] = defaultdict(set)
    by_seq = {story.seq: story for story in stories}
    tree = filters.tree()
    tests, facts = wanted_tests(tree), read_facts(connection, tree, any_bearer=True)
    for test in tests:
        if test.field in ("speaker", "said"):
            for seq, span in _quoted(connection, test, facts, list(by_seq)):
                spans[seq].add(span)
        elif test.field in _THINGS:
            for seq, offset in _mentioned(connection, facts.thing(test), list(by_seq)):
                spans[seq].add(by_seq[seq].sentence(offset))
    words = wanted_words(parse_query(filters.q))
    groups = [_Group(found, word.text.casefold() if word.is_prefix else "")
              for word, found in zip(words, stems.of(word.text for word in words), strict=True)]  # fmt: skip
    for story in stories if groups else ():
        spans[story.seq].update(_with_words(story, groups, stems))
    has_urgency = any(test.field == "urgency" for test in tests)
    return {story.seq: _watched(story, spans.get(story.seq, set()), has_urgency) for story in stories}


def digest(words: str) -> str:
    """Return a digest of the words of a passage."""
    folded = " ".join(_WORDS.findall(words.casefold()))
    return blake2b(folded.encode("utf-8", "replace"), digest_size=DIGEST_BYTES).hexdigest()


@dataclass(frozen=True, slots=True)
class _Group:
    """A word or phrase that is watched."""

    stems: set[str]
    beginning: str
    """The beginning of a word whose end is not given."""

    def is_in(self, found: set[str]) -> bool:
        """Return whether a sentence with these stems has it."""
        if self.beginning:
            return any(stem.startswith(self.beginning) for stem in found)
        return bool(self.stems) and self.stems <= found


def _watched(story: StoryWords, spans: Collection[Span], has_urgency: bool) -> Watched:
    chosen = sorted(spans)[:MAX_PASSAGES] or list(_head(story))
    digests = [digest(story.text[start:end]) for start, end in chosen]
    if has_urgency and story.urgency is not None:
        digests.append(f"urgency {story.urgency}")
    return Watched(tuple(chosen), tuple(digests))


def _head(story: StoryWords) -> Iterator[Span]:
    """Yield the headline and the first paragraph, or what there is of them."""
    first = story.text.find("\n\n")
    if first < 0:
        yield 0, len(story.text)
        return
    second = story.text.find("\n\n", first + 2)
    yield 0, first
    yield first + 2, second if second > 0 else len(story.text)


def _with_words(story: StoryWords, groups: Sequence[_Group], stems: WordStems) -> Iterator[Span]:
    """Yield the sentences that have one of the groups."""
    spans = list(story.sentences())
    for span, found in zip(spans, stems.of(story.text[start:end] for start, end in spans), strict=True):
        if any(group.is_in(found) for group in groups):
            yield span


def _mentioned(connection: Connection, wanted: WantedThing, seqs: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return where stories mention a thing, or a place of a country: story and offset."""
    named = []
    if wanted.members:
        same = and_(identities.c.seq == mentions.c.seq, identities.c.entity == mentions.c.entity)
        query = select(mentions.c.seq, mentions.c.start).select_from(mentions.join(identities, same))
        named.append(query.where(identities.c.thing.in_(wanted.members)))
    if wanted.country:
        same = and_(places.c.seq == mentions.c.seq, places.c.entity == mentions.c.entity)
        query = select(mentions.c.seq, mentions.c.start).select_from(mentions.join(places, same))
        named.append(query.where(places.c.country == wanted.country))
    for query in named:
        rows = connection.execute(query.where(in_list(connection, mentions.c.seq, seqs)))
        yield from ((row[0], row[1]) for row in rows)


def _quoted(
    connection: Connection, test: FieldTest, facts: QueryFacts, seqs: Sequence[int]
) -> Iterable[tuple[int, Span]]:
    """Return the quotes that are watched: those of the speaker, those with the words inside, or those with both."""
    speaker = facts.thing(test) if test.field == "speaker" else None
    said = said_words(test.unit if speaker is not None else test.value)
    query = select(quotes.c.seq, quotes.c.start, quotes.c.end).where(in_list(connection, quotes.c.seq, seqs), *said)
    if speaker is None:
        rows = connection.execute(query)
    else:
        of = select(identities.c.seq, identities.c.entity).where(
            in_list(connection, identities.c.seq, seqs), identities.c.thing.in_(speaker.members)
        ).subquery()  # fmt: skip
        alone = query.join(of, and_(of.c.seq == quotes.c.seq, of.c.entity == quotes.c.speaker))
        same = and_(joint_speakers.c.seq == quotes.c.seq, joint_speakers.c.n == quotes.c.n)
        one = and_(of.c.seq == joint_speakers.c.seq, of.c.entity == joint_speakers.c.entity)
        rows = connection.execute(union(alone, query.join(joint_speakers, same).join(of, one)))
    yield from ((row[0], (row[1], row[2])) for row in rows)
