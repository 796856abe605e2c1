"""Each row of the cues to a pronoun's antecedent applies to its example, and not to its counter-example."""

from __future__ import annotations

import pytest

from tests.support.cue_rows import examples, unbracketed
from wiredesk.contract import Article
from wiredesk.nlp.cues import Cue
from wiredesk.nlp.entities.antecedent_cues import ANTECEDENT_CUES
from wiredesk.nlp.pipeline import Pipeline


@pytest.mark.parametrize(("row", "text", "applies"), examples(ANTECEDENT_CUES))
def test_row(pipeline: Pipeline, row: Cue, text: str, applies: bool) -> None:
    body, start, end = unbracketed(text)
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    voted = {reason.rule for reason in reasons if reason.kind == "pronoun" and reason.span == (start, end)}
    assert voted, "the pronoun has no candidate"
    assert (row.name in voted) is applies
