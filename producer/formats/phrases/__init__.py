"""Phrases as data: one TOML file a purpose, in the common languages of the wire.

A phrase is in lower case, with straight apostrophes and single blanks; :func:`plain` brings a text into that form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wiredesk.toml_tables import read_table

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "…": "...", "\u00ad": None, "\u200b": None, "‑": "-"})
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\b\d[\d.,]*+ ")


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase that was found: the section and the key under which the table has it, and its offset in the text."""

    section: str
    key: str
    phrase: str
    at: int


def table(name: str) -> Mapping[str, Any]:
    """Return the content of ``phrases/<name>.toml``.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return read_table(__name__, name)


@cache
def _index(name: str) -> Mapping[str, tuple[tuple[str, int, str, str], ...]]:
    """Return for each word the phrases that begin with it: phrase, offset of the word in it, section, key."""
    found: dict[str, list[tuple[str, int, str, str]]] = {}
    for section, keys in table(name).items():
        for key, phrases in keys.items():
            for phrase in phrases if isinstance(phrases, list) else ():
                if first := _WORD.search(phrase):
                    found.setdefault(first[0], []).append((phrase, first.start(), section, key))
    return {word: tuple(sorted(phrases, key=lambda row: -len(row[0]))) for word, phrases in found.items()}


def find(name: str, text: str) -> Iterator[PhraseHit]:
    """Yield the phrases of a table that a :func:`plain` text has as whole words.

    A phrase within a longer one of the same section and key does not count.  The time grows with the text, not with
    the table.
    """
    index, ends = _index(name), dict[tuple[str, str], int]()
    for word in _WORD.finditer(text):
        for phrase, offset, section, key in index.get(word[0], ()):
            start = word.start() - offset
            if start < ends.get((section, key), 0) or not text.startswith(phrase, start):
                continue
            end = start + len(phrase)
            if text[end - 1].isalnum() and text[end : end + 1].isalnum():
                continue
            ends[section, key] = end
            yield PhraseHit(section, key, phrase, start)


def plain(text: str) -> str:
    """Return a text in the form in which phrases are compared: lower case, straight apostrophes, single blanks."""
    return " ".join(text.translate(_SAME).casefold().split())


def without_numbers(text: str) -> str:
    """Return a :func:`plain` text without numbers: "we and our 842 partners" has the phrase "we and our partners"."""
    return _NUMBER.sub("", text)
