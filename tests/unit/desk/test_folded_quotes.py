"""Quotes that several stories repeat are one line of a list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from desk.queries.quote_search import QuoteRow
from desk.views.folded_quotes import fold_quotes

QUOTE = QuoteRow(
    seq=9, n=0, kind="direct", start=0, end=12, content="“Keep away from walls,”", cue="said", source="Berg",
    speaker="Anna Berg", speaker_type="PERSON", speaker_key="anna berg", speaker_thing=7, mode="said",
    polarity="affirmed", source_class=None, score=0.9, with_whom=(), id="urn:x:1", version=1, title="Quake",
    agency="XP", moment=datetime(2026, 6, 2, tzinfo=UTC), time_basis="published",
)  # fmt: skip


def test_the_same_words_of_one_speaker_are_one_line() -> None:
    copy = replace(QUOTE, seq=8, id="urn:x:2", content='"Keep away  from walls"', agency="Coast")
    again = replace(QUOTE, seq=8, n=4, id="urn:x:2")
    found = fold_quotes([QUOTE, replace(QUOTE, n=1), copy, again])
    assert [(one.quote, [other.id for other in one.others]) for one in found] == [(QUOTE, ["urn:x:2"])]


def test_other_words_and_other_speakers_stay_apart_in_their_order() -> None:
    others = [
        replace(QUOTE, n=1, content="Stay in the open"),
        replace(QUOTE, n=2, speaker_thing=8),
        replace(QUOTE, n=3, speaker_thing=None, speaker_key=None, source="The ministry"),
    ]
    found = fold_quotes([QUOTE, *others, replace(others[2], seq=3, id="urn:x:3", source="the ministry")])
    assert [one.quote for one in found] == [QUOTE, *others]
    assert [len(one.others) for one in found] == [0, 0, 0, 1]
