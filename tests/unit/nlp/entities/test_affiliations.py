"""Organisations named beside a person: the words that say so are the title."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.contract import EntityType
from wiredesk.nlp.entities.affiliations import (
    led_organisation,
    organisation_after,
    organisation_in_brackets,
    party,
)
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_phrases import role_ending, title_phrase_at
from wiredesk.nlp.entities.titles import title_before
from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.mentions import Cluster, TokenMention


def story(nlp: Language, text: str, **clusters: tuple[str, EntityType]) -> tuple[TitleContext, TokenMention]:
    """Return a story with clusters by their text, and the mention of the one called ``person``."""
    tokens = parsed(nlp, text)
    found = {}
    for key, (name, label) in clusters.items():
        start = text.index(name)
        mention = TokenMention(*tokens.covering((start, start + len(name))), "name", "")
        found[key] = Cluster(label, [mention])
    return TitleContext(tokens, list(found.values()), entity_lexicon()), found["person"].mentions[0]


@pytest.mark.parametrize(
    ("rule", "text", "organisation", "title"),
    [
        (led_organisation, "Acme, led by Ann Lee, fell.", "Acme", "led"),
        (led_organisation, "Acme under the leadership of Ann Lee grew.", "Acme", "leadership"),
        (organisation_after, "Ann Lee of Acme left.", "Acme", "Acme"),
        (organisation_after, "Ann Lee for the Liberal Party won.", "Liberal Party", "Liberal Party"),
        (organisation_in_brackets, "Ann Lee (Liberal Party) won.", "Liberal Party", "Liberal Party"),
        (party, "Liberal Party Ann Lee won.", "Liberal Party", "Liberal Party"),
        (party, "The Liberal Party of Ann Lee won.", "Liberal Party", "Liberal Party"),
        (party, "Acme's Ann Lee won.", "Acme", "Acme"),
    ],
)
def test_the_words_that_say_so(nlp: Language, rule: object, text: str, organisation: str, title: str) -> None:
    context, mention = story(nlp, text, person=("Ann Lee", "PERSON"), organisation=(organisation, "ORG"))
    found = list(rule(context, mention))  # type: ignore[operator]
    assert [(context.tokens.string(each.start, each.end), each.of) for each in found] == [(title, 1)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (led_organisation, "Acme, hit by Ann Lee, fell."),
        (organisation_after, "Ann Lee at Acme left."),
        (organisation_in_brackets, "Ann Lee met Acme (again)."),
        (party, "Acme fired Ann Lee."),
    ],
)
def test_other_words_say_nothing(nlp: Language, rule: object, text: str) -> None:
    context, mention = story(nlp, text, person=("Ann Lee", "PERSON"), organisation=("Acme", "ORG"))
    assert list(rule(context, mention)) == []  # type: ignore[operator]


def test_the_longest_role_before_a_token(nlp: Language) -> None:
    context, _ = story(nlp, "Deputy prime minister Ann Lee won.", person=("Ann Lee", "PERSON"))
    assert role_ending(context, 3) == 3
    assert role_ending(context, 4) == 0


def test_a_title_before_and_a_phrase(nlp: Language) -> None:
    context, mention = story(nlp, "The former prime minister Ann Lee won.", person=("Ann Lee", "PERSON"))
    title = title_before(context, mention.start)
    assert title and context.tokens.string(title.start, title.end) == "former prime minister"
    assert title_phrase_at(context, 0) is None, "the phrase goes on with the person's name"
