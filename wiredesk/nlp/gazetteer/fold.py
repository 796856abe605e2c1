"""Fold place names to one spelling for the look-up."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "æ": "ae", "Æ": "ae", "œ": "oe"}
    | dict.fromkeys("'’‘`ʻʼ´.,()", "")
    | dict.fromkeys("-–/", " ")
)
_MARKS = re.compile("[\u0300-\u036f]+")
_WORDS = re.compile(r"\b(?:saint|mount|fort|sainte|township|twp|the) |\b(?:township)\b")
_SHORT = {"saint ": "st ", "sainte ": "ste ", "mount ": "mt ", "fort ": "ft ", "township": "twp"}


def fold(text: str) -> str:
    """Return one spelling for "Saint-Denis", "St. Denis" and "ST DENIS".

    Removes accents and punctuation, lower-cases, and abbreviates words such as "Saint" and "Township".  Line breaks
    stay, so one call can fold many names, one a line.
    """
    if not text.isascii():
        text = _MARKS.sub("", unicodedata.normalize("NFKD", text))
    text = text.translate(_SPECIAL).lower()
    return _WORDS.sub(lambda match: _SHORT.get(match[0], match[0]), text)


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """Fold one name; also collapse blanks and drop a leading article."""
    return fold_new(name)


def fold_new(name: str) -> str:
    """Do the same and keep nothing: for a caller that keeps what it makes of the folded name."""
    if name.isalpha() and name.isascii():  # one word: nothing to do but its case
        lower = name.lower()
        return _SHORT.get(lower, lower)
    folded = " ".join(fold(name).split())
    return folded.removeprefix("the ")
