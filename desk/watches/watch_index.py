"""Which of many watches may find a story, without asking the store for each.

From its filters each watch has a condition that every story that it finds must meet: some marks.  It is looked up by
its rarest mark.  Only for the watches whose marks a story has, the search's own SQL decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ARRAY, Connection, Text, func, literal, literal_column, select

from desk.queries.language.query_tree import All, AnyOf, FieldTest, QueryTree, Words, wanted_words
from desk.queries.topic_counts import code_of
from desk.queries.word_stems import WordStems
from desk.watches.story_marks import COUNTRY, KEYWORD, NAME, SOURCE, TOPIC, TYPE, URGENCY, WORD, word_mark
from wiredesk.identity.story_things import name_key
from wiredesk.identity.ticker_keys import ticker_keys
from wiredesk.media_topics import topic_of
from wiredesk.search_terms import asked_terms, fold_accents
from wiredesk.store.directory.find_things import country_code
from wiredesk.store.extraction_rows import normalize_name

Alternatives = tuple[frozenset[str], ...]
"""Sets of marks of which a story must have one as a whole."""
StemsOf = Callable[[Sequence[str]], list[set[str]]]
"""Returns the stems of each of some words or phrases, as the store's full-text search makes them."""
_RANKS = {NAME: 0, WORD: 1, KEYWORD: 2, TOPIC: 2, COUNTRY: 2, SOURCE: 3, TYPE: 4, URGENCY: 5}
"""How rare marks of a kind are; the rarest first."""
_THINGS = ("thing", "person", "organisation", "ticker", "speaker")
_OPEN: tuple[Alternatives, ...] = ()
"""What a part asks for that no mark can tell."""


def needs(tree: QueryTree | None, stems: Mapping[str, set[str]]) -> tuple[Alternatives, ...]:
    """Return what a story must have to fit a query: one of the alternatives of each.

    Args:
        stems: the stems of each text of the words that make a story fit, as it is written and without accents.
    """
    if isinstance(tree, Words):
        return _open_or(_word_groups(tree.text, stems)) if not tree.is_prefix else _OPEN
    if isinstance(tree, FieldTest):
        return _open_or([frozenset([mark]) for mark in _field_marks(tree)])
    if isinstance(tree, All):
        return tuple(one for part in tree.parts for one in needs(part, stems))
    if isinstance(tree, AnyOf):
        parts = [needs(part, stems) for part in tree.parts]
        return (tuple(group for part in parts for group in _narrowest(part)),) if all(parts) else _OPEN
    return _OPEN  # nothing, or what a story must not have


def _open_or(groups: Sequence[frozenset[str]]) -> tuple[Alternatives, ...]:
    """Return one condition; none if it says nothing: a stop word, a field without marks."""
    return (tuple(groups),) if groups and all(groups) else _OPEN


def _word_groups(text: str, stems: Mapping[str, set[str]]) -> list[frozenset[str]]:
    """Return the marks of a word or phrase in English, and those in any other language."""
    in_english = {frozenset(WORD + stem for stem in stems[one]) for one in (text, fold_accents(text))}
    of_languages = {frozenset(map(word_mark, terms)) for terms in asked_terms(text)}
    return sorted(in_english | of_languages, key=sorted)


def _narrowest(conditions: tuple[Alternatives, ...]) -> Alternatives:
    """Return one condition that is as narrow as one can be of several that must all hold."""
    if single := [one[0] for one in conditions if len(one) == 1]:
        return (frozenset().union(*single),)
    return min(conditions, key=_commonness)


