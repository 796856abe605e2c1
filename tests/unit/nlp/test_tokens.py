"""The token table: what it copies from a parse, what it computes, and that it outlives the parse's memory zone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from tests.support.parses import parsed
from wiredesk.contract import Article
from wiredesk.language_detection import detect
from wiredesk.layout import analyze
from wiredesk.nlp import token_strings
from wiredesk.nlp.flattened import flatten, flatten_together
from wiredesk.nlp.parse import parse, pieces
from wiredesk.nlp.token_strings import KnownStrings
from wiredesk.nlp.tokens import Tokens, covered


def table(words: list[str], heads: list[int], **columns: list[str]) -> Tokens:
    """The table of a parse that is given as absolute heads."""
    text = " ".join(words)
    doc = Doc(Vocab(), words=words, heads=heads, deps=columns.pop("deps", ["dep"] * len(words)), **columns)
    return flatten(doc, analyze(Article(id="x", body=text, language="en")))


def test_the_columns_are_those_of_the_parse(nlp: Language) -> None:
    layout = analyze(Article(id="x", headline="Taxes to fall", body="Ann Lee left Oslo. She hoped so.", language="en"))
    doc = parse(nlp, layout)
    found = flatten(doc, layout)
    assert found.text == [token.text for token in doc]
    assert found.lower == [token.lower_ for token in doc]
    assert found.pos == [token.pos_ for token in doc] and found.tag == [token.tag_ for token in doc]
    assert found.dep == [token.dep_ for token in doc] and found.ent_type == [token.ent_type_ for token in doc]
    assert found.head == [token.head.i for token in doc]
    assert found.left == [token.left_edge.i for token in doc] and found.right == [token.right_edge.i for token in doc]
    assert found.children == [[child.i for child in token.children] for token in doc]
    assert found.sentence_start == [token.sent.start for token in doc]
    assert found.sentence_end == [token.sent.end for token in doc]
    assert found.lemma[found.lower.index("hoped")] == "hope"
    assert [found.paragraph[found.token_starting_at[start]] for start, _ in layout.paragraphs] == [0, 1]


def test_capitals_mark_names_outside_paragraphs_in_capitals(nlp: Language) -> None:
    layout = analyze(Article(id="x", headline="TAXES FALL", body="Ann Lee left Oslo at 9.", language="en"))
    found = flatten(parse(nlp, layout), layout)
    assert [found.text[at] for at in found.capitals] == ["TAXES", "FALL", "Ann", "Lee", "Oslo"]
    assert [found.text[at] for at in found.capitalised] == ["Ann", "Lee", "Oslo"]
    assert found.words >= {"taxes", "oslo", "9", "."}


def test_the_strings_outlive_the_memory_zone(nlp: Language) -> None:
    with nlp.memory_zone():
        found = parsed(nlp, "The quuxmarketeer left Zzyzxville.")
    parsed(nlp, "It rained in Oslo.")
    assert "quuxmarketeer" in found.text and "zzyzxville" in found.lower


def test_the_strings_that_are_kept_are_limited(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_strings, "MAX_STRINGS", 5)
    assert parsed(nlp, "It rained in Oslo.").text == ["It", "rained", "in", "Oslo", "."]
    assert parsed(nlp, "Snow fell in Lyon.").lower == ["snow", "fell", "in", "lyon", "."]


@pytest.mark.parametrize("slots", [1, 2, 8])
def test_strings_may_share_a_slot(slots: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_strings, "_SLOTS", slots)
    strings, vocab = KnownStrings(marked={"left"}), Vocab()
    for words in (["Ann", "LEFT", "Oslo"], ["Bob", "left", "Lyon", "Ann"], ["Oslo", "left", "Ann"]):
        codes = Doc(vocab, words=words).to_array("ORTH")
        found = strings.decode(vocab.strings, np.stack([codes, codes, codes * 0]))
        lower = [word.lower() for word in words]
        assert found.strings.tolist() == [lower, lower, words, [""] * len(words)]
        assert found.capitals.tolist() == [at for at, word in enumerate(words) if word[0].isupper()]
        assert found.length.tolist() == [len(word) for word in words] and found.marked == [1]


@pytest.mark.parametrize(
    ("heads", "left", "right"),
    [
        ([0], [0], [0]),
        ([1, 1, 1], [0, 0, 2], [0, 2, 2]),
        ([1, 2, 3, 3], [0, 0, 0, 0], [0, 1, 2, 3]),
        ([0, 0, 1, 2], [0, 1, 2, 3], [3, 3, 3, 3]),
        ([2, 3, 2, 2], [0, 1, 0, 1], [0, 1, 3, 3]),
        ([2, 0, 2, 1, 2], [0, 1, 0, 3, 4], [3, 3, 4, 3, 4]),
    ],
)
def test_the_edges_of_subtrees(heads: list[int], left: list[int], right: list[int]) -> None:
    found = table(["a"] * len(heads), heads)
    assert (found.left, found.right) == (left, right)


def test_stories_together_get_what_they_get_alone(nlp: Language) -> None:
    texts = (
        "Ann Lee left Oslo. She hoped so.",
        "",
        "“Snow fell,” said Bob Roy of Acme.",
        " ",
        "No. It rained in Lyon.",
    )
    layouts = [analyze(Article(id="x", headline=text and "TAXES FALL", body=text, language="en")) for text in texts]
    docs = [nlp.make_doc(layout.masked) if not layout.masked.strip() else parse(nlp, layout) for layout in layouts]
    assert flatten_together([], []) == []
    for found, doc, layout in zip(flatten_together(docs, layouts), docs, layouts, strict=True):
        alone = flatten(doc, layout)
        assert len(found) == len(doc) and found.of_kind(-1) == alone.of_kind(-1)
        assert replace(found, _kinds=0, _story=0) == replace(alone, _kinds=0, _story=0)


def test_a_failed_parse_does_not_give_a_token_thousands_of_children() -> None:
    assert len(table(["a"] * 1000, [0] * 1000).children[0]) == 200


def test_the_root_and_the_head_of_a_name() -> None:
    found = table(["Ann", "Lee", "left", "Oslo"], [1, 2, 2, 2])
    assert (found.root(0, 2), found.root(0, 4), found.root(3, 4)) == (1, 2, 3)
    apart = table(["Bank", "of", "England", "fell"], [3, 0, 3, 3])
    assert (apart.root(0, 3), apart.name_head(0, 3)) == (0, 2)


def test_children_with_a_label() -> None:
    found = table(["He", "left", "Oslo"], [1, 1, 1], deps=["nsubj", "ROOT", "dobj"])
    assert list(found.children_with(1, "nsubj", "dobj")) == [0, 2]
    assert (found.child_with(1, "dobj"), found.child_with(1, "prep")) == (2, None)


@pytest.mark.parametrize(
    ("span", "tokens"), [((0, 3), (0, 1)), ((1, 5), (0, 2)), ((4, 7), (1, 2)), ((7, 8), (2, 2)), ((90, 99), (3, 3))]
)
def test_the_tokens_that_a_span_touches(span: tuple[int, int], tokens: tuple[int, int]) -> None:
    assert table(["Ann", "Lee", "left"], [1, 2, 2]).covering(span) == tokens


def test_spans_and_strings() -> None:
    found = table(["Ann", "Lee", "left"], [1, 2, 2])
    assert (found.span(0, 2), found.string(0, 2), len(found)) == ((0, 7), "Ann Lee", 3)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [False, False, False]),
        ([(0, 3)], [True, False, False]),
        ([(1, 5)], [False, True, False]),
        ([(0, 12), (4, 7)], [True, True, True]),
    ],
)
def test_the_tokens_that_spans_cover(spans: list[tuple[int, int]], expected: list[bool]) -> None:
    assert covered([0, 4, 8], spans) == expected


def test_quotations_and_capitals(nlp: Language) -> None:
    found = parsed(nlp, 'OSLO VOTES\n\n"It rained," she said.')
    assert [word for word, inside in zip(found.text, found.quoted, strict=True) if inside and word.isalpha()] == [
        "It",
        "rained",
    ]
    assert found.all_caps[found.text.index("OSLO")] and not found.all_caps[found.text.index("said")]


@pytest.mark.parametrize(
    ("body", "size", "cuts"),
    [
        ("It rained.", 100, ["It rained."]),
        ("It rained.\n\nIt snowed.", 12, ["It rained.", "\n\nIt snowed."]),
        ("It rained all day.", 10, ["It rained ", "all day."]),
        ("aaaaaaaa", 3, ["aaa", "aaa", "aa"]),
    ],
)
def test_long_texts_are_parsed_in_pieces(body: str, size: int, cuts: list[str]) -> None:
    layout = analyze(Article(id="x", body=body, language="en"))
    assert [layout.masked[start:end] for start, end in pieces(layout, size)] == cuts


def test_a_paragraph_starts_a_sentence(nlp: Language) -> None:
    layout = analyze(Article(id="x", body="Rain in Oslo\n\nAnd snow in Lyon", language="en"))
    assert [sentence.text.strip() for sentence in parse(nlp, layout).sents] == ["Rain in Oslo", "And snow in Lyon"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Monday that taxes would fall.", "en"),
        ("Der Minister sagte am Montag, die Steuern würden sinken.", "de"),
        ("THE MINISTER SAID ON MONDAY THAT TAXES WOULD FALL.", "en"),
        ("Le ministre     a dit lundi que les impôts baisseraient.", "fr"),
        ("Oslo.", None),
        ("", None),
    ],
)
def test_the_language_of_a_text(text: str, language: str | None) -> None:
    assert detect(text) == language
