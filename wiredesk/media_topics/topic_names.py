"""Names of the Media Topics in the languages that IPTC publishes, and their definitions."""

from __future__ import annotations

from functools import cache
from typing import Final

from wiredesk.media_topics.concepts import media_topics, table_rows

LANGUAGES: Final = ("ar", "da", "de", "en", "en-US", "es", "fr", "nb", "nn", "pt-BR", "pt-PT", "sv", "zh-Hans")
"""Languages with names, as BCP 47."""
_OTHER_TAGS: Final = {"no": "nb", "pt": "pt-PT", "zh": "zh-Hans"}
"""Languages by the tag without a region, where the names have one."""


def topic_name(code: str, language: str = "en") -> str:
    """Return the name of a topic in a language, otherwise in British English.

    Args:
        code: eight digits.
        language: BCP 47: ``fr``, ``fr-CA``, ``pt-BR``.

    Raises:
        KeyError: there is no such code.
    """
    return _names(_language(language)).get(code) or media_topics()[code].name


def topic_definition(code: str) -> str:
    """Return IPTC's definition of a topic in British English; empty if it has none."""
    return _definitions().get(code, "")


@cache
def _language(tag: str) -> str:
    if tag in LANGUAGES:
        return tag
    short = tag.partition("-")[0].lower()
    return _OTHER_TAGS.get(short, short if short in LANGUAGES else "en")


@cache
def _names(language: str) -> dict[str, str]:
    return {} if language == "en" else dict(table_rows(f"names/{language}", 2))


@cache
def _definitions() -> dict[str, str]:
    return dict(table_rows("definitions", 2))
