"""What holds for the quotes of every text."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

SAMPLE = """Anna Keller said that told reporters according to the mayor , . : “ ” " ' ’ ‘ „ « » `` '' + who he she they
which bridge was shut announced plans vowed to resign called it a farce for an inquiry denied having seen accused him
of lying is expected seems opposition “No,” Berg says as noted in a poll 40 percent reportedly — ( ) and but ? !"""
TEXT = st.lists(st.sampled_from([*SAMPLE.split(), "\n\n", "\n", "\t"]), max_size=70).map(" ".join)


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(TEXT)
def test_every_quote(pipeline: Pipeline, text: str) -> None:
    article = Article(id="x", body=text, language="en")
    result = pipeline(article)
    ids = {entity.id for entity in result.entities}
    for quote in result.quotes:
        assert quote.content
        assert quote.speaker is None or quote.speaker in ids
        for start, end in quote.content:
            assert 0 <= start < end <= len(text)
            assert quote.cue is None or end <= quote.cue[0] or quote.cue[1] <= start
            assert quote.source is None or end <= quote.source[0] or quote.source[1] <= start
        assert list(quote.content) == sorted(quote.content)
    assert pipeline(article).quotes == result.quotes
