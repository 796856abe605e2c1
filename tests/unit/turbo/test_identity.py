"""The contract of turbo: whatever is read, the output is that of stock spaCy on the same BLAS."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import spacy
from spacy.attrs import (
    DEP,
    ENT_IOB,
    ENT_KB_ID,
    ENT_TYPE,
    HEAD,
    IDX,
    LEMMA,
    MORPH,
    NORM,
    ORTH,
    POS,
    SENT_START,
    SPACY,
    TAG,
)
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps

from tests.conftest import MODEL
from tests.unit.turbo.stories import sample
from worker.contract import Article
from worker.parse import parse
from worker.reading import read
from worker.turbo import accelerate
from worker.turbo.blas import models

ATTRIBUTES = [ORTH, IDX, SPACY, NORM, TAG, POS, MORPH, LEMMA, HEAD, DEP, SENT_START, ENT_IOB, ENT_TYPE, ENT_KB_ID]
Layers = tuple[list[list[int]], list[str], list[str], list[tuple[str, str]]]


@pytest.fixture(scope="module")
def quick() -> Language:
    nlp = spacy.load(MODEL)
    pieces = accelerate(nlp)
    assert all(piece.applied for piece in pieces if piece.name != "blas"), pieces
    return nlp


@pytest.fixture(scope="module")
def stock(quick: Language) -> Language:
    """Stock spaCy on the BLAS that turbo chose."""
    nlp = spacy.load(MODEL)
    blis = models(quick)[0].ops.use_blis
    for model in models(nlp):
        for node in model.walk():
            node.ops = NumpyOps(use_blis=blis)
    return nlp


def layers(doc: Doc) -> Layers:
    lemmas = [token.lemma_ for token in doc]
    return doc.to_array(ATTRIBUTES).tolist(), [t.text for t in doc], lemmas, [(e.text, e.label_) for e in doc.ents]


@pytest.mark.parametrize("zone", [False, True])
def test_same_as_stock(quick: Language, stock: Language, zone: bool) -> None:
    for text in sample():
        with quick.memory_zone() if zone else nullcontext():
            ours = layers(quick(text))
        with stock.memory_zone() if zone else nullcontext():
            theirs = layers(stock(text))
        assert ours == theirs, text[:80]


def test_same_in_pieces_with_paragraphs(quick: Language, stock: Language) -> None:
    for text in sample():
        reading = read(Article.model_validate({"id": "1", "headline": "Markets at a glance", "body": text}))
        with quick.memory_zone(), stock.memory_zone():
            assert layers(parse(quick, reading)) == layers(parse(stock, reading)), text[:80]


def test_same_through_pipe(quick: Language, stock: Language) -> None:
    texts = sample()
    # One by one: a batch of stock spaCy multiplies short docs together with others, which changes their last bits.
    theirs = [layers(doc) for text in texts for doc in stock.pipe([text])]
    assert [layers(doc) for doc in quick.pipe(texts)] == theirs
