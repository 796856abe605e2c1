"""Where the sentences of news end: abbreviations, initials, times, quotations, line breaks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiredesk.nlp.quotation_marks import passages
from wiredesk.nlp.summary.news_sentences import sentences

TEXTS = [
    "The wall fell.|Nobody was hurt.",
    "Did it fall?|Yes!|It did...|Then it rained.",
    "Mr. Roe met Dr. Lee and Gen. Park.|They talked.",
    "J. R. Roe and Ann B. Lee signed.|They left.",
    "She lives in the U.S. The court ruled in May.".replace(" The", "|The"),
    "He joined the U.S. Senate in May.|He left it.",
    "The U.N. Security Council met.|It voted.",
    "It began at 9 a.m. on Monday.|It ended at 5 p.m. Monday.|Nobody came.",
    "It opens at 9 a.m. EST and closes at 6 p.m. Police will watch.".replace(" Police", "|Police"),
    "Acme Corp. said so.|Acme Inc. Chairman Bob Roe agreed.",
    "He works for Acme Inc. He likes it.".replace(" He likes", "|He likes"),
    "It happened on Jan. 6 in St. Paul, Minn. on a Friday.|It rained.",
    "The answer is no. He said it twice.".replace(" He", "|He"),
    "It is No. 5 of the list.|Others follow.",
    "Prices rose 3.5 percent.|Wages did not.",
    "“It fell,” she said.|“We saw it.”|He agreed.",
    "He said: “It fell. We saw it. Nobody ran.”|She agreed.",
    "It ended (no one knows why. Nobody asks).|She left.",
    "She asked “Why?” and left.|He stayed.",
    "The company (ACME.N) fell.|Its shares rose.",
    "Bob Roe Jr. won.|Ann Lee lost.",
    "One sentence without an end",
    "Yahoo! said it would.|It did.",
    "iPhone sales fell.|Apple said so.",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    text = marked.replace("|", " ")
    paragraph = (0, len(text))
    found = sentences(text, paragraph, passages(text, [paragraph]))
    assert [text[start:end] for start, end in found] == marked.split("|")


def test_the_parser_decides_behind_an_abbreviation() -> None:
    text = "It moved to Acme Corp. Ann Lee said so."
    at = text.index("Ann")
    assert len(list(sentences(text, (0, len(text)), (), {at}))) == 2
    assert len(list(sentences(text, (0, len(text)), (), ()))) == 1


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="aB.!?…\"“”' )(1\u00a0", max_size=80))
def test_sentences_are_in_order_and_leave_out_blanks_only(text: str) -> None:
    text = text.strip()
    at = 0
    for start, end in sentences(text, (0, len(text))):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()
