"""Kinds of words: which words of a story have the bit of a kind, whenever the kind is named."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.lexicon import word_kinds
from wiredesk.nlp.lexicon.word_kinds import Kinds, kind_by, kind_of_words, kinds_of


@pytest.fixture(autouse=True)
def _own_kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for table in ("_KINDS", "_WORDS", "_WITH_MARKS", "_TESTS"):
        monkeypatch.setattr(word_kinds, table, dict(getattr(word_kinds, table)))
    yield
    word_kinds._changed()


def test_a_word_is_of_a_kind_as_written_in_lower_case_or_as_lemma(nlp: Language) -> None:
    kind = kind_of_words("test of forms", ["rain", "Oslo", "fall"])
    found = parsed(nlp, "RAIN stopped in Oslo, where snow falls, and not in oslo.")
    assert [found.text[at] for at in found.of_kind(kind)] == ["RAIN", "Oslo", "falls"]


def test_a_kind_that_is_named_after_a_story_was_read_is_found_in_it(nlp: Language) -> None:
    found = parsed(nlp, "Rain fell in Oslo.")
    kind = kind_of_words("test of late kinds", ["rain"])
    assert found.of_kind(kind) == parsed(nlp, "Rain fell in Oslo.").of_kind(kind) == [0]


def test_a_kind_keeps_its_words_when_it_gets_more() -> None:
    kind = kind_of_words("test of words", ["rain"])
    assert kind_of_words("test of words", ["snow"]) == kind
    assert kinds_of("rain") & kind and kinds_of("snow") & kind and not kinds_of("hail") & kind


def test_marks_may_stand_behind_the_words_of_a_kind() -> None:
    kind = kind_of_words("test of marks", {"U.S", "co"}, marks=".'")
    assert [bool(kinds_of(word) & kind) for word in ("U.S.", "Co.", "co", "co-")] == [True, True, True, False]


def test_words_that_may_begin_a_phrase_of_the_next_one() -> None:
    kinds, bits = Kinds(alone=4, first=8, second=16), np.array([8, 16, 4, 8, 8 | 16])
    assert kinds.find(bits, np.array([4])).tolist() == [0, 2, 3]
    assert kinds.find(bits, np.array([3, 4])).tolist() == [0, 2]
    assert kinds.find(np.array([8, 32, 16]), np.array([2]), between=32).tolist() == [0]
    assert kinds.find(np.array([4]), np.array([0])).tolist() == [0]


def test_there_are_no_more_kinds_than_bits() -> None:
    with pytest.raises(OverflowError, match="no bit is left"):
        for number in range(word_kinds.END_BIT):
            kind_by(f"test of bits {number}", str.isdigit)
