"""The contract of turbo: for every text the output is that of stock spaCy on the same BLAS."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import spacy
from spacy.language import Language

from tests.support.models import MODEL
from tests.unit.nlp.turbo.parse_values import COMPILED, parse_values, use_numpy_blas
from tests.unit.nlp.turbo.stories import longest, sample
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.parse import parse
from wiredesk.nlp.turbo import accelerate


@pytest.fixture(scope="module")
def quick() -> Language:
    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    patches = accelerate(nlp)
    assert {patch.name for patch in patches if not patch.applied} - {"blas"} == COMPILED, patches
    return nlp


@pytest.fixture(scope="module")
def stock() -> Language:
    """Stock spaCy on the same BLAS."""
    nlp = spacy.load(MODEL)
    use_numpy_blas(nlp)
    return nlp


@pytest.mark.parametrize("zone", [False, True])
def test_same_as_stock(quick: Language, stock: Language, zone: bool) -> None:
    for text in [*sample(), *([longest()] if zone else [])]:
        with quick.memory_zone() if zone else nullcontext():
            ours = parse_values(quick(text))
        with stock.memory_zone() if zone else nullcontext():
            theirs = parse_values(stock(text))
        assert ours == theirs, text[:80]


def test_same_in_chunks_with_paragraphs(quick: Language, stock: Language) -> None:
    for text in sample():
        layout = analyze(Article.model_validate({"id": "1", "headline": "Markets at a glance", "body": text}))
        with quick.memory_zone(), stock.memory_zone():
            assert parse_values(parse(quick, layout)) == parse_values(parse(stock, layout)), text[:80]


def test_same_through_pipe(quick: Language, stock: Language) -> None:
    texts = sample()
    # One by one: a batch of stock spaCy multiplies short docs together with others, which changes their last bits.
    theirs = [parse_values(doc) for text in texts for doc in stock.pipe([text])]
    assert [parse_values(doc) for doc in quick.pipe(texts)] == theirs
