"""Stems of words as SQLite's full-text search makes them, without a store: a table in memory does it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from functools import cache, lru_cache
from threading import Lock

TOKENIZER = "porter unicode61 remove_diacritics 2"
"""The tokenizer of the table ``story_text``."""


MIN_BEGINNING = 3
"""Letters of a word that are compared at least."""


class WordStems:
    """Makes stems; used by one thread at a time."""

    def __init__(self) -> None:
        self._memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._memory.execute(f"CREATE VIRTUAL TABLE texts USING fts5(body, content='', tokenize='{TOKENIZER}')")
        self._memory.execute("CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'row')")
        self._memory.execute("CREATE VIRTUAL TABLE occurrences USING fts5vocab(texts, 'instance')")

    def of(self, texts: Iterable[str]) -> list[set[str]]:
        """Return the stems of each text."""
        rows = [(number, text.replace("\0", " ")) for number, text in enumerate(texts)]
        found: list[set[str]] = [set() for _ in rows]
        self._memory.execute("BEGIN")
        try:
            self._memory.executemany("INSERT INTO texts (rowid, body) VALUES (?, ?)", rows)
            if len(rows) == 1:  # half the time of the general way
                found[0].update(stem for (stem,) in self._memory.execute("SELECT term FROM terms"))
            else:
                for stem, number in self._memory.execute("SELECT term, doc FROM occurrences"):
                    found[number].add(stem)
        finally:
            self._memory.execute("ROLLBACK")
        return found


_one_at_a_time = Lock()


@cache
def _stems() -> WordStems:
    return WordStems()


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """Return the stem of one word; the word itself if the tokenizer takes it for none or for several."""
    with _one_at_a_time:
        [stems] = _stems().of([word])
    return next(iter(stems)) if len(stems) == 1 else word


@lru_cache(maxsize=4096)
def beginning_of(word: str) -> str:
    """Return how a word and its other forms begin: ``vot`` for "votes"; the word itself if it is short."""
    stem, same = stem_of(word), 0
    while same < min(len(word), len(stem)) and word[same] == stem[same]:
        same += 1
    if same > MIN_BEGINNING and word[same - 1] in "iy":  # party, parties
        same -= 1
    return word[:same] if same >= MIN_BEGINNING else word
