"""The caches of turbo are bounded and give the same output after clearing; stock spaCy takes close decisions."""

from __future__ import annotations

import math
import os

import pytest
import spacy
from spacy.language import Language

from tests.support.models import MODEL
from tests.unit.nlp.turbo.parse_values import parse_values, use_numpy_blas
from tests.unit.nlp.turbo.stories import NEWS, longest
from wiredesk.nlp.turbo import (
    accelerate,
    learn_frequent_words,
    lemma_cache,
    lexeme_index,
    ruler_table,
    tokenizer_cache,
)

TEXTS = [*NEWS, "Fed raises rates"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    return nlp


@pytest.fixture(scope="module")
def expected(nlp: Language) -> list[object]:
    return [parse_values(nlp(text)) for text in TEXTS]


@pytest.fixture
def small(expected: list[object], monkeypatch: pytest.MonkeyPatch) -> Language:
    """An accelerated pipeline with tiny caches."""
    monkeypatch.setattr(tokenizer_cache, "SEEN_SLOTS", 32)
    monkeypatch.setattr(lemma_cache, "MAX_LEMMAS", 20)
    monkeypatch.setattr(ruler_table, "MAX_QUIET_WORDS", 10)
    monkeypatch.setattr(lexeme_index.LexemeIndex.__init__, "__defaults__", (45,))
    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    accelerate(nlp)
    return nlp


def test_clearing_a_cache_changes_nothing(small: Language, expected: list[object]) -> None:
    for _ in range(2):
        found = []
        for text in TEXTS:
            with small.memory_zone():
                found.append(parse_values(small(text)))
        assert found == expected


def test_memory_zones_leave_bounded_traces(small: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer_cache, "MAX_CHUNKS", 40)
    sizes = []
    for number in range(6):
        with small.memory_zone():
            for story in (longest()[number * 900 :][:3000], f"Vessel{number} Quorzt{number}ia sank"):
                small(story)
        sizes.append((len(small.vocab), len(small.vocab.strings)))
    assert f"Quorzt{0}ia" not in small.vocab.strings
    assert sizes[-1][1] - sizes[2][1] <= 40


def test_frequent_words_are_kept_outside_the_zone(small: Language) -> None:
    for chunk in ("Grundvik’s", "Grundvik’s", "Zebedee-Marsh", "Zebedee-Marsh", "sank."):  # two may have the same slot
        with small.memory_zone():
            small(chunk)
    assert "Grundvik" in small.vocab.strings
    assert [token.text for token in small("Grundvik’s Zebedee-Marsh")] == ["Grundvik", "’s", "Zebedee", "-", "Marsh"]


def test_frequent_words_are_kept_before_any_text_has_them(small: Language, expected: list[object]) -> None:
    before = len(small.vocab)
    learn_frequent_words(small)
    assert len(small.vocab) > before
    known = len(small.vocab)
    with small.memory_zone():
        small("Whoever had nothing gave everything.")
    assert len(small.vocab) == known
    assert [parse_values(small(text)) for text in TEXTS] == expected


def test_stock_spacy_takes_close_decisions(small: Language, expected: list[object]) -> None:
    parser = small.get_pipe("parser")
    if hasattr(parser, "fast_path"):
        parser.fast_path.tolerance = math.inf
    assert [parse_values(small(text)) for text in TEXTS] == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_same_after_a_fork(small: Language, expected: list[object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            same = [parse_values(small(text)) for text in TEXTS] == expected
        except BaseException:
            same = False
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
