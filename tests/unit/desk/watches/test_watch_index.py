"""Which watches may find a story: never fewer than do find it, and few others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from desk.queries.filters import Filters
from desk.queries.stored_filters import stored_filters
from desk.queries.word_stems import WordStems, beginning_of
from desk.watches.watch_index import WatchIndex

STEMS = WordStems()
TEXT = "Port workers will vote on strikes at the harbour of Nairobi"


def is_candidate(query: Mapping[str, Any], *marks: str) -> bool:
    filters = stored_filters(query)
    [words] = STEMS.of([TEXT])
    return list(
        WatchIndex({filters: filters.tree()}, STEMS.of).candidates({f"w{word}" for word in words} | set(marks))
    ) == [filters]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "strike"}, True),
        ({"q": "striking port"}, True),
        ({"q": "strike ferry"}, False),
        ({"q": "ferry or vote"}, True),
        ({"q": "ferry or train"}, False),
        ({"q": '"vote on"'}, True),
        ({"q": "port -vote"}, True),  # what must not be there is left to the SQL
        ({"q": "por*"}, True),
        ({"q": "(ferry or port) vote"}, True),
        ({"q": "(ferry or port) train"}, False),
        ({"said": "strikes"}, True),
        ({"said": "ferry"}, False),
        ({"person": "Amina Otieno"}, True),
        ({"speaker": "amina  otieno", "q": "port"}, True),
        ({"person": "Amina Otieno", "q": "ferry"}, False),
        ({"person": "Peter Lund"}, False),
        ({"q": 'speaker:"Peter Lund" or port'}, True),
        ({"place": "KE"}, True),
        ({"place": "Kenya"}, True),
        ({"place": "NO"}, False),
        ({"source": "harbour NEWS"}, True),
        ({"source": "Coast"}, False),
        ({"urgency": 4}, True),
        ({"urgency": 3}, False),
        ({"topic": "medtop:04000000"}, True),
        ({"topic": "politics"}, False),
        ({"since": "2026-01-01"}, True),
        ({"thread": 7}, True),
    ],
)
def test_marks_of_a_story_and_what_a_watch_needs(query: dict[str, Any], expected: bool) -> None:
    marks = ("namina otieno", "cKE", "sharbour news", "u4", "u5", "u6", "u7", "u8", "tmedtop:04000000")
    assert is_candidate(query, *marks) is expected


def test_a_thousand_watches_are_looked_up_by_their_rarest_mark() -> None:
    filters = [Filters(q=f"word{number} port") for number in range(1000)]
    index = WatchIndex({one: one.tree() for one in filters}, STEMS.of)
    assert list(index.candidates({"wword7", "wport"})) == [filters[7]]
    assert list(index.candidates({"wport"})) == []


@pytest.mark.parametrize(
    ("word", "beginning"),
    [
        ("bridges", "bridg"),
        ("strike", "strike"),
        ("strikes", "strike"),
        ("parties", "part"),
        ("tax", "tax"),
        ("a", "a"),
    ],
)
def test_words_and_their_other_forms_begin_alike(word: str, beginning: str) -> None:
    assert beginning_of(word) == beginning
