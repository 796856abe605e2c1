"""Events of any text refer to what is there, and their time grows no faster than the text."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.growth import growth
from wiredesk.contract import Article
from wiredesk.event_types import ontology
from wiredesk.nlp.pipeline import Pipeline

PIECES = """Chad attacked Lund and killed five people on Monday . , the U.S. promised threatened to send troops aid if
they refused who said that “ ” not will would police arrested an attack on by rebels , killing Ann Lee President of in
Oslo talks between Norland and its allies accused him of bombing Acme Corp. bought Bolt Ltd. for $3 million
was were had been no"""
TEXT = st.lists(st.sampled_from([*PIECES.split(), "\n\n", "\t", "🙂"]), max_size=80).map(" ".join)
SIZES = (4_000, 8_000, 16_000)
"""Characters of the repeated text."""
REPEATED = {
    "sentences of acts": "Rebels attacked Chad on Monday, killing ten people. ",
    "verbs in a row": "attacked and ",
    "acts of speech": "agreed to promise to threaten to ",
    "accusations": "accused Chad of arming ",
    "relative clauses": "who attacked Chad, which arrested ",
    "nouns of acts": "attack on the ",
    "owners": "Chad's attack on ",
    "places": "attacked in Oslo in ",
    "statuses": "would not have refused to try to ",
}


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(headline=TEXT, body=TEXT)
def test_every_event_refers_to_what_is_there(pipeline: Pipeline, headline: str, body: str) -> None:
    found = pipeline(Article(id="x", headline=headline, body=f"OSLO (Reuters) - {body}", language="en"))
    assert found.engine.failed == ()
    ids = {entity.id for entity in found.entities}
    for event in found.events:
        parts = {role.entity for role in event.roles if role.entity}
        assert {*event.actors, *event.recipients, *event.places} | parts <= ids
        assert {*event.actors, *event.recipients} <= parts
        assert event.quote is None or 0 <= event.quote < len(found.quotes)
        assert event.ontology == ontology(event.type)
        assert event.same >= 1


@pytest.mark.parametrize("shape", REPEATED)
def test_the_time_for_events_grows_no_faster_than_the_text(pipeline: Pipeline, shape: str) -> None:
    piece = REPEATED[shape]

    def story(size: int) -> Article:
        body = f"OSLO (Reuters) - Ann Lee {piece * (size // len(piece))} and left."
        return Article(id="x", language="en", headline="Norland attacked", body=body)

    assert growth(pipeline, story, SIZES) == ""
