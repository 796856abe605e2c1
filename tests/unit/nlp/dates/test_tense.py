"""On which side of the story's day a date lies, by the words before it and by its verb."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.dates.tense import (
    FUTURE,
    OPEN,
    PAST,
    RULES,
    STRONG,
    WEAK,
    TenseRule,
    VerbForm,
    phrase_tense,
    verb_tense,
)
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.tokens import Tokens

Parse = Callable[[str], tuple[Tokens, int]]


@pytest.fixture
def parse(nlp: Language) -> Parse:
    """Parse a sentence; the token in brackets is returned with it."""

    def run(sentence: str) -> tuple[Tokens, int]:
        start = sentence.index("[")
        layout = analyze(Article(id="x", body=sentence.replace("[", "").replace("]", "")))
        tokens = flatten(nlp(layout.masked), layout)
        return tokens, tokens.token_starting_at[start]

    return run


@pytest.mark.parametrize(
    ("words", "adjoins", "tense"),
    [
        (("it", "ended"), True, PAST * STRONG),
        (("open", "until"), True, FUTURE * WEAK),
        (("open", "until"), False, FUTURE),
        (("is", "due"), True, FUTURE),
        (("month", "ending"), True, FUTURE),
        (("scheduled", "for"), True, FUTURE),
        (("left", "for"), True, OPEN),
        (("slated", "on"), True, FUTURE),
        (("planned", "on"), True, OPEN),
        (("ahead", "of"), True, FUTURE),
        (("out", "of"), True, OPEN),
        (("soon", "as"), True, FUTURE),
        (("late", "as"), True, OPEN),
        (("", ""), True, OPEN),
    ],
)
def test_the_words_before_a_date_have_a_tense(words: tuple[str, str], adjoins: bool, tense: float) -> None:
    assert phrase_tense(*words, adjoins=adjoins) == tense


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.yes], ids=lambda rule: rule.name)
def test_the_rule_is_the_first_to_apply_to_its_example(parse: Parse, rule: TenseRule) -> None:
    tokens, token = parse(rule.yes)
    verb = tokens.head[token]
    while tokens.pos[verb] not in {"VERB", "AUX"}:
        verb = tokens.head[verb]
    form = VerbForm.read(tokens, verb, precedes=token > verb)
    assert next(row.name for row in RULES if row.applies(form)) == rule.name


@pytest.mark.parametrize(
    ("sentence", "tense"),
    [
        ("The bridge opened [Thursday].", PAST),
        ("The bridge will open [Thursday].", FUTURE),
        ("The bridge would have opened [Thursday].", PAST),
        ("The ministry scheduled a hearing for him [Thursday].", FUTURE),
        ("The mayor welcomed [Thursday]'s ruling.", OPEN),
        ("The parties argued ahead of [Thursday]'s vote.", FUTURE),
    ],
)
def test_a_date_has_the_tense_of_its_verb(parse: Parse, sentence: str, tense: float) -> None:
    assert verb_tense(*parse(sentence)) == tense
