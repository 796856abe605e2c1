"""Salience by position, kind and grammatical role."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.entities.salience import salience
from wiredesk.nlp.mentions import Cluster, TokenMention


def clusters(*places: tuple[int, str]) -> list[Cluster]:
    return [Cluster("ORG", [TokenMention(at, at + 1, kind, "")]) for at, kind in places]  # type: ignore[arg-type]


def test_the_shares_add_up_to_one(nlp: Language) -> None:
    tokens = parsed(nlp, "Acme sued Borealis. Cordon watched.")
    shares = salience(tokens, clusters((0, "name"), (2, "name"), (4, "name")), False, None)
    assert sum(shares) == pytest.approx(1.0, abs=0.001)


def test_a_subject_counts_more(nlp: Language) -> None:
    shares = salience(parsed(nlp, "Acme sued Borealis."), clusters((0, "name"), (2, "name")), False, None)
    assert shares[0] > shares[1]


def test_a_name_counts_more_than_a_pronoun(nlp: Language) -> None:
    tokens = parsed(nlp, "Acme sued. It lost.")
    shares = salience(tokens, clusters((0, "name"), (3, "pronoun")), False, None)
    assert shares[0] > shares[1]


def test_the_first_paragraph_counts_more(nlp: Language) -> None:
    tokens = parsed(nlp, "Acme sued.\n\nBorealis lost.")
    second = tokens.text.index("Borealis")
    shares = salience(tokens, clusters((0, "name"), (second, "name")), False, None)
    assert shares[0] > shares[1]


def test_the_dateline_does_not_count(nlp: Language) -> None:
    tokens = parsed(nlp, "Oslo sued Borealis.")
    assert salience(tokens, clusters((0, "name"), (2, "name")), False, (0, 4)) == [0.0, 1.0]
    assert salience(tokens, [], False, None) == []


def test_a_demonym_counts_half(nlp: Language) -> None:
    tokens = parsed(nlp, "Acme sued Borealis.")
    found = clusters((0, "name"), (2, "name"))
    found[0].type = "NORP"
    assert (
        salience(tokens, found, False, None)[0] < salience(tokens, clusters((0, "name"), (2, "name")), False, None)[0]
    )
