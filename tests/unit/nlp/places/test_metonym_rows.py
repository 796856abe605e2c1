"""The row that decides whether a place acts, for sentences of news."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.examples import read_example
from wiredesk.nlp.places.metonymy import match_rule
from wiredesk.nlp.places.named_place import place_at


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        # subjects
        ("[Chile] accused its neighbour of spying.", "subject"),
        ("Last week [Chile] signed the treaty.", "subject"),
        ("[Chile] and Peru signed the treaty.", "subject"),
        ("[Chile] is ready to sign the treaty.", "state"),
        ("[Chile] remains angry about the treaty.", "state"),
        ("[Chile] is a country in the south.", None),
        ("[Chile] borders Peru.", None),
        ("[Chile] lies on the coast.", None),
        ("[Ireland] were unlucky on Saturday.", "plural verb"),
        ("[Chile] was accused of spying.", "passive subject"),
        ("[Chile] was flooded on Monday.", None),
        ("[Chile] was founded in 1818.", None),
        # objects
        ("The team defeated [Chile].", "object"),
        ("The bank warned [Chile] on Monday.", "object"),
        ("The minister visited [Chile] on Monday.", None),
        ("The storm struck [Chile] on Monday.", None),
        # prepositions
        ("The judge ruled against [Chile].", "against"),
        ("The treaty was rejected by [Chile].", "agent"),
        ("The lake is bordered by [Chile].", None),
        ("Talks between [Chile] and Peru ended.", "between"),
        ("Trade between Chile and [Peru] grew.", "between"),
        ("Flights between [Chile] and Peru resumed.", None),
        ("They signed an agreement with [Chile].", "with"),
        ("The border with [Chile] was closed.", None),
        ("They lost to [Chile] on Sunday.", "after a preposition"),
        ("He plays for [Chile].", "after a preposition"),
        ("They won independence from [Chile].", "after a preposition"),
        ("They imposed sanctions on [Chile].", "after a preposition"),
        ("She flew to [Chile] on Sunday.", None),
        ("She lives in [Chile].", None),
        # possessives and compounds
        ("They criticised [Chile]'s refusal.", "its act"),
        ("They walked through [Chile]'s forests.", None),
        ("The [Chile] captain was injured.", "team"),
        ("The [Chile] coach resigned.", "team"),
        ("The [Chile] wine sold well.", None),
        ("A [Tehran] pact was signed.", "act after the bare name"),
        # sport and headlines, by their form
        ("[Chile] v Peru, Santiago, noon.", "fixture"),
        ("Chile vs. [Peru], Santiago, noon.", "fixture"),
        ("[Chile] 212 all out.", "score"),
        ("[Chile] rejects the new treaty.", "headline"),
        ("Sen. Ann Lee, D-[Texas], won.", None),
        ("Ann Lee ([Wales]) won the race.", None),
    ],
)
def test_the_row_that_decides(nlp: Language, sentence: str, row: str | None) -> None:
    found = match_rule(*read_example(nlp, sentence))
    assert (found.name if found else None) == row


@pytest.mark.parametrize(
    ("sentence", "head", "before", "after"),
    [
        ("She lives in [Chile] now.", "in", "in", "now"),
        ("[Chile] voted.", "vote", "", "voted"),
        ("They met Peru and [Chile].", "meet", "and", "."),
        ("They left [New York].", "leave", "left", "."),
    ],
)
def test_a_place_in_its_sentence(nlp: Language, sentence: str, head: str, before: str, after: str) -> None:
    place = place_at(*read_example(nlp, sentence))
    assert (place.lemma, place.before, place.after) == (head, before, after)


def test_the_last_word_of_a_text_has_nothing_after_it(nlp: Language) -> None:
    place = place_at(*read_example(nlp, "They left [Chile]"))
    assert place.after == "" and place.is_object and not place.is_subject


def test_of_before_a_name(nlp: Language) -> None:
    assert place_at(*read_example(nlp, "The Bank of [England] fell.")).is_of
    assert not place_at(*read_example(nlp, "They left [England].")).is_of
