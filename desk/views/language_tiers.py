"""How deeply the stories of a language were read, in words."""

from __future__ import annotations

from collections.abc import Mapping

NOT_PARTLY = frozenset({"2", "unknown"})
"""The tier of a language with names joined, titles, and quotes with speakers; and what earlier releases stored."""


def tier_counts(tiers: Mapping[str, int]) -> str:
    """Return stored versions by tier: ``tier 0: 3, tier 1: 12``."""
    return ", ".join(f"tier {tier}: {number:,}" for tier, number in sorted(tiers.items()))


def partly_read(languages: Mapping[str | None, Mapping[str, int]]) -> list[str]:
    """Return the languages that were not read in full, those of most versions first: ``ja 3 (tier 0)``."""
    rows = [
        (number, language or "unknown", tier)
        for language, tiers in languages.items()
        for tier, number in tiers.items()
        if tier not in NOT_PARTLY
    ]
    return [f"{language} {number:,} (tier {tier})" for number, language, tier in sorted(rows, key=lambda row: -row[0])]
