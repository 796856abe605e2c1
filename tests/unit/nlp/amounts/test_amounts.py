"""Money, percentages and counts, normalised."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.amounts.amount_extractor import AMOUNTS
from wiredesk.nlp.context import Options
from wiredesk.nlp.dateline_extractor import DATELINE, DATELINE_PARTS
from wiredesk.nlp.dates.date_extractor import DATES
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]


@pytest.fixture(scope="module")
def extract(nlp: Language) -> Extract:
    """Extract a body with no more extractors than are tested here."""
    pipeline = Pipeline(nlp, (DATELINE_PARTS, DATELINE, DATES, AMOUNTS), Options())

    def run(body: str, **fields: object) -> Extraction:
        return pipeline(Article.model_validate({"id": "test", "body": body, **fields}))

    return run


CASES: list[tuple[str, list[tuple[str, str, float, str | None]]]] = [
    ("The buyer paid $1.2 billion for it.", [("$1.2 billion", "money", 1.2e9, "USD")]),
    ("It lost 139.6 mln dlrs last year.", [("139.6 mln dlrs", "money", 139.6e6, "USD")]),
    ("The dividend was 83 cts a share.", [("83 cts", "money", 0.83, "USD")]),
    ("The fund raised US$117.3 million.", [("US$117.3 million", "money", 117.3e6, "USD")]),
    ("He owes 50,000 Canadian dollars.", [("50,000 Canadian dollars", "money", 50000, "CAD")]),
    ("The bank was fined €3.5bn.", [("€3.5bn", "money", 3.5e9, "EUR")]),
    ("The state will spend Rs 500 crore.", [("Rs 500 crore", "money", 5e9, "INR")]),
    ("It cost 5.4 lakh crore rupees.", [("5.4 lakh crore rupees", "money", 5.4e12, "INR")]),
    ("It cost 20 million francs.", [("20 million francs", "money", 20e6, None)]),
    (
        "The firm expects $10 to $12 million.",
        [("$10", "money", 10e6, "USD"), ("$12 million", "money", 12e6, "USD")],
    ),
    ("Between 5 and 7 percent of them left.", [("5", "percent", 5, "percent"), ("7 percent", "percent", 7, "percent")]),
    ("Output fell 12-1/2 pct.", [("12-1/2 pct", "percent", 12.5, "percent")]),
    ("Shares moved -0.5% at the close.", [("-0.5%", "percent", -0.5, "percent")]),
    ("Rates rose 25 basis points.", [("25 basis points", "percent", 0.25, "percentage point")]),
    ("Growth slowed half a percentage point.", [("half a percentage point", "percent", 0.5, "percentage point")]),
    ("Seventeen people died.", [("Seventeen people", "count", 17, "people")]),
    ("The port shipped 155,221 bags of sugar.", [("155,221 bags", "count", 155221, "bag")]),
    ("Half a million people fled.", [("Half a million people", "count", 5e5, "people")]),
    ("Prices rose on May 8, 2025 at 9:30 a.m. in 30 towns.", [("30 towns", "count", 30, "town")]),
    ("They marked the 80th anniversary.", []),
    ("He waited three days.", []),
    ("The team won 3-2.", []),
    ("9" * 400, []),
]


@pytest.mark.parametrize(("body", "expected"), CASES, ids=[case[0][:40] for case in CASES])
def test_amounts(extract: Extract, body: str, expected: list[tuple[str, str, float, str | None]]) -> None:
    result = extract(body, published="2025-05-08T15:00:00+00:00", language="en")
    found = [(result.text[slice(*one.span)], one.kind, one.value, one.unit) for one in result.amounts]
    assert found == [(text, kind, pytest.approx(value), unit) for text, kind, value, unit in expected]


RUN = """$ US$ € Rs 1 2.5 1,000 12-1/2 1/2 ten twenty-five half a million bn mln crore percent % pct points to - and
between dollars dlrs pounds cents yen francs people of 2025 May 3 days 999999999999999999999"""
PIECES = st.sampled_from(RUN.split())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(pieces=st.lists(PIECES, max_size=30), glue=st.sampled_from([" ", ""]))
def test_any_run_of_figures(extract: Extract, pieces: list[str], glue: str) -> None:
    """Spans lie inside the text, in order and apart from each other and from the dates."""
    body = glue.join(pieces)
    result = extract(body, published="2025-05-08T15:00:00+00:00", language="en")
    end = 0
    for one in result.amounts:
        assert end <= one.span[0] < one.span[1] <= len(result.text)
        end = one.span[1]
        assert all(one.span[1] <= day.span[0] or day.span[1] <= one.span[0] for day in result.dates)
    assert extract(body, published="2025-05-08T15:00:00+00:00", language="en").amounts == result.amounts
