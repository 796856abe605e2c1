"""Every way in which a quote is found: its own examples, and what ``--explain`` says about them."""

from __future__ import annotations

import re

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.provenance import Reason
from wiredesk.nlp.quotes import quote_frames
from wiredesk.nlp.quotes.quote_frames import QUOTE_FRAMES, QuoteFrame


def explained(pipeline: Pipeline, text: str, *, is_headline: bool = False) -> tuple[Extraction, list[Reason]]:
    """Extract a text without its brackets, with the reasons of its quotes."""
    plain = re.sub(r"[\[\]]", "", text)
    headline, body = (plain, "The council met.") if is_headline else ("", plain)
    article = Article(id="x", headline=headline or None, body=body, language="en")
    extraction, reasons = pipeline.extract_with_provenance(article)
    return extraction, [reason for reason in reasons if reason.kind == "quote"]


def contents(extraction: Extraction, reasons: list[Reason], frame: str) -> list[list[str]]:
    """Content of the quotes that a frame found."""
    starts = {reason.span for reason in reasons if reason.rule == frame}
    return [
        [extraction.text[start:end] for start, end in quote.content]
        for quote in extraction.quotes
        if quote.content[0] in starts
    ]


def test_every_name_of_a_frame_has_one_row() -> None:
    names = [value for key, value in vars(quote_frames).items() if key.isupper() and isinstance(value, str)]
    assert sorted(row.name for row in QUOTE_FRAMES) == sorted(names)


@pytest.mark.parametrize("frame", [row for row in QUOTE_FRAMES if row.yes], ids=lambda row: row.name)
def test_the_frame_finds_its_example(pipeline: Pipeline, frame: QuoteFrame) -> None:
    extraction, reasons = explained(pipeline, frame.yes, is_headline=frame.is_headline)
    assert contents(extraction, reasons, frame.name) == [re.findall(r"\[(.*?)\]", frame.yes)], extraction.quotes


@pytest.mark.parametrize("frame", QUOTE_FRAMES, ids=lambda row: row.name)
def test_the_frame_leaves_the_other_alone(pipeline: Pipeline, frame: QuoteFrame) -> None:
    _, reasons = explained(pipeline, frame.no, is_headline=frame.is_headline)
    assert frame.name not in {reason.rule for reason in reasons}


@pytest.mark.parametrize(
    ("text", "rule", "speaker"),
    [
        ("Anna Keller said the bridge was safe.", "speaker: head of the source", "Anna Keller"),
        (
            "Anna Keller said the bridge was safe. The council met. “We will all pay for this mistake.”",
            "speaker: the report before it",
            "Anna Keller",
        ),
        (
            "Anna Keller opened the bridge. “It took us ten years to build.”",
            "speaker: subject of the sentence before it",
            "Anna Keller",
        ),
        ("The company is expected to report a loss.", "speaker: nobody named", None),
    ],
)
def test_explain_says_how_the_speaker_was_found(pipeline: Pipeline, text: str, rule: str, speaker: str | None) -> None:
    extraction, reasons = explained(pipeline, text)
    found = next(reason for reason in reasons if reason.rule == rule)
    assert next((entity.name for entity in extraction.entities if entity.id == found.label), None) == speaker
