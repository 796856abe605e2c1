"""Keyphrases: which names and noun phrases are typical of a story."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.keyphrases.phrase_candidates import PhraseCandidate
from wiredesk.nlp.keyphrases.phrase_scores import ScoredPhrase, best
from wiredesk.nlp.pipeline import Pipeline

STORY = """DRESDEN, May 8 (Reuters) - President Ann Lee opened a wind farm off Denmark on Monday and promised cheap \
electricity, her spokesman said.

Acme Energy Corp built the wind farm for $2 billion. The turbines of the wind farm are the largest in Europe, Acme said.

Fishermen fear for the herring. "The turbines drive the herring away," said Bob Roe of the fishermen's union, which \
told Reuters that it would sue.

(Reporting by Carla Soto; Editing by Dan Hill)"""


@pytest.fixture(scope="module")
def found(pipeline: Pipeline) -> Extraction:
    return pipeline(Article(id="x", headline="Lee opens wind farm", body=STORY, language="en"))


def texts(found: Extraction) -> list[str]:
    return [phrase.text for phrase in found.keyphrases]


def test_what_a_story_is_about_comes_first(found: Extraction) -> None:
    assert texts(found)[0] == "wind farm"
    assert {"Ann Lee", "Denmark", "herring", "turbines"} <= set(texts(found))


def test_an_entity_has_its_fullest_name_and_its_id(found: Extraction) -> None:
    phrase = next(one for one in found.keyphrases if one.text == "Acme Energy Corp")
    assert {one.id: one.name for one in found.entities}[phrase.entity or ""] == "Acme Energy Corp"
    assert phrase.span
    assert found.text[slice(*phrase.span)] == "Acme Energy Corp"


def test_dateline_days_sums_titles_agencies_and_sign_offs_count_nothing(found: Extraction) -> None:
    words = {word for text in texts(found) for word in text.lower().split()}
    assert words.isdisjoint(
        ["dresden", "may", "monday", "billion", "president", "spokesman", "reuters", "carla", "reporting"]
    )


def test_none_is_inside_another(found: Extraction) -> None:
    rows = [f" {text.lower()} " for text in texts(found)]
    assert not [(one, other) for one in rows for other in rows if one != other and one in other]


def test_scores_fall_from_one_to_the_next(found: Extraction) -> None:
    scores = [phrase.score for phrase in found.keyphrases]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_words_of_one_family_are_one_phrase() -> None:
    rows = [
        ScoredPhrase(0.5, PhraseCandidate((word,), [(at, at + 1)]))
        for at, word in enumerate(("terrorism", "terrorist"))
    ]
    assert [one.phrase.key for one in best(rows, 10)] == [("terrorism",)]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("The budget deficit grew. A budget deficit is dear. Deficits hurt.", "budget deficit"),
        ("Chinese exports fell. Exports to the United States fell most. Exporters complain.", "exports"),
        ("A long-range missile hit the base. The long-range missile was new.", "long-range missile"),
        (
            "It joined the Organization of the Petroleum Exporting Countries in May.",
            "Organization of the Petroleum Exporting Countries",
        ),
    ],
)
def test_the_form_of_a_phrase(extract: Callable[..., Extraction], body: str, text: str) -> None:
    assert text in texts(extract(body))


def test_a_table_gives_no_phrases_of_its_own(extract: Callable[..., Extraction]) -> None:
    body = "Shr loss one ct vs profit 15 cts\n\nNet loss 10,863 vs profit 176,344\n\nRevs 672,073 vs 766,066"
    words = {word for text in texts(extract(body, headline="ACME INC 4TH QTR LOSS")) for word in text.lower().split()}
    assert words.isdisjoint({"shr", "cts", "revs", "qtr", "vs"})


def test_codes_of_shares_and_short_forms_of_states_are_none(extract: Callable[..., Extraction]) -> None:
    body = "Acme Steel Corp <ACME.N> of Richmond, Va., said <ZQX> and <Roe Tools Ltd> agreed on a merger."
    found = texts(extract(body))
    assert "Acme Steel Corp" in found
    assert {"Va.", "ZQX", "ACME.N"}.isdisjoint(found)


def test_the_explanation_names_the_rule(pipeline: Pipeline) -> None:
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=STORY, language="en"))
    rules = {reason.rule for reason in reasons if reason.kind == "keyphrase"}
    assert rules == {"name", "noun phrase"}
