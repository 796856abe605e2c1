"""The score of each record."""

from __future__ import annotations

import pytest

from benchmarks.reading.fitting import Labelled, bins, fit, held_out_scores
from wiredesk.contract import Article
from wiredesk.nlp.confidence import evidence
from wiredesk.nlp.confidence.scores import probability, weights
from wiredesk.nlp.pipeline import Pipeline

STORY = (
    "LYON, May 8 (Reuters) - Anna Kovac, the mayor of Lyon, said on Thursday the bridge would cost 2 million euros. "
    "She opened it with Peter Lund."
)


def test_every_record_has_a_score(pipeline: Pipeline) -> None:
    found = pipeline(Article.model_validate({"id": "x", "body": STORY, "published": "2025-05-08T09:00:00Z"}))
    titles = [title for entity in found.entities for title in entity.titles]
    places = [entity.location for entity in found.entities if entity.location]
    records = [*found.entities, *titles, *places, *found.quotes, *found.events, *found.dates, *found.amounts]
    assert len(records) > 8 and all(one.score is not None and 0 < one.score < 1 for one in records)


def test_evidence_that_has_no_weight_changes_nothing() -> None:
    assert probability("entity", ("no such evidence",)) == probability("entity", ())
    assert set(weights()) == {"entity", "place", "title", "quote", "event", "date", "amount", "form"}


def test_the_form_of_a_text_is_evidence() -> None:
    assert evidence.of_text(STORY, ()) == ()
    assert evidence.of_text(STORY.upper(), ()) == ("text in capitals",)
    assert evidence.of_text(STORY.lower(), ()) == ("text without capitals",)
    assert evidence.of_text("1 2 3 🙂", ()) == ("no letters",)
    assert evidence.of_text("Then he went on and " * 100, ()) == ("text without sentences",)


@pytest.mark.parametrize(
    "body", [STORY.upper(), STORY.lower(), "Bako Lari, Tende Morva, Vika Nordel, Halan Tosti, Mirel Vasko, " * 50]
)
def test_nothing_in_a_text_of_an_odd_form_is_sure(pipeline: Pipeline, body: str) -> None:
    found = pipeline(Article(id="x", body=body, language="en"))
    scores = [one.score for one in (*found.entities, *found.quotes, *found.dates, *found.amounts)]
    assert scores and all(score is not None and score < 0.9 for score in scores)


def records() -> list[Labelled]:
    """Return records of 20 stories; of those with good evidence 19 of 20 are right, of the others 2 of 5."""
    good = [Labelled(("good",), story != 7, f"s{story}") for story in range(20)]
    return good + [Labelled(("bad",), story % 5 < 2, f"s{story}") for story in range(20)]


def test_weights_follow_the_verdicts() -> None:
    found = fit(records())
    assert found["good"] > 0 > found["bad"]
    scores = held_out_scores(records())
    assert min(scores[:20]) > max(scores[20:])
    rows = {name: (number, round(share, 2)) for name, number, share in bins(records(), scores)}
    assert sum(number for number, _ in rows.values()) == 40
