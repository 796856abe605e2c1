"""The comparison of two versions: it loses nothing, and takes bounded work whatever the texts are."""

from __future__ import annotations

import random

import pytest

from desk.web.diff import MAX_EDITS, diff


def parts(before: str, after: str) -> list[tuple[str, str]]:
    return [(change.kind, change.text) for change in diff(before, after)]


CHANGES = [
    ("", "", []),
    ("one", "one", [("same", "one")]),
    ("", "one", [("added", "one")]),
    ("one", "", [("removed", "one")]),
    (
        "Quake kills 12 in Orva",
        "Quake kills 2 in Orva",
        [("same", "Quake kills "), ("removed", "12 "), ("added", "2 "), ("same", "in Orva")],
    ),
    ("", "a", [("added", "a")]),
    ("a", "", [("removed", "a")]),
    ("a", "b", [("removed", "a"), ("added", "b")]),
    ("one two", "one two three", [("same", "one "), ("removed", "two"), ("added", "two three")]),
    ("one two three", "one three", [("same", "one "), ("removed", "two "), ("same", "three")]),
    ("one three", "one two three", [("same", "one "), ("added", "two "), ("same", "three")]),
    ("one two three", "one 2 three", [("same", "one "), ("removed", "two "), ("added", "2 "), ("same", "three")]),
    ("One.\n\nTwo.", "One.\n\nThree.", [("same", "One.\n\n"), ("removed", "Two."), ("added", "Three.")]),
    (" a", "a", [("removed", " "), ("same", "a")]),
    ("a b c d", "b c d", [("removed", "a "), ("same", "b c d")]),
    ("a b c ", "a b c d", [("same", "a b c "), ("added", "d")]),
    ("one\n\ntwo\n\nthree", "one\n\nthree", [("same", "one\n\n"), ("removed", "two\n\n"), ("same", "three")]),
]


@pytest.mark.parametrize(("before", "after", "expected"), CHANGES)
def test_the_changes_are_those_of_the_words(before: str, after: str, expected: list[tuple[str, str]]) -> None:
    assert parts(before, after) == expected


def test_both_texts_can_be_put_together_from_the_changes() -> None:
    chosen = random.Random(7)
    for _ in range(500):
        before, after = (" ".join(chosen.choices("abcd", k=chosen.randrange(14))) for _ in range(2))
        changes = diff(before, after)
        assert "".join(change.text for change in changes if change.kind != "added") == before
        assert "".join(change.text for change in changes if change.kind != "removed") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 20_000, "a b " * 10_000),
        ("a\n\n" * 20_000, "a\n\nb\n\n" * 10_000),
        ("x " * 10 * MAX_EDITS, " ".join(map(str, range(10 * MAX_EDITS)))),
    ],
    ids=["words", "paragraphs", "nothing in common"],
)
def test_texts_that_differ_in_too_much_are_shown_as_wholes(before: str, after: str) -> None:
    assert parts(before, after) == [("removed", before), ("added", after)]


def test_a_long_text_with_many_changed_words_is_compared_by_paragraph() -> None:
    block = " ".join(f"word{number}" for number in range(MAX_EDITS)) + "\n\n"
    changed = block.replace("word", "other")
    assert parts(block + "The end.", changed + "The end.") == [
        ("removed", block),
        ("added", changed),
        ("same", "The end."),
    ]
