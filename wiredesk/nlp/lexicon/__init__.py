"""Word lists as data: one TOML file a class of words, one loader.

A file begins with a comment that says what belongs in it. Each key is a list of words: a multi-line string that is
split at white space, or an array if entries contain blanks. A word list is in one file only; modules
that need it ask for it here.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from wiredesk.toml_tables import read_table


def table(name: str) -> Mapping[str, Any]:
    """Return the content of ``lexicon/<name>.toml``.

    Raises:
        FileNotFoundError: there is no such file.
    """
    return read_table(__name__, name)


@cache
def word_set(name: str, *keys: str) -> frozenset[str]:
    """Return the words under one or several keys of a file, as they are written there.

    Raises:
        KeyError: the file has no such key.
    """
    return frozenset(word for key in keys for word in _words(table(name)[key]))


@cache
def word_list(name: str, key: str) -> tuple[str, ...]:
    """Return the words under a key of a file in their order."""
    return tuple(_words(table(name)[key]))


def word_map(name: str, key: str) -> dict[str, str]:
    """Return a table of a file whose keys are values and whose values are lists of words: word → value."""
    return {word: value for value, words in table(name)[key].items() for word in _words(words)}


def _words(value: str | list[str]) -> list[str]:
    return value.split() if isinstance(value, str) else value
