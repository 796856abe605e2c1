"""An extraction as HTML and as displaCy's input."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from spacy import displacy

from wiredesk.contract import Engine, Entity, Extraction, Links, Mention, Quote
from wiredesk.rendering import render, to_displacy

TEXT = 'Ann Lee & <script>alert("x")</script> said "Ann\'s <b>in</b>".'


def extraction(text: str = TEXT, name: str = "Ann Lee") -> Extraction:
    """A text with overlapping marks: a quote that contains a mention, a mention within another one."""
    at = text.index('"Ann')
    ann = Entity(
        id="e1",
        type="PERSON",
        name=name,
        mentions=(Mention(span=(0, 7)), Mention(span=(at + 1, at + 4)), Mention(span=(0, 37), kind="nominal")),
        links=Links(wikidata="Q1"),
    )
    short = Entity(id="e2", type="ORG", name="Lee", mentions=(Mention(span=(4, 7)),))
    quote = Quote(kind="direct", content=((at, len(text) - 1),), speaker="e1")
    return Extraction(
        id="s", version=1, language="en", text=text, entities=(ann, short), quotes=(quote,),
        engine=Engine(version="1", model="m"),
    )  # fmt: skip


def test_everything_in_the_text_is_escaped() -> None:
    shown = render(extraction(name='"><script>'))._repr_html_()
    body = shown.partition("</style>")[2]
    assert "<script" not in shown and "<b>" not in shown and 'title="">' not in body
    words = re.sub(r"</?(?:div|mark)[^>]*>", "", body)
    assert words == TEXT.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;").replace(
        "'", "&#x27;"
    )


def test_overlapping_marks_are_cut_where_one_starts_or_ends() -> None:
    body = str(render(extraction())).partition("</style>")[2]
    assert body.startswith('<mark class="wd-entity wd-PERSON wd-nominal" title="PERSON: Ann Lee">Ann </mark><mark')
    assert 'wd-ORG" title="PERSON: Ann Lee · ORG: Lee">Lee</mark>' in body
    assert (
        '<mark class="wd-quote wd-entity wd-PERSON" title="direct quote: Ann Lee · PERSON: Ann Lee">Ann</mark>' in body
    )


def test_spans_outside_the_text_are_left_out() -> None:
    found = extraction().model_copy(update={"text": "Ann"})
    assert render(found).html.endswith("</style>Ann</div>")
    assert render(found.model_copy(update={"text": ""})).html.endswith("</style></div>")


def test_displacy_gets_names_that_do_not_overlap() -> None:
    [first, second] = to_displacy(extraction())["ents"]
    assert (first["start"], first["end"], first["label"], first["kb_id"]) == (0, 7, "PERSON", "Q1")
    assert TEXT[second["start"] : second["end"]] == "Ann"
    shown = displacy.render(to_displacy(extraction()), style="ent", manual=True, jupyter=False)
    assert "PERSON" in shown and "<script" not in shown


def test_displacy_gets_spans_of_words() -> None:
    found = to_displacy(extraction(), style="span")
    words = [(" ".join(found["tokens"][one["start_token"] : one["end_token"]]), one["label"]) for one in found["spans"]]
    assert ("Ann Lee", "PERSON") in words and ("Lee", "ORG") in words
    assert any(label == "QUOTE" and text.startswith('" Ann') for text, label in words)
    shown = displacy.render(found, style="span", manual=True, jupyter=False)
    assert "QUOTE" in shown and "<script" not in shown


def test_another_style_is_refused() -> None:
    with pytest.raises(ValueError, match='give "ent" or "span"'):
        to_displacy(extraction(), style="dep")  # type: ignore[arg-type]


def test_a_real_extraction_is_shown(extract: Callable[..., Extraction]) -> None:
    found = extract('"We had no choice," Governor Ida Bache told reporters in Oslo on May 8.', headline="Rates")
    body = render(found).html
    assert "direct quote: Ida Bache" in body and "GPE: Oslo" in body and "wd-date" in body
    assert {one["label"] for one in to_displacy(found, "span")["spans"]} >= {"QUOTE", "PERSON", "GPE", "DATE"}
