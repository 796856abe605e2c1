"""Characters that only change how a text looks change no result, and spans index the text as received."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.normalized_text import normalize
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.provenance import explanation

HEADLINE = "Mayor Roth says dam holds"
BODY = (
    "ORVA, Nov 24 (XP) - The mayor, Ana Roth, said on Tuesday that the Lund Institute of Hydrology is right.\n\n"
    "Germany's chancellor, Friedrich Merz, agreed after talks with the European Union in Brussels.\n\n"
    '"We stay in Oslo," said Jean-Claude Renard. He paid $3 million on March 4.'
)

# fmt: off
TEXTS = [
    ("Fried\u00adrich Merz", "Friedrich Merz"),
    ("Ana\u00a0Roth", "Ana Roth"),
    ("Ana\u202fRoth", "Ana Roth"),
    ("Ana\u2009Roth", "Ana Roth"),
    ("Ana\u3000Roth", "Ana Roth"),
    ("Paula\u200b Henk", "Paula Henk"),
    ("Paula \u200b Henk", "Paula Henk"),
    ("\ufeffPaula Henk", "Paula Henk"),
    ("\u200eAna\u200f Roth", "Ana Roth"),
    ("\u202aAna\u202c Roth", "Ana Roth"),
    ("\u2066Ana\u2069 Roth", "Ana Roth"),
    ("Euro\u2060pean Union", "European Union"),
    ("Jean\u2011Claude Renard", "Jean-Claude Renard"),
    ("Jean\u2010Claude Renard", "Jean-Claude Renard"),
    ("Hydro\u00ad\nlogy", "Hydrology"),
    ("Hydro\u00ad\n\nlogy", "Hydro\n\nlogy"),
    ("O\ufb03ce", "Office"),
    ("Mu\u0308nchen", "München"),
    ("O\u02bcBrien", "O’Brien"),
    ("One.\u2029Two.", "One.\n\nTwo."),
    ("Ana \r\nRoth", "Ana\nRoth"),
    ("Ana  Roth", "Ana Roth"),
    ("He met\nher, and Paula\n    Henk", "He met\nher, and Paula\nHenk"),
    ("The dam\n    holds", "The dam\nholds"),
    ("Winners:\n  Ana Roth\n  Paula Henk", "Winners:\n  Ana Roth\n  Paula Henk"),
    ("One\u2028two", "One\ntwo"),
    ("\U0001f534 Live: rain", "Live: rain"),
    ("said \U0001f6a8 on", "said on"),
    ("Rain \u2614\ufe0f", "Rain "),
    ("NATO’ s role", "NATO’s role"),
    ("the dam' s wall didn' t hold", "the dam's wall didn't hold"),
    ("a US - backed group in mid - May", "a US-backed group in mid-May"),
    ("a 24 - year - old man", "a 24-year-old man"),
    ("\U0001f1e9\U0001f1ea Germany", "Germany"),
    ("\U0001f469\u200d\U0001f692 Firefighters", "Firefighters"),
]
# fmt: on


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_a_text_is_read_without_characters_for_the_eye(text: str, expected: str) -> None:
    found = normalize(Article(id="x", body=text))
    assert found is not None
    article, offsets = found
    assert article.text == expected
    assert len(offsets.start) == len(offsets.end) == len(expected)
    spans = [offsets.span((at, at + 1)) for at in range(len(expected))]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize(
    "text",
    [
        "Plain ASCII - text.",
        "The players’ silence - so he said - was odd",
        "“Quoted” – it’s naïve, São Paulo €5.",
        "He said ❝no❞.",
        "",
    ],
)
def test_a_text_without_them_is_read_as_it_stands(text: str) -> None:
    assert normalize(Article(id="x", headline=text, body=text)) is None


def test_a_headline_of_invisible_characters_is_none() -> None:
    article, offsets = normalize(Article(id="x", headline="\u200b", body="Oslo")) or pytest.fail("not normalised")
    assert article.text == "Oslo"
    assert offsets.span((0, 4)) == (3, 7)


def test_spans_move_over_headline_and_body() -> None:
    original = Article(id="x", headline="Os\u00adlo", body="Ber\u00adlin \u200b is")
    article, offsets = normalize(original) or pytest.fail("not normalised")
    assert article.text == "Oslo\n\nBerlin is"
    assert original.text[slice(*offsets.span((0, 4)))] == "Os\u00adlo"
    assert original.text[slice(*offsets.span((6, 12)))] == "Ber\u00adlin"
    assert original.text[slice(*offsets.span((4, 6)))] == "\n\n"


def disguise(text: str, at: list[tuple[int, str]]) -> str:
    """Put invisible characters into the words of a text, and replace blanks by other blanks."""
    for position, mark in sorted(at, reverse=True):
        position %= len(text)
        if mark.isspace():
            blank = text.find(" ", position)
            text = text[:blank] + mark + text[blank + 1 :] if blank >= 0 else text
        elif (inside := re.compile(r"(?<=\w)(?=\w)").search(text, position)) is not None:
            text = text[: inside.start()] + mark + text[inside.start() :]
    return text


def texts(result: Extraction) -> list[object]:
    """Return what was found without offsets, each span as the normalised text that it covers."""

    def clean(span: tuple[int, int] | None) -> str | None:
        if span is None:
            return None
        part = Article(id="x", body=result.text[slice(*span)])
        found = normalize(part)
        return (found[0] if found else part).body

    return [
        *((e.id, e.type, e.name, e.location, e.links, [clean(m.span) for m in e.mentions]) for e in result.entities),
        *((e.id, [(title.text, clean(title.span)) for title in e.titles]) for e in result.entities),
        *(
            (q.kind, [clean(part) for part in q.content], clean(q.cue), clean(q.source), q.speaker)
            for q in result.quotes
        ),
        *((d.value, d.type, clean(d.span)) for d in result.dates),
        *((a.value, a.unit, clean(a.span)) for a in result.amounts),
        result.dateline and (result.dateline.place, result.dateline.agency, clean(result.dateline.span)),
    ]


MARKS = st.sampled_from(
    ["\u00ad", "\u200b", "\u200d", "\u200e", "\u2060", "\u202a", "\ufeff", "\u00a0", "\u202f", "\u2009"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.lists(st.tuples(st.integers(0, 10_000), MARKS), min_size=1, max_size=40))
def test_results_are_those_of_the_clean_text(pipeline: Pipeline, at: list[tuple[int, str]]) -> None:
    def extracted(headline: str, body: str) -> Extraction:
        return pipeline(
            Article.model_validate(
                {"id": "x", "headline": headline, "body": body, "language": "en", "published": "2026-11-24T15:00:00Z"}
            )
        )

    odd = extracted(disguise(HEADLINE, at[::3]), disguise(BODY, at))
    assert texts(odd) == texts(extracted(HEADLINE, BODY))


def test_the_explanation_shows_the_text_as_received(pipeline: Pipeline) -> None:
    article = Article(id="x", body="It rained on Fried\u00adrich Merz in Ber\u00adlin on Monday.", language="en")
    lines = list(explanation(*pipeline.extract_with_provenance(article)))
    assert any("“Ber\u00adlin” place" in line for line in lines)
