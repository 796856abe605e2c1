"""Models with word vectors: the projected vectors are cached with the others and have the bits of stock spaCy."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language

from tests.unit.nlp.turbo.stories import NEWS
from wiredesk.nlp.turbo.embedding import CachedEmbedding, Indexes
from wiredesk.nlp.turbo.frequent_words import learn, words_of_model
from wiredesk.nlp.turbo.gemm_rows import INDEPENDENT, RowRule, combine
from wiredesk.nlp.turbo.lexeme_index import LexemeIndex
from wiredesk.nlp.turbo.packed_rows import PackedRows, compact_vector_rows
from wiredesk.nlp.turbo.tok2vec import apply, nodes, read_ahead

WIDTH, VECTOR_WIDTH = 96, 300
"""Sizes of the published models with vectors."""


def pipeline() -> Language:
    """A tok2vec with random weights, and random vectors for two of three words of the stories."""
    random = np.random.default_rng(2026)
    nlp = spacy.blank("en")
    words = sorted({token.text for story in NEWS for token in nlp.make_doc(story)})
    known = [word for number, word in enumerate(words) if number % 3]
    nlp.vocab.reset_vectors(width=VECTOR_WIDTH)
    for word in known:
        nlp.vocab.set_vector(word, random.standard_normal(VECTOR_WIDTH, dtype=np.float32))
    embed = {
        "@architectures": "spacy.MultiHashEmbed.v2", "width": WIDTH, "rows": [5000, 2500, 1000, 2500],
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "include_static_vectors": True,
    }  # fmt: skip
    encode = {
        "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": WIDTH, "window_size": 1, "maxout_pieces": 3,
        "depth": 4,
    }  # fmt: skip
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.Tok2Vec.v2", "embed": embed, "encode": encode}})
    nlp.initialize()
    for layer in nlp.get_pipe("tok2vec").model.walk():  # type: ignore[attr-defined]
        for name in layer.param_names:
            if layer.has_param(name):
                layer.set_param(name, random.standard_normal(layer.get_param(name).shape, dtype=np.float32))
    return nlp


def with_turbo() -> tuple[Language, Any, Any, Any]:
    """Return such a pipeline, its node, and the stock and the fast forward function of the node."""
    nlp = pipeline()
    ((_, node),) = nodes(nlp)
    stock = node._func
    apply(node, {})
    return nlp, node, stock, node._func


def small_embedding(node: Any, max_lexemes: int) -> CachedEmbedding:
    """Return the embedding of a node, with an index of so many lexemes."""
    columns = CachedEmbedding(node.layers[0], {}).index.columns
    return CachedEmbedding(node.layers[0], {tuple(columns): LexemeIndex(columns, max_lexemes)})


def test_the_vectors_are_those_of_stock_spacy() -> None:
    nlp = pipeline()
    ((_, node),) = nodes(nlp)
    docs = [nlp.make_doc(text) for text in [*NEWS, " ".join(NEWS), "Fed raises rates", "Oslo"] * 2]
    expected = [node.predict([doc])[0] for doc in docs]
    apply(node, {})
    for doc, wanted in zip(docs, expected, strict=True):
        assert np.array_equal(node.predict([doc])[0], wanted), doc.text[:40]


@pytest.mark.parametrize("max_lexemes", [24_000, 300, 30])
def test_vectors_that_were_read_ahead_are_the_same(max_lexemes: int) -> None:
    nlp = pipeline()
    ((_, node),) = nodes(nlp)
    docs = [nlp.make_doc(text) for text in [*NEWS, " ".join(NEWS * 3), "Fed raises rates", "Oslo", ""]]
    stock = node._func
    apply(node, {})
    fast: Any = node._func
    fast.embedding = small_embedding(node, max_lexemes)
    for some in (docs[:2], docs, docs[::-1], docs[:1], []):
        read_ahead([fast], some)
        for doc in filter(len, docs):
            assert np.array_equal(node.predict([doc])[0], stock(node, [doc], False)[0][0]), doc.text[:40]


def test_a_word_that_changes_after_it_was_read_ahead_counts_as_it_is() -> None:
    nlp, node, stock, fast = with_turbo()
    docs = [nlp.make_doc(text) for text in NEWS]
    read_ahead([fast], docs)
    docs[0][3].norm_ = "otherwise"
    for doc in docs:
        assert np.array_equal(node.predict([doc])[0], stock(node, [doc], False)[0][0])
    assert not fast._ahead  # no doc outlives its memory zone


def test_docs_that_nobody_asked_for_are_forgotten_with_the_next_one() -> None:
    nlp, _, _, fast = with_turbo()
    docs = [nlp.make_doc(text) for text in NEWS]
    read_ahead([fast], docs)
    read_ahead([fast], docs[:1])
    assert not fast._ahead


def test_the_vectors_of_another_vocabulary_are_not_mixed_up() -> None:
    nlp = pipeline()
    ((_, node),) = nodes(nlp)
    embedding = CachedEmbedding(node.layers[0], {})
    doc = nlp.make_doc(NEWS[0])
    first: Any = np.empty((len(doc), WIDTH), dtype=np.float32)
    embedding(*embedding.read([doc]), first)
    other = pipeline()
    for word in {token.text for token in doc}:
        other.vocab.set_vector(word, np.ones(VECTOR_WIDTH, dtype=np.float32))
    second, again = np.empty_like(first), np.empty_like(first)
    embedding(*embedding.read([other.make_doc(NEWS[0])]), second)
    embedding(*embedding.read([doc]), again)
    assert not np.array_equal(first, second)
    assert np.array_equal(first, again)


RULES = [
    (INDEPENDENT, INDEPENDENT, INDEPENDENT),
    (INDEPENDENT, RowRule(1, (0,), 5), RowRule(1, (0,), 5)),
    (RowRule(12, (0,) * 6 + (1,) * 6, 12), INDEPENDENT, RowRule(12, (0,) * 6 + (1,) * 6, 12)),
    (
        RowRule(4, (0, 0, 1, 1), 4),
        RowRule(6, (0, 0, 0, 1, 1, 1), 7),
        RowRule(12, (0, 0, 1, 2, 3, 3, 1, 1, 0, 3, 2, 2), 12),
    ),
]


@pytest.mark.parametrize(("one", "other", "both"), RULES)
def test_two_products_in_a_row_have_the_positions_of_both(one: RowRule, other: RowRule, both: RowRule) -> None:
    assert combine(one, other) == both


def test_encoders_that_read_the_same_attributes_share_an_index() -> None:
    nlp, node, _, _ = with_turbo()
    indexes: Indexes = {}
    one, other = (CachedEmbedding(node.layers[0], indexes) for _ in range(2))
    assert one.index is other.index
    read = one.read([nlp.make_doc(text) for text in NEWS])
    size = one.index.size
    for doc in read:
        vectors: list[Any] = [np.empty((len(doc.doc), WIDTH), dtype=np.float32) for _ in range(2)]
        one(doc, vectors[0])
        other(doc, vectors[1])
        assert np.array_equal(*vectors)
    assert one.index.size == size


def test_frequent_words_that_were_learnt_stay_when_the_table_is_full() -> None:
    nlp, node, stock, fast = with_turbo()
    docs = [nlp.make_doc(text) for text in NEWS]
    fast.embedding = embedding = small_embedding(node, 240)
    learn(nlp, [fast], words_of_model(nlp, 100))
    index = embedding.index
    known = index.attributes[: index.size].tolist()
    for doc in docs * 2:
        assert np.array_equal(node.predict([doc])[0], stock(node, [doc], False)[0][0]), doc.text[:40]
        assert index.attributes[: len(known)].tolist() == known
    assert len(known) > 50
    assert index.generation


def test_a_table_has_room_for_other_words_than_those_learnt() -> None:
    nlp, node, _, fast = with_turbo()
    fast.embedding = embedding = small_embedding(node, 150)
    learn(nlp, [fast], words_of_model(nlp, 100))
    assert not embedding.index.size


def test_frequent_words_are_those_of_the_language_then_those_of_the_vectors() -> None:
    nlp = pipeline()
    words = words_of_model(nlp)
    of_the_language = 2 * len(nlp.Defaults.stop_words)
    assert "the" in words[:of_the_language]
    assert set(words[of_the_language:]) == {nlp.vocab.strings[key] for key in nlp.vocab.vectors}
    assert words_of_model(spacy.blank("en")) == words[:of_the_language]


def test_vector_rows_in_arrays_are_those_of_the_dictionary() -> None:
    nlp = pipeline()
    dictionary = dict(nlp.vocab.vectors.key2row)
    compact_vector_rows(nlp.vocab)
    rows = nlp.vocab.vectors.key2row
    assert isinstance(rows, PackedRows)
    assert list(rows.items()) == list(dictionary.items())
    assert (rows.get(1), rows.get(2**64 - 1, 5), 1 in rows) == (None, 5, False)
    with pytest.raises(KeyError):
        rows[1]
    assert PackedRows({}).get(1, 5) == 5
    compact_vector_rows(nlp.vocab)
    assert nlp.vocab.vectors.key2row is rows


def test_words_have_the_same_vectors_and_lexemes_with_rows_in_arrays() -> None:
    nlp, node, stock, _ = with_turbo()
    known = {token.text: (token.rank, token.is_oov, token.vector.tolist()) for token in nlp.make_doc(NEWS[0])}
    other, other_node, *_ = with_turbo()
    compact_vector_rows(other.vocab)
    for token in other.make_doc(NEWS[0]):
        assert (token.rank, token.is_oov, token.vector.tolist()) == known[token.text]
    for text in NEWS:
        assert np.array_equal(
            other_node.predict([other.make_doc(text)])[0], stock(node, [nlp.make_doc(text)], False)[0][0]
        )
