"""The slots of a verb: doers that grammar hides, and clauses."""

from __future__ import annotations

import pytest
from spacy.language import Language

from tests.support.parses import parsed
from wiredesk.nlp.events.predicates import verb_predicate

SLOTS = {
    "the doer of a passive behind a date": (
        "The treaty was rejected in a vote on Friday by Chad.",
        "rejected",
        "subj",
        ["Chad"],
    ),
    "an author is no doer of a passive": ("He was named in a report by Acme.", "named", "subj", []),
    "who is asked to act": ("France called for Iran to stop its attacks.", "called", "for", ["Iran"]),
    "who does what a clause tells": (
        "The U.S. charged that Japan is dumping chips.",
        "charged",
        "that.actor",
        ["Japan"],
    ),
    "to whom a clause tells it": ("The U.S. said that Iran attacked Israel.", "said", "that.recipient", ["Israel"]),
    "people of a body, whom who means": (
        "Leaders with the Republican Coalition, who rallied behind Stone, left.",
        "rallied",
        "subj",
        ["Leaders"],
    ),
    "a preposition that is said twice": ("Stone worked with Berg and with Holt.", "worked", "with", ["Berg", "Holt"]),
    "the object of a passive": ("Ann Lee was arrested by police.", "arrested", "obj", ["Lee"]),
    "an apposition before the verb": (
        "Coastal Corp, a pipeline company, earned $3 million.",
        "earned",
        "subj",
        ["Corp"],
    ),
}


@pytest.mark.parametrize("case", SLOTS)
def test_what_stands_in_a_slot(nlp: Language, case: str) -> None:
    text, verb, slot, expected = SLOTS[case]
    tokens = parsed(nlp, text)
    found = verb_predicate(tokens, tokens.text.index(verb))
    assert [tokens.text[head] for head in found.heads(slot, tokens)] == expected
