"""Searches that are near one that finds nothing: with a word or a name spelled as the stories have it, or with less.

Spellings that differ by one letter are looked up in the full-text index, names and agencies among those that are known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from string import ascii_lowercase

import orjson
from sqlalchemy import Connection, func, select, text

from desk.queries.filters import Filters
from desk.queries.found_stories import find_stories
from desk.queries.language.full_text import match_text
from desk.queries.language.query_edits import condition, query_parts, without_part
from desk.queries.language.query_tree import Words, wanted_tests, wanted_words
from desk.queries.query_facts import known_sources, read_facts
from desk.queries.word_passages import MAX_SEARCHED_CHARACTERS, fold, words_of
from desk.queries.word_stems import stem_of
from wiredesk.errors import WiredeskError
from wiredesk.identity.name_keys import name_key
from wiredesk.media_topics import media_topics, topic_of
from wiredesk.store.tables import articles
from wiredesk.store.thing_tables import thing_names

MAX_PARTS = 8
"""Parts of a query without which it is asked again."""
MAX_COUNTED = 1000
"""Stories up to which those of a near search are counted."""
MAX_NEAR = 3
"""Searches that are offered for one word or name."""
MIN_LETTERS, MAX_LETTERS = 4, 20
"""Letters of a word whose other spellings are looked up."""
COMMON = 50
"""Stories up to which a word's stories are counted, to compare spellings."""
MAX_NAMES = 1000
"""Names with one beginning that are compared."""
LEAST_LIKENESS = 0.72
"""How like a name another must be to be meant by it, from 0 to 1."""
BEGINNING = 3
"""Letters by which names are looked up."""


@dataclass(frozen=True, slots=True)
class NearQuery:
    """A search that finds something."""

    filters: Filters
    stories: int
    is_whole: bool
    """False if it finds more."""
    part: str
    """The part that it has not, or the word or name that another spelling stands for."""
    instead: str = ""
    """The other spelling; empty where the part is left out."""


def near_queries(connection: Connection, filters: Filters) -> list[NearQuery]:
    """Return searches that are near one without stories and find some: other spellings first, then with less.

    Raises:
        BadQuery: the search is invalid.
    """
    return [*_respelled(connection, filters), *_loosened(connection, filters)]


def _loosened(connection: Connection, filters: Filters) -> Iterator[NearQuery]:
    """Yield the search without each of its parts."""
    parts = query_parts(filters.q)[:MAX_PARTS]
    without = [(part.text, {"q": without_part(filters.q, n)}) for n, part in enumerate(parts)]
    others = [(name, value) for name, value in filters.pairs() if name not in ("q", "min_score")][:MAX_PARTS]
    without += [(f"{name}:{value}", {name: type(filters).model_fields[name].default}) for name, value in others]
    for part, change in without:
        if near := _asked(connection, filters.model_copy(update=change), part):
            yield near


def _asked(connection: Connection, filters: Filters, part: str, instead: str = "") -> NearQuery | None:
    """Return a search if it finds something."""
    if not filters:
        return None
    try:
        found = find_stories(connection, filters, limit=MAX_COUNTED)
    except WiredeskError:  # what is left is no query, or names what does not exist
        return None
    return NearQuery(filters, len(found), found.is_whole, part, instead) if len(found) else None


def _respelled(connection: Connection, filters: Filters) -> Iterator[NearQuery]:
    """Yield the search with other spellings of one word or name, and of all that no story has together."""
    faults = list(_unknown(connection, filters))
    for written, spellings in faults:
        for spelling in spellings:
            changed = _replaced(filters, written, spelling)
            if changed and (near := _asked(connection, changed, written, spelling)):
                yield near
    if len(faults) > 1:
        all_changed = filters
        for written, spellings in faults:
            all_changed = _replaced(all_changed, written, spellings[0]) or all_changed
        written = " ".join(one[0] for one in faults)
        if near := _asked(connection, all_changed, written, " ".join(one[1][0] for one in faults)):
            yield near


def _unknown(connection: Connection, filters: Filters) -> Iterator[tuple[str, list[str]]]:
    """Yield the words and names that no story has, each with other spellings."""
    tree = filters.tree()
    facts = read_facts(connection, tree, any_bearer=True)
    found: list[tuple[str, list[str]]] = []
    for word in wanted_words(tree):
        unknown = [token for token in words_of(word.text) if not _has_stories(connection, Words(token))]
        found += [(token, _spellings(connection, fold(token))) for token in unknown if not word.is_prefix]
    for test in wanted_tests(tree):
        if (test.field, test.value, test.unit) in facts.wanted and not facts.thing(test):
            found.append((test.value, _names_like(connection, test.value)))
        elif test.field == "source" and not facts.sources[test.value]:
            found.append((test.value, _like(test.value, known_sources(connection))))
        elif test.field == "topic" and not topic_of(test.value):
            found.append((test.value, _like(test.value, [one.name for one in media_topics().values()])))
    for written, spellings in found:
        others = [one for one in spellings if one.casefold() != written.casefold()][:MAX_NEAR]
        if others:
            yield written, others


