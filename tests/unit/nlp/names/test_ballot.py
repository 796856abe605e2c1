"""Votes for the type of a text, and what they decide."""

from __future__ import annotations

from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.mentions import FOUND_BY, Name, TypeDecision
from wiredesk.nlp.names.ballot import WEAK, Ballot


def ballot(nlp: Language) -> Ballot:
    return Ballot(parsed(nlp, "Larkwood said so."), [Name(0, 1, "ORG", "model")], None)


def test_weak_rows_do_not_add_up(nlp: Language) -> None:
    votes = ballot(nlp)
    votes.add("Larkwood", "said so", "PERSON", 0.6)
    votes.add("Larkwood", "said so", "PERSON", 0.6)
    votes.add("Larkwood", "said so", "PERSON", 0.6)
    assert votes.of_label("Larkwood", "PERSON") == WEAK


def test_towns_and_landscapes_count_together(nlp: Language) -> None:
    votes = ballot(nlp)
    votes.add("Larkwood", "one", "GPE", 1.0)
    votes.add("Larkwood", "two", "LOC", 1.2)
    votes.add("Larkwood", "three", "ORG", 1.5)
    assert votes.winners() == {"Larkwood": "LOC"}


def test_the_row_with_most_votes_decides(nlp: Language) -> None:
    votes = ballot(nlp)
    votes.add("Larkwood", f"{FOUND_BY}model", "ORG", 1.0)
    votes.add("Larkwood", "securities of it", "ORG", 2.0)
    votes.add("Larkwood", "after a title", "PERSON", 0.5)
    decision = votes.votes["Larkwood"].decision("ORG")
    assert decision == TypeDecision("securities of it", 2.5)
    assert decision.has_reason
    assert not TypeDecision(f"{FOUND_BY}model", 1.0).has_reason
