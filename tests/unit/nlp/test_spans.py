"""Every span of every kind lies inside the text, whatever the text is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

PIECES = """Ms Okafor said on Thursday that "the plan" ' “ ” , . - -- ( ) PARIS, May 8 (Reuters) - €3.5 bn he it “No,”
Acme Corp. the Kremlin 80 years 12% U.S. Russian 🙂 שלום ‘ ’ told her of Mr Lee, chief of Acme (AC.N)"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n", "\t", "\x00", "\u200b"])
TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def spans(value: Any, key: str = "") -> Iterator[tuple[int, int]]:
    """Every span in a dumped extraction."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from spans(part, name)
    elif isinstance(value, tuple | list):
        if key in {"span", "cue", "source", "trigger"} or (
            key in {"content", "summary"} and value and isinstance(value[0], int)
        ):
            yield value[0], value[1]
        else:
            for part in value:
                yield from spans(part, key)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(headline=TEXT, body=TEXT)
def test_every_span_is_inside_the_text(pipeline: Pipeline, headline: str, body: str) -> None:
    article = Article(id="x", headline=headline, body=body, language="en")
    result = pipeline(article)
    assert result.text == article.text
    for start, end in spans(result.model_dump()):
        assert 0 <= start < end <= len(result.text)
    assert Extraction.model_validate_json(result.json_line()) == result
    assert pipeline(article) == result
