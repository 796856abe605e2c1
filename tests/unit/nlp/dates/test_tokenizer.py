"""The tokenizer of the date grammar: one class for each token."""

from __future__ import annotations

import pytest

from wiredesk.nlp.dates.token_classes import CODE, class_name, compile_grammar
from wiredesk.nlp.dates.tokenizer import tokenize


def classes(text: str) -> list[str]:
    return [class_name(code) for code in tokenize(text).classes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Monday", ["weekday"]),
        ("monday", ["other"]),
        ("Mondays", ["weekdays"]),
        ("Mon.", ["wday", "dot"]),
        ("March", ["month"]),
        ("march", ["other"]),
        ("Sept.", ["mon", "dot"]),
        ("last week", ["last", "unit"]),
        ("two weeks", ["word", "units"]),
        ("2025-05-08", ["iso"]),
        ("8/5/2025", ["numdate"]),
        ("9:30 p.m.", ["clock", "ampm"]),
        ("p.m.", ["other", "dot", "other", "dot"]),
        ("0900 GMT", ["hhmm", "zone"]),
        ("0900 gmt", ["hhmm", "zone"]),
        ("1996", ["year4"]),
        ("1990s", ["decade"]),
        ("21st", ["ord"]),
        ("1,500", ["dec"]),
        ("1/2", ["frac"]),
        ("Christmas Eve", ["hol"]),
        ("christmas", ["other"]),
        ("New Year’s Day", ["hol"]),
        ("$5", ["money", "int"]),
        ("5%", ["int", "percent"]),
        ("week's", ["unit", "poss"]),
        ("year-end", ["unit", "hy", "edge"]),
        ("", []),
    ],
)
def test_every_token_has_a_class(text: str, expected: list[str]) -> None:
    assert classes(text) == expected


def test_spans_are_those_of_the_text() -> None:
    tokens = tokenize("It opened on Christmas Eve at 9 a.m.")
    assert [tokens.text[slice(*tokens.span(at, at + 1))] for at in range(len(tokens))] == [
        "It",
        "opened",
        "on",
        "Christmas Eve",
        "at",
        "9",
        "a.m.",
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It opened on Christmas Eve at 9 a.m.", ["it", "opened", "on", "christmas eve", "at", "9", "a"]),
        ("A (U.S.)\n\nweek's  end ", ["a", "(", "u", ".", "s", ".", ")", "\n", "\n", "week", "'s", "end"]),
        ("two weeks'", ["two", "weeks", "'"]),
    ],
)
def test_the_words_are_those_of_the_text_in_lower_case(text: str, words: list[str]) -> None:
    tokens = tokenize(text)
    assert tokens.words(0, len(tokens)) == words
    assert tokens.word(-1) == words[-1]
    with pytest.raises(IndexError):
        tokens.word(len(words))


def test_a_rule_matches_classes() -> None:
    rule = compile_grammar("<the>? <last|next> (?P<unit><unit>)")
    match = rule.search(tokenize("It fell the last week.").classes)
    assert match is not None
    assert (match.span(), match.span("unit")) == ((2, 5), (4, 5))


def test_a_rule_may_not_name_an_unknown_class() -> None:
    with pytest.raises(KeyError):
        compile_grammar("<nosuch>")


def test_no_class_is_a_character_of_regular_expressions() -> None:
    assert all(ord(code) >= 0x100 for code in CODE.values())
    assert len(set(CODE.values())) == len(CODE)
