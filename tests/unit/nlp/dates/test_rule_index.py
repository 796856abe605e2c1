"""The index of the date rules: it finds what every rule finds alone."""

from __future__ import annotations

import pytest

from wiredesk.nlp.dates.matcher import RULES
from wiredesk.nlp.dates.rule_index import RuleIndex, openings
from wiredesk.nlp.dates.token_classes import class_name, compile_grammar
from wiredesk.nlp.dates.tokenizer import tokenize

TEXTS = [
    *(text for rule in RULES for text in (rule.yes, rule.no)),
    "the the the last last two two or three weeks weeks ago from now on 3 3 May 3 1997 , 1998",
    "Before the end of the second week of next March, at 9 a.m. on Monday, March 3, two days before the first Sunday",
]


def found_alone(classes: str) -> list[tuple[int, int, str]]:
    ranked = [
        (match.start(), -match.end(), order)
        for order, rule in enumerate(RULES)
        for match in rule.pattern.finditer(classes)
    ]
    return [(start, -end, RULES[order].name) for start, end, order in sorted(ranked)]


def test_the_index_finds_what_every_rule_finds_alone() -> None:
    index = RuleIndex(RULES)
    for text in TEXTS:
        classes = tokenize(text.translate({ord("["): None, ord("]"): None})).classes
        found = [(match.start(), match.end(), rule.name) for match, rule in index.matches(classes)]
        assert found == found_alone(classes), text


@pytest.mark.parametrize(
    ("grammar", "expected"),
    [
        ("<last><unit>", {"last unit"}),
        ("<the>?<last|next>", {"the last", "the next", "last", "next"}),
        ("(?P<day><int>)(?:<comma><year4>|<hy>)?", {"int", "int comma", "int hy"}),
        ("(?<=<in>)<the>(?!<of>)<unit>", {"the unit"}),
        ("(?:<word><hy>?){2,4}<unit>", {"word word", "word hy"}),
        ("<word>{0,1}<unit>{2}", {"word unit", "unit unit"}),
        ("<word>+", {"word", "word word"}),
        ("<word>*<unit>", {"unit", "word unit", "word word"}),
    ],
)
def test_openings_are_the_first_two_classes(grammar: str, expected: set[str]) -> None:
    found = openings(compile_grammar(grammar).pattern)
    assert {" ".join(map(class_name, opening)) for opening in found} == expected


def test_a_rule_that_matches_no_token_is_refused() -> None:
    empty = RULES[0].__class__("empty", compile_grammar("<the>?"), RULES[0].resolve, yes="", no="")
    with pytest.raises(ValueError, match="'empty' matches an empty expression"):
        RuleIndex([empty])
