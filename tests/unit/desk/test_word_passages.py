"""The passage of a story that has the words of a query."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import wanted_words
from desk.queries.word_passages import MAX_LEAD_IN, PASSAGE_CHARACTERS, WordFinder, marked
from tests.support.growth import growth


def finder(query: str) -> WordFinder:
    return WordFinder(wanted_words(parse_query(query)))


@pytest.mark.parametrize(
    ("query", "text", "words"),
    [
        ("vote", "Voters vote; votes were VOTED, voting", ["vote", "votes", "VOTED", "voting"]),
        ("elections", "Election day", ["Election"]),
        ('"central bank"', "The Central Bank, a bank, central banks", ["Central Bank", "central banks"]),
        ("earth*", "earthquakes on Earth, unearthed", ["earthquakes", "Earth"]),
        ('"interest rat*"', "an interest rate; interest in rats", ["interest rate"]),
        ("São", "Sao Paulo and SÃO", ["Sao", "SÃO"]),
        ("cafe", "the café", ["café"]),
        ("oil -gold", "gold and oil", ["oil"]),
        ("oil or gas", "gas, oil", ["gas", "oil"]),
        ("source:oil", "oil", []),
        ("a_b", "a b and a_b", ["a b", "a_b"]),
        ("strasse", "Straße", ["Straße"]),
    ],
)
def test_words_are_marked_as_the_index_finds_them(query: str, text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in finder(query).marks(text)] == words


LONG = "Nothing is said here of it. " * 30


def test_a_passage_begins_with_the_sentence_of_its_word() -> None:
    text = f"{LONG}\n\n{LONG}The ferry left the harbour at noon. {LONG}"
    found = finder("ferry").passage(text, 100)
    assert found is not None
    assert found.text.startswith("The ferry left")
    assert (found.start, found.is_begun, found.is_cut) == (100 + text.index("The ferry"), True, True)
    assert [found.text[start:end] for start, end in found.marks] == ["ferry"]
    assert len(found.text) <= PASSAGE_CHARACTERS


def test_the_passage_with_most_different_words_is_chosen() -> None:
    text = f"A ferry, a ferry, a ferry. {LONG}\n\nThe ferry met the storm. {LONG}"
    found = finder("ferry storm").passage(text)
    assert found is not None
    assert found.text.startswith("The ferry met")
    assert not found.is_begun


def test_a_text_without_the_words_has_no_passage() -> None:
    assert finder("ferry").passage("A boat.") is None
    assert not finder("source:Reuters")


def test_white_space_is_shown_as_spaces_of_the_same_number() -> None:
    found = finder("ferry").passage("One\tferry\nleft.\n\nLater.")
    assert found is not None and found.text == "One ferry left.  Later."


def test_pieces_of_a_marked_text_are_the_text() -> None:
    assert list(marked("oil and gas", ((0, 3), (8, 11)))) == [("oil", True), (" and ", False), ("gas", True)]
    assert list(marked("oil", ())) == [("oil", False)]
    assert list(marked("", ())) == []


@given(st.text(max_size=600), st.text(max_size=12))
def test_marks_stand_in_the_passage_and_the_passage_in_the_text(text: str, word: str) -> None:
    for part in (text, f"{text} {word} {text}"):
        found = WordFinder(wanted_words(parse_query(f'"{word}"'.replace("*", "")))).passage(part)
        if found is not None:
            assert found.marks and all(0 <= start < end <= len(found.text) for start, end in found.marks)
            span = part[found.start : found.start + len(found.text)]
            assert [one for one in span if not one.isspace()] == [one for one in found.text if not one.isspace()]


def test_a_long_text_of_the_word_alone_takes_linear_time() -> None:
    find = finder('"oil oil" oil oil*')
    assert not growth(find.passage, lambda size: "oil " * (size // 4), (25_000, 50_000, 100_000))


def test_the_lead_in_is_bounded() -> None:
    found = finder("ferry").passage("word " * 100 + "ferry")
    assert found is not None and found.marks[0][0] <= MAX_LEAD_IN
