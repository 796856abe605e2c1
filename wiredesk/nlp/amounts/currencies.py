"""Currencies by sign, code, name and adjective, from ``lexicon/currencies.toml``."""

from __future__ import annotations

from collections.abc import Mapping

from wiredesk.nlp.lexicon import table, word_list, word_set

_TABLES = table("currencies")

SIGNS: Mapping[str, str] = _TABLES["signs"]
"""Sign before a number → code."""
CODES = frozenset(_TABLES["codes"].split())
DOLLARS: Mapping[str, str] = _TABLES["dollars"]
"""Adjective or country before "dollars" → code."""
BY_ADJECTIVE: Mapping[tuple[str, str], str] = {
    (name, adjective): code for name, rows in _TABLES["adjectives"].items() for adjective, code in rows.items()
}
"""Name and the adjective before it → code."""
NAMES: Mapping[str, str | None] = _TABLES["names"] | dict.fromkeys(word_list("currencies", "shared_names"))
"""Name alone → code; None where several countries have a currency of that name."""
PARTS: Mapping[str, str | None] = _TABLES["parts"] | dict.fromkeys(word_list("currencies", "shared_parts"))
"""Hundredth → code; None for a hundredth of the currency that the story named last."""
NEED_PLURAL = word_set("currencies", "need_plural")
"""Names that are words of other kinds as well."""
