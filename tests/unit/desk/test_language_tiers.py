"""How deeply stories were read, in words."""

from __future__ import annotations

from desk.views.language_tiers import partly_read, tier_counts


def test_versions_are_counted_by_tier() -> None:
    assert tier_counts({"1": 12, "0": 3000}) == "tier 0: 3,000, tier 1: 12"


def test_languages_that_were_not_read_in_full() -> None:
    languages = {"en": {"2": 30}, "fr": {"2": 4, "0": 2}, "ja": {"0": 3}, None: {"unknown": 1}}
    assert partly_read(languages) == ["ja 3 (tier 0)", "fr 2 (tier 0)"]
    assert partly_read({"en": {"2": 30}}) == []
