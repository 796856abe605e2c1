"""Each row of the cues to a noun's antecedent applies to its example, and not to its counter-example."""

from __future__ import annotations

import pytest

from tests.support.cue_rows import examples, unbracketed
from wiredesk.contract import Article
from wiredesk.nlp.cues import Cue
from wiredesk.nlp.entities.person_noun_cues import PERSON_NOUN_CUES
from wiredesk.nlp.entities.thing_cues import THING_CUES
from wiredesk.nlp.pipeline import Pipeline


@pytest.mark.parametrize(("row", "text", "applies"), [*examples(THING_CUES), *examples(PERSON_NOUN_CUES)])
def test_row(pipeline: Pipeline, row: Cue, text: str, applies: bool) -> None:
    body, start, end = unbracketed(text)
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    voted = {reason.rule for reason in reasons if reason.kind == "nominal" and start <= reason.span[0] < end}
    assert voted, "the noun has no candidate"
    assert (row.name in voted) is applies
