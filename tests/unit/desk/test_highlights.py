"""Overlapping marks become a tree that says the text again, every piece once and properly nested."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from desk.web.highlights import Mark, Node, marks, nest, paragraphs
from tests.support.desk_stories import article, extraction


def said(node: Node) -> str:
    return "".join(part if isinstance(part, str) else said(part) for part in node.parts)


def pieces(node: Node) -> list[tuple[Mark, str]]:
    own = [(node.mark, said(node))] if node.mark else []
    return own + [piece for part in node.parts if isinstance(part, Node) for piece in pieces(part)]


def test_a_mark_that_crosses_another_goes_on_in_a_second_piece() -> None:
    text = "the Bank of England said on Friday"
    bank, tail = Mark(0, 19, "entity", "ORG"), Mark(12, 34, "quote", "indirect")
    tree = nest(text, 0, len(text), [bank, tail])
    assert [(mark.layer, words) for mark, words in pieces(tree)] == [
        ("entity", "the Bank of England"),
        ("quote", "England"),
        ("quote", " said on Friday"),
    ]


def test_a_name_inside_a_name_is_no_link_inside_a_link() -> None:
    text = "the Bank of England"
    tree = nest(text, 0, len(text), [Mark(0, 19, "entity", "ORG"), Mark(12, 19, "entity", "GPE")])
    outer = tree.parts[0]
    assert isinstance(outer, Node)
    inner = outer.parts[1]
    assert isinstance(inner, Node)
    assert (outer.linked, inner.linked) == (False, True)


def test_a_quote_over_two_paragraphs_is_marked_in_both() -> None:
    text = "“One.\n\nTwo.”"
    first, second = paragraphs(text, [Mark(0, len(text), "quote", "direct")])
    assert [words for _, words in pieces(first) + pieces(second)] == ["“One.", "Two.”"]


def test_a_whole_story() -> None:
    found = extraction(article())
    blocks = paragraphs(found.text, marks(found))
    assert [said(block) for block in blocks] == found.text.split("\n\n")
    layers = {mark.layer for block in blocks for mark, _ in pieces(block)}
    assert layers == {"dateline", "entity", "title", "quote", "date", "trigger"}


def test_a_trigger_is_marked_once_and_a_link_leads_to_its_first_part() -> None:
    found = extraction(article())
    [first, *_] = found.events
    twice = found.model_copy(update={"events": (first, first.model_copy(update={"type": "AID", "status": "denied"}))})
    [mark] = [mark for mark in marks(twice) if mark.layer == "trigger"]
    assert mark.anchor == f"trigger-{first.trigger[0]}" and mark.style == "occurred"
    assert "supported Kenya Ports Union" in mark.about and "did not aid Kenya Ports Union" in mark.about
    tree = nest(found.text, 0, len(found.text), [Mark(mark.start - 2, mark.start + 3, "quote"), mark])
    assert [piece.anchor for piece, _ in pieces(tree) if piece.layer == "trigger"] == [mark.anchor, ""]


LETTERS = "ab \n\n“”éж\U0001f6a2"
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


@settings(deadline=None)
@given(st.text(LETTERS, max_size=60), SPANS)
def test_every_character_stands_once_and_every_mark_is_whole(text: str, spans: list[tuple[int, int]]) -> None:
    found = [Mark(start, end, "entity", str(n)) for n, (start, end) in enumerate(spans)]
    blocks = paragraphs(text, found)
    assert [said(block) for block in blocks] == [part for part in text.split("\n\n") if part.strip()]
    for mark in found:
        if 0 <= mark.start < mark.end <= len(text):
            words = "".join(
                words for block in blocks for piece, words in pieces(block) if piece.style == mark.style
            )  # fmt: skip
            assert "".join(words.split()) == "".join(text[mark.start : mark.end].split())
