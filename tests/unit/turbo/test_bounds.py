"""What turbo keeps is bounded, and right after it was forgotten; what is too close to call goes the stock way."""

from __future__ import annotations

import math
import os

import pytest
import spacy
from spacy.language import Language

from tests.conftest import MODEL
from tests.unit.turbo.layers import layers, one_blas
from tests.unit.turbo.stories import NEWS, longest
from wiredesk.nlp.turbo import accelerate, embed, lemmas, ruler, word_features

TEXTS = [*NEWS, "Fed raises rates"]


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = spacy.load(MODEL)
    one_blas(nlp)
    return nlp


@pytest.fixture(scope="module")
def expected(nlp: Language) -> list[object]:
    return [layers(nlp(text)) for text in TEXTS]


@pytest.fixture
def small(expected: list[object], monkeypatch: pytest.MonkeyPatch) -> Language:
    """A quick pipeline that forgets all the time."""
    monkeypatch.setattr(word_features, "SEEN", 30)
    monkeypatch.setattr(lemmas, "KEPT", 20)
    monkeypatch.setattr(ruler, "QUIET", 10)
    monkeypatch.setattr(embed.Embedding.__init__, "__defaults__", (45,))
    nlp = spacy.load(MODEL)
    one_blas(nlp)
    accelerate(nlp)
    return nlp


def test_forgetting_changes_nothing(small: Language, expected: list[object]) -> None:
    for _ in range(2):
        found = []
        for text in TEXTS:
            with small.memory_zone():
                found.append(layers(small(text)))
        assert found == expected


def test_memory_zones_leave_bounded_traces(small: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_features, "MOST", 40)
    sizes = []
    for number in range(6):
        with small.memory_zone():
            for story in (longest()[number * 900 :][:3000], f"Vessel{number} Quorzt{number}ia sank"):
                small(story)
        sizes.append((len(small.vocab), len(small.vocab.strings)))
    assert f"Quorzt{0}ia" not in small.vocab.strings
    assert sizes[-1][1] - sizes[2][1] <= 40


def test_words_are_learnt_outside_the_zone(small: Language) -> None:
    for _ in range(3):
        with small.memory_zone():
            small("Grundvik’s Zebedee-Marsh sank.")
    assert "Grundvik" in small.vocab.strings
    assert [token.text for token in small("Grundvik’s Zebedee-Marsh")] == ["Grundvik", "’s", "Zebedee", "-", "Marsh"]


def test_close_decisions_go_the_stock_way(small: Language, expected: list[object]) -> None:
    parser = small.get_pipe("parser")
    if hasattr(parser, "run"):
        parser.run.tolerance = math.inf
    assert [layers(small(text)) for text in TEXTS] == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_same_after_a_fork(small: Language, expected: list[object]) -> None:
    child = os.fork()
    if child == 0:
        try:
            same = [layers(small(text)) for text in TEXTS] == expected
        except BaseException:
            same = False
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
