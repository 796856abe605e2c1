"""Verbs whose subject is a person."""

from __future__ import annotations

from functools import cache

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import person_reporting_verbs


@cache
def person_subject_verbs() -> frozenset[str]:
    """Return the lemmas of the verbs of speech and feeling whose active subject is a person more often than not."""
    return person_reporting_verbs() | word_set("person_verbs", "feeling")


@cache
def person_verbs() -> frozenset[str]:
    """Return the lemmas of all verbs whose subject is a person."""
    return person_subject_verbs() | word_set("person_verbs", "life", "career")
