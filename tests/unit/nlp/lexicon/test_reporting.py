"""The lexicon of reporting verbs, and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib.resources import files

import pytest

from tests.support.extraction_views import named, names, texts
from wiredesk.contract import Extraction
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs, person_verbs
from wiredesk.nlp.lexicon.reporting import cue_lexicon, person_reporting_verbs, reporting_verbs

Extract = Callable[..., Extraction]


@pytest.mark.parametrize("lemma", ["say", "tell", "vow", "pledge", "contend", "stress", "announce", "tweet", "recall"])
def test_a_verb_of_quotation_and_clause_reports(lemma: str) -> None:
    assert lemma in reporting_verbs()


@pytest.mark.parametrize("lemma", ["smile", "sing", "know", "plan", "visit", "blurt_out"])
def test_what_only_accompanies_speech_or_is_only_thought_does_not_report(lemma: str) -> None:
    assert lemma not in reporting_verbs()


@pytest.mark.parametrize("lemma", ["announce", "forecast", "show", "disclose"])
def test_what_organisations_do_says_nothing_about_its_subject(lemma: str) -> None:
    assert lemma in reporting_verbs()
    assert lemma not in person_reporting_verbs()


@pytest.mark.parametrize("lemma", ["say", "vow", "smile", "marry"])
def test_what_people_do(lemma: str) -> None:
    assert lemma in person_subject_verbs()


def test_verbs_of_life_and_career_tell_a_person_too() -> None:
    assert {"resign", "elect", "emigrate"} <= person_verbs()


def test_the_frames_of_several_rows_add_up() -> None:
    assert {"quote", "that", "prep:to"} <= cue_lexicon().verbs["respond"]


@pytest.mark.parametrize("verb", ["said", "warned", "insisted", "argued", "vowed", "pledged", "contended", "stressed"])
def test_who_spoke_last_goes_on_speaking_whatever_the_verb(extract: Extract, verb: str) -> None:
    result = extract(
        f"Mayor Paul Berg {verb} the plan would work. Councillor Jan Holm listened to the debate. "
        f"He {verb} it would cost nothing."
    )
    assert "He" in texts(result, named(result, "Paul Berg"))


@pytest.mark.parametrize("verb", ["announced", "disclosed", "forecast"])
def test_a_body_that_announces_is_no_person(extract: Extract, verb: str) -> None:
    result = extract(f"Norvend {verb} a loss of 3 million euros on Tuesday.")
    assert ("Norvend", "PERSON") not in names(result)


PREPOSITIONS = frozenset(
    [
        "of",
        "about",
        "for",
        "on",
        "with",
        "at",
        "by",
        "against",
        "over",
        "in",
        "from",
        "upon",
        "toward",
        "off",
        "between",
        "behind",
    ]
)


def test_every_frame_is_described_in_the_head_of_the_lexicon() -> None:
    lexicon = cue_lexicon()
    rows = [*lexicon.verbs.values(), *lexicon.nouns.values(), *lexicon.adjectives.values()]
    text = files("wiredesk.nlp.lexicon").joinpath("reporting_cues.tsv").read_text(encoding="utf-8")
    described = set(re.findall(r"^#   (\S+) ", text, re.MULTILINE))
    assert frozenset().union(*rows) - PREPOSITIONS - described == set()
