"""Names of organisations and things in a form that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wiredesk.nlp.gazetteer.fold import fold
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import LEGAL_FORMS
from wiredesk.nlp.tokens import Tokens

MAX_CACHED_NAMES = 4096
"""Forms kept, about 1 MB: a name is entered, looked up and compared several times in its story."""
_STRIP = re.compile(r"[.'’`\",]")


class ComparableName(NamedTuple):
    """A name in a form that can be compared."""

    words: tuple[str, ...]
    """Lower case, without accents, legal forms, full stops and a leading article; ``&`` is "and"."""
    plain: str
    """The text with white space collapsed."""
    key: tuple[str, ...]
    """The words with hyphens as blanks: Coca-Cola and Coca Cola are one name."""
    last_word: str
    """The last word of the text, lower case."""


def normalise(tokens: Tokens, name: Name) -> ComparableName:
    """Return a name in a form that can be compared."""
    return comparable_name(tokens.string(name.start, name.end))


@lru_cache(MAX_CACHED_NAMES)
def comparable_name(plain: str) -> ComparableName:
    """Return the text of a name, with white space collapsed, in a form that can be compared."""
    words = plain.lower().split()
    if not plain.isascii():
        words = [word if word.isascii() else fold(word) for word in words]
    kept = [word if word.isalnum() else "and" if word == "&" else _STRIP.sub("", word) for word in words]
    kept = [word for word in kept if word]
    while len(kept) > 1 and kept[-1] in LEGAL_FORMS:
        kept.pop()
    if len(kept) > 1 and kept[0] == "the":
        kept = kept[1:]
    each = tuple(kept)
    key = tuple(" ".join(kept).replace("-", " ").split()) if "-" in plain or not plain.isascii() else each
    return ComparableName(each, plain, key, plain.rpartition(" ")[2].lower())


def without_legal_form(plain: str) -> str:
    """Return a company's name without its legal form: ``Home Depot Inc.`` is Home Depot."""
    words = plain.split()
    while len(words) > 1 and words[-1].lower() in LEGAL_FORMS:
        words.pop()
    return " ".join(words).rstrip(",")