def _replaced(filters: Filters, written: str, spelling: str) -> Filters | None:
    """Return filters with another spelling of a word, or of the value of a field; None if it stands in none."""
    for name, value in filters.pairs():
        if name != "q" and value == written:
            return filters.model_copy(update={name: spelling})
    parts = query_parts(filters.q)
    changed = [
        condition(part.field, spelling) if part.field and part.value.strip() == written
        else part.text if part.field else part.text.replace(written, spelling)
        for part in parts
    ]  # fmt: skip
    if changed == [part.text for part in parts]:
        return None
    return filters.model_copy(update={"q": " ".join(changed)})


def _has_stories(connection: Connection, word: Words) -> bool:
    for table, column, matches in match_text(word, connection.dialect.name):
        if connection.scalar(select(column).select_from(table).where(matches).limit(1)) is not None:
            return True
    return False


def _spellings(connection: Connection, word: str) -> list[str]:
    """Return words of stories that differ from a word by one letter, the usual ones first."""
    if not (MIN_LETTERS <= len(word) <= MAX_LETTERS and word.isalpha()):
        return []
    by_stem: dict[str, str] = {}
    for one in _one_letter_apart(word):
        by_stem.setdefault(stem_of(one), one)
    counts = _story_counts(connection, list(by_stem.values()))
    found = []
    for one, _ in counts.most_common(MAX_NEAR):
        if (written := _as_written(connection, one)) and written not in found:
            found.append(written)
    return found


def _one_letter_apart(word: str) -> Iterator[str]:
    """Yield what a word is with one letter more, less, changed, or two letters exchanged."""
    letters = sorted({*ascii_lowercase, *word})
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1 and after[0] != after[1]:
            yield before + after[1] + after[0] + after[2:]
        for letter in letters:
            if after and letter != after[0]:
                yield before + letter + after[1:]
            yield before + letter + after


def _story_counts(connection: Connection, words: Sequence[str]) -> Counter[str]:
    """Return the number of stories that have each of these words, up to :data:`COMMON`; those with none left out."""
    if connection.dialect.name == "sqlite":
        query = text(
            "SELECT value AS word, (SELECT count(*) FROM (SELECT 1 FROM story_text "
            "WHERE story_text MATCH '\"' || value || '\"' LIMIT :most)) AS stories FROM json_each(:words)"
        )
        rows = connection.execute(query, {"words": orjson.dumps(words).decode(), "most": COMMON})
    else:
        query = text(
            "SELECT word, (SELECT count(*) FROM (SELECT 1 FROM story_text "
            "WHERE words @@ plainto_tsquery('english', word) LIMIT :most) AS found) AS stories "
            "FROM unnest(CAST(:words AS text[])) AS word"
        )
        rows = connection.execute(query, {"words": list(words), "most": COMMON})
    return Counter({row.word: row.stories for row in rows if row.stories})


def _as_written(connection: Connection, word: str) -> str | None:
    """Return a word in the form that a story has."""
    table, column, matches = match_text(Words(word), connection.dialect.name)[0]
    seq = connection.scalar(select(column).select_from(table).where(matches).limit(1))
    body = func.substr(articles.c.body, 1, MAX_SEARCHED_CHARACTERS)
    row = connection.execute(select(articles.c.headline, body).where(articles.c.seq == seq)).one_or_none()
    forms = Counter(one for one in words_of(f"{row[0]} {row[1]}") if stem_of(fold(one)) == stem_of(word)) if row else {}
    return max(forms, key=lambda one: (fold(one) == word, forms[one], one), default=None)


def _names_like(connection: Connection, name: str) -> list[str]:
    """Return names of things that are like a name, the most alike first."""
    wanted = name_key(name, "PERSON")
    columns = thing_names.c.key, thing_names.c.form, thing_names.c.thing
    likely: set[int] = set()
    for beginning in {token[:BEGINNING] for token in wanted.split()[:4] if len(token) >= BEGINNING}:
        key = thing_names.c.key
        rows = connection.execute(
            select(*columns).where(key >= beginning, key < _after(beginning)).order_by(key).limit(MAX_NAMES)
        ).all()
        by_key: dict[str, set[int]] = {}
        for row in rows:
            by_key.setdefault(row.key, set()).add(row.thing)
        near = get_close_matches(wanted, by_key, MAX_NEAR, LEAST_LIKENESS)
        for token in wanted.split():
            near += get_close_matches(token, by_key, MAX_NEAR, LEAST_LIKENESS)
        likely.update(*(by_key[one] for one in near))
    if not likely:
        return []
    names = connection.execute(select(*columns).where(thing_names.c.thing.in_(sorted(likely)))).all()
    return _like(name, dict.fromkeys(row.form for row in names))


def _like(text: str, known: Iterable[str]) -> list[str]:
    """Return those of some names that are like a text, in any case, the most alike first."""
    forms = {one.casefold(): one for one in known}
    return [forms[one] for one in get_close_matches(text.casefold(), forms, MAX_NEAR, LEAST_LIKENESS)]


def _after(beginning: str) -> str:
    """Return what stands after every name with a beginning."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)
