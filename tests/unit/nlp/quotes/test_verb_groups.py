"""The verb group of a cue, its subject, and the reported part of its complement."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.lexicon.reporting import cue_lexicon
from wiredesk.nlp.quotes.complements import allows_preposition, find_complement
from wiredesk.nlp.quotes.quote_context import quoted_passages
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_passive, verb_frames
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


def words(tokens: Tokens, first: int, last: int) -> str:
    return tokens.string(first, last + 1)


@pytest.mark.parametrize(
    ("sentence", "group"),
    [
        ("Keller has not [said] why.", "has not said"),
        ("Keller [said] again that it was safe.", "said again"),
        ("Keller [said] in a statement that it was safe.", "said in a statement"),
        ("Keller continued to [express] doubts.", "continued to express"),
        ("Keller vowed to [express] doubts.", "to express"),
        ("Keller issued a statement [saying] it was safe.", "issued a statement saying"),
        ("Keller [pointed] out that it was safe.", "pointed out"),
    ],
)
def test_the_cue_takes_in_its_verb_group(parse: Parse, sentence: str, group: str) -> None:
    tokens, verb = parse(sentence)
    _, particle = verb_frames(tokens, verb, cue_lexicon())
    assert words(tokens, *cue_group(tokens, verb, cue_lexicon(), particle)) == group


@pytest.mark.parametrize(
    ("sentence", "subject"),
    [
        ("Keller [said] it was safe.", "Keller"),
        ("Keller opened the bridge and [said] it was safe.", "Keller"),
        ("Keller promised to [say] more.", "Keller"),
        ("They met a man [saying] it was safe.", "man"),
        ("Keller issued a statement [saying] it was safe.", "Keller"),
        ("[Say] it again.", None),
    ],
)
def test_a_verb_shares_the_subject_of_the_verb_above(parse: Parse, sentence: str, subject: str | None) -> None:
    tokens, verb = parse(sentence)
    found = find_subject(tokens, verb)
    assert (None if found is None else tokens.text[found]) == subject


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("Keller was [told] to leave.", True),
        ("They discussed a plan [backed] by the union.", True),
        ("Keller [told] them.", False),
        ("Keller has [told] them.", False),
    ],
)
def test_a_passive_is_known_by_its_auxiliary_or_its_form(parse: Parse, sentence: str, passive: bool) -> None:
    assert is_passive(*parse(sentence)) is passive


@pytest.mark.parametrize(
    ("sentence", "reported"),
    [
        ("Keller [said] on Thursday the bridge was safe.", "the bridge was safe"),
        ("Keller [said] that the bridge was safe and added that it was old.", "that the bridge was safe"),
        ("Keller [vowed] to resign if he lost.", "to resign if he lost"),
        ("Keller [told] them to resign.", "to resign"),
        ("Keller [wants] the bank to act.", "the bank to act"),
        ("Keller [called] for an inquiry.", "an inquiry"),
        ("Keller [accused] him of lying.", "him of lying"),
        ("Keller [opened] the bridge.", None),
    ],
)
def test_the_complement_is_what_the_frames_allow(parse: Parse, sentence: str, reported: str | None) -> None:
    tokens, verb = parse(sentence)
    frames, particle = verb_frames(tokens, verb, cue_lexicon())
    last = cue_group(tokens, verb, cue_lexicon(), particle)[1]
    found = find_complement(tokens, verb, last, frames, cue_lexicon())
    assert (words(tokens, found.left, found.right) if found else None) == reported


def test_the_preposition_to_is_not_the_infinitive() -> None:
    assert not allows_preposition(frozenset({"to"}), "to")
    assert allows_preposition(frozenset({"prep:to"}), "to")
    assert allows_preposition(frozenset({"for"}), "for")


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Hugh [Hill], a doctor, said it was safe.", "Hugh Hill, a doctor,"),
        ("Two [people] familiar with the matter said it was safe.", "Two people familiar with the matter"),
        ("A [poll] last week showed it was safe.", "A poll last week"),
    ],
)
def test_the_source_is_the_whole_noun_phrase(parse: Parse, sentence: str, phrase: str) -> None:
    tokens, head = parse(sentence)
    start, end = noun_phrase(tokens, head, tokens.head[head]) or (0, 0)
    assert tokens.masked[start:end] == phrase


@pytest.mark.parametrize(
    ("text", "clipped"), [("— it was safe . [x]", "it was safe"), (", . [x]", None), ("safe ( or not [x]", "safe")]
)
def test_a_span_has_no_punctuation_at_its_ends(parse: Parse, text: str, clipped: str | None) -> None:
    tokens, last = parse(text)
    span = clip(tokens, 0, last - 1)
    assert (tokens.masked[slice(*span)] if span else None) == clipped


def test_a_passage_has_the_rest_of_its_sentence_around_it(parse: Parse) -> None:
    tokens, _ = parse("[It] rained. “No,” Keller said, “never.” They left.")
    first, second = quoted_passages(tokens, tokens.passages, tokens.lines)
    assert (first.ending, second.ending, first.follows, second.follows) == (",", ".", False, True)
    assert first.before[0] == first.before[1]
    assert tokens.string(*first.after) == "Keller said,"
    assert tokens.string(*second.before) == "Keller said,"


@pytest.mark.parametrize(
    ("sentence", "reports"),
    [
        ("Dealers [snapped] up the chips.", False),
        ("The army [called] up its reserves.", False),
        ("Keller [said] it was safe.", True),
        ("Keller [snapped] back that it was safe.", True),
        ("Keller [pointed] out the error.", True),
    ],
)
def test_a_verb_with_a_particle_and_an_object_is_another_verb(parse: Parse, sentence: str, reports: bool) -> None:
    assert bool(verb_frames(*parse(sentence), cue_lexicon())[0]) is reports
