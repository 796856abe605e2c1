"""Titles: a table of sentences for each rule, with what the title belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.support.extraction_views import titles
from wiredesk.contract import Article, Extraction
from wiredesk.nlp.entities.titles import assign_titles
from wiredesk.nlp.mentions import Cluster, TitleSpan
from wiredesk.nlp.pipeline import Pipeline

Extract = Callable[..., Extraction]


@pytest.mark.parametrize(
    ("rule", "body", "title"),
    [
        ("before the name", "Finnish President Elena Rossi left on Monday.", "Finnish President"),
        ("after the name", "Elena Rossi, a spokeswoman for Microsoft, left on Monday.", "spokeswoman for Microsoft"),
        ("beside the name", "The head of Microsoft, Elena Rossi, left on Monday.", "head of Microsoft"),
        ("before the names", "Microsoft directors Elena Rossi and David Cole left.", "Microsoft directors"),
        ("led by", "Microsoft, led by Elena Rossi, lost money on Monday.", "led"),
        ("affiliation behind the name", "Elena Rossi of Microsoft left on Monday.", "Microsoft"),
        ("said of the person", "Elena Rossi is a lawyer.", "lawyer"),
        ("said of the person", "Elena Rossi was elected president of Kenya on Monday.", "president of Kenya"),
        ("said of the person", "Microsoft named Elena Rossi chief executive on Monday.", "chief executive"),
        ("said of the person", "Elena Rossi stepped down as chairman of Microsoft.", "chairman of Microsoft"),
        ("said of the person", "The board sacked Elena Rossi as chairman of Microsoft.", "chairman of Microsoft"),
        ("leads", "Elena Rossi led Microsoft for ten years.", "led Microsoft"),
        ("serves", "Elena Rossi works for Microsoft.", "works for Microsoft"),
    ],
)
def test_rule(pipeline: Pipeline, rule: str, body: str, title: str) -> None:
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=body, language="en"))
    found = [(reason.rule, body[slice(*reason.span)]) for reason in reasons if reason.kind == "title"]
    assert (rule, title) in found


@pytest.mark.parametrize(
    ("body", "name", "title", "of"),
    [
        ("Finnish President Elena Rossi left for Finland.", "Elena Rossi", "Finnish President", "Finland"),
        ("Elena Rossi, a spokeswoman for Microsoft, left.", "Elena Rossi", "spokeswoman for Microsoft", "Microsoft"),
    ],
)
def test_what_a_title_belongs_to(extract: Extract, body: str, name: str, title: str, of: str) -> None:
    assert (title, of) in titles(extract(body), name)


@pytest.mark.parametrize(
    "body",
    [
        "Elena Rossi was not elected president.",
        "Mr David Cole left on Monday.",
        "In Kenya David Cole left on Monday.",
        "Elena Rossi appointed David Cole, a director, and a Microsoft lawyer.",
        "His wife, Elena Rossi, left on Monday.",
    ],
)
def test_no_title(extract: Extract, body: str) -> None:
    assert not [title for entity in extract(body).entities for title in entity.titles if title.of]


def test_of_titles_that_overlap_the_first_stays() -> None:
    person = Cluster("PERSON")
    assign_titles([person], [(0, TitleSpan(0, 3, None, "before the name")), (0, TitleSpan(2, 4, None, "leads"))])
    assert [title[:2] for title in person.titles] == [(0, 3)]


def test_one_word_may_be_said_of_two_organisations() -> None:
    person = Cluster("PERSON")
    assign_titles([person], [(0, TitleSpan(0, 1, 3, "serves")), (0, TitleSpan(0, 1, 4, "serves"))])
    assert [title.of for title in person.titles] == [3, 4]