def _field_marks(test: FieldTest) -> list[str]:
    """Return marks of which a story must have one to meet a condition; none if no mark tells it."""
    if test.field in _THINGS:
        return _name_marks(test.value)
    if test.field == "place":
        return _place_marks(test.value)
    if test.field == "topic":
        code = code_of(test.value)
        own = [] if topic_of(test.value) else [KEYWORD + normalize_name(test.value)]
        return [*([TOPIC + code] if code else []), *own]
    if test.field == "source":
        return [SOURCE + test.value.casefold()]
    if test.field == "urgency" and test.operator in ("<=", "=") and test.number is not None:
        return [f"{URGENCY}{int(test.number)}"]
    return [TYPE + test.value] if test.field == "type" else []


def store_stems(connection: Connection, local: WordStems) -> StemsOf:
    """Return what makes stems as a store does."""
    if connection.dialect.name == "sqlite":
        return local.of

    def of(texts: Sequence[str]) -> list[set[str]]:
        given = func.unnest(literal(list(texts), ARRAY(Text))).column_valued("one")
        vector = func.to_tsvector(literal_column("'english'::regconfig"), given)
        return [set(row) for row in connection.scalars(select(func.tsvector_to_array(vector)))]

    return of


QueryT = TypeVar("QueryT")


@dataclass(frozen=True, slots=True, eq=False)
class _Indexed(Generic[QueryT]):
    query: QueryT
    needs: tuple[Alternatives, ...]

    def may_fit(self, marks: set[str]) -> bool:
        return all(any(one <= marks for one in alternatives) for alternatives in self.needs)


class WatchIndex(Generic[QueryT]):
    """Finds the queries that a story with some marks may fit.

    Args:
        trees: the tree of each query.
    """

    def __init__(self, trees: Mapping[QueryT, QueryTree | None], stems_of: StemsOf) -> None:
        self._always: list[_Indexed[QueryT]] = []
        self._by_mark: defaultdict[str, list[_Indexed[QueryT]]] = defaultdict(list)
        self.kinds: set[str] = set()
        """The first letters of all marks that are asked for."""
        texts = {word.text for tree in trees.values() for word in wanted_words(tree)}
        words = sorted(texts | set(map(fold_accents, texts)))
        stems = dict(zip(words, stems_of(words), strict=True)) if words else {}
        for one, tree in trees.items():
            indexed = _Indexed(one, needs(tree, stems))
            self.kinds.update(mark[0] for some in indexed.needs for group in some for mark in group)
            if not indexed.needs:
                self._always.append(indexed)
                continue
            for group in min(indexed.needs, key=_commonness):
                self._by_mark[min(group, key=_rarity)].append(indexed)

    def candidates(self, marks: set[str]) -> Iterator[QueryT]:
        """Yield the queries that a story with these marks may fit, each once."""
        seen: set[_Indexed[QueryT]] = set()
        for indexed in self._found(marks):
            if indexed not in seen and indexed.may_fit(marks):
                seen.add(indexed)
                yield indexed.query

    def _found(self, marks: set[str]) -> Iterator[_Indexed[QueryT]]:
        yield from self._always
        for mark in marks:
            yield from self._by_mark.get(mark, ())


def _name_marks(text: str) -> list[str]:
    """Return the marks of things that a text may mean, see :mod:`wiredesk.store.directory.find_things`."""
    text = text.strip()
    keys = [text.casefold(), *ticker_keys(text), name_key(text, "PERSON"), name_key(text, "ORG")]
    if code := country_code(text):
        keys.append(code.casefold())
    return [NAME + key for key in keys]


def _place_marks(text: str) -> list[str]:
    text = text.strip()
    if len(text) == 2 and text.isascii() and text.isupper():
        return [COUNTRY + text]
    code = country_code(text)
    return [*_name_marks(text), *([COUNTRY + code] if code else [])]


def _rarity(mark: str) -> tuple[int, int]:
    """Return the order of marks: the rarest kind first, of one kind the longest."""
    return _RANKS[mark[0]], -len(mark)


def _commonness(alternatives: Alternatives) -> tuple[int, int]:
    """Return how common a condition is: as its most common alternative is by its rarest mark."""
    return max(min(map(_rarity, group)) for group in alternatives)
