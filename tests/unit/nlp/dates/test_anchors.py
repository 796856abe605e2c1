"""Expressions that count from another one, and the anchor that they record."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.nlp.pipeline import Pipeline

ROWS = [
    # text with the expression in brackets, value, anchor
    ("He was held on March 3. [Three days later] he was freed.", "2025-03-06", "2025-03-03"),
    ("He resigned on April 12. [The following morning] he left.", "2025-04-13TMO", "2025-04-12"),
    ("The board met on 4 March; [a week earlier] it had met him.", "2025-W09", "2025-03-04"),
    ("They signed in January 2024. [Two months after that] it collapsed.", "2024-03", "2024-01"),
    ("They met on 2 June. He had left [the night before], she said.", "2025-06-01TNI", "2025-06-02"),
    ("They met on 2 June. He had left [the day before], she said.", "2025-06-01", "2025-06-02"),
    ("Sales were 3 million euros in 2023, from 2 million [the year before].", "2022", "2023"),
    ("They met on 2 June and [the same evening] they left.", "2025-06-02TEV", "2025-06-02"),
    ("The mine shut on Tuesday and [the next morning] it burned.", "2025-05-07TMO", "2025-05-06"),
    ("He had left [the night before], she said.", None, None),
    ("[Three days later] he was freed.", None, None),
    ("They met in 2023. [Two weeks later] they parted.", None, None),
    ("They met [yesterday].", "2025-05-07", "2025-05-08"),
    ("They met on [Monday].", "2025-05-05", "2025-05-08"),
    ("They met on [4 March 2024].", "2024-03-04", None),
    ("They met for [two weeks].", "P2W", None),
    ("They meet [daily].", "P1D", None),
    ("They meet at [9 a.m. Tuesday].", "2025-05-13T09:00", "2025-05-08"),
]


@pytest.mark.parametrize(("marked", "value", "anchor"), ROWS)
def test_a_date_records_what_it_was_counted_from(
    date_pipeline: Pipeline, marked: str, value: str | None, anchor: str | None
) -> None:
    expression = marked[marked.index("[") + 1 : marked.index("]")]
    body = marked.replace("[", "").replace("]", "") + " The council said that it would not say more."
    found = date_pipeline(
        Article(id="row", body=body, language="en", published="2025-05-08T15:00:00+00:00")  # type: ignore[arg-type]
    )
    dates = {found.text[slice(*one.span)]: one for one in found.dates}
    one = next((one for text, one in dates.items() if text in {expression, expression.removeprefix("the ")}), None)
    assert one is not None, dates
    assert (one.value, one.anchor) == (value, anchor)
    assert one.rule
