"""The summary: which sentences tell a story, and when none does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from wiredesk.contract import Article, Extraction
from wiredesk.nlp.pipeline import Pipeline

LEAD = "A bridge over the river Elbe collapsed on Monday and killed three people, police said."
SECOND = "Engineers had warned of cracks in its pillars two years ago."
THIRD = "The mayor closed four other bridges."


def summary(extract: Callable[..., Extraction], body: str, headline: str = "") -> list[str]:
    found = extract(body, headline=headline)
    return [" ".join(found.text[start:end].split()) for start, end in found.summary]


def test_it_is_the_lead_and_what_brings_something_new(extract: Callable[..., Extraction]) -> None:
    body = f"{LEAD} {SECOND}\n\n{THIRD}\n\nNobody knows why it was not repaired in time."
    assert summary(extract, body) == [LEAD, SECOND, THIRD]


@pytest.mark.parametrize(
    "before",
    [
        "DRESDEN, May 8 (Reuters) - ",
        "By Ann Lee\n\nDRESDEN — ",
        "A bridge lies in the river Elbe in Dresden on Monday. Photo by Bob Roe/Reuters\n\n",
        "Breaking news.\n\n",
        "“We are all in shock and do not know what to say to each other.”\n\n",
        "* Rail traffic halted\n\n",
    ],
)
def test_it_begins_with_the_first_sentence_that_tells_something(
    extract: Callable[..., Extraction], before: str
) -> None:
    assert summary(extract, f"{before}{LEAD} {SECOND}", "Bridge collapses")[0] == LEAD


def test_a_bare_quote_and_a_repetition_are_left_out(extract: Callable[..., Extraction]) -> None:
    body = f"{LEAD}\n\n“We heard a crack and then the road was gone,” he said.\n\nPolice said three died.\n\n{SECOND}"
    assert summary(extract, body) == [LEAD, SECOND]


def test_a_sentence_broken_into_lines_is_whole(extract: Callable[..., Extraction]) -> None:
    assert summary(extract, LEAD.replace(" on ", "\non ").replace(" and ", "\nand "))[0] == LEAD


def test_a_sentence_that_would_make_it_too_long_is_left_out(extract: Callable[..., Extraction]) -> None:
    long = f"The ministry said that {'it would look at the bridges of the state one by one and ' * 4}repair them."
    assert summary(extract, f"{LEAD} {long} {THIRD}") == [LEAD, THIRD]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Bridge collapses in Dresden",
        "Shr loss one ct vs profit 15 cts\n\nNet loss 10,863 vs profit 176,344\n\nRevs 672,073 vs 766,066",
        "Shr 23 cts vs 18 cts\n\nNet 249,920 vs 194,369\n\nNOTE: Full name of the company is Acme Data Services Ltd.",
        "Rovers 3 United 1\nCity 2 Albion 2\nWanderers 0 Villa 4",
    ],
)
def test_a_table_or_a_headline_alone_has_none(extract: Callable[..., Extraction], body: str) -> None:
    assert summary(extract, body, "Bridge collapses in Dresden, three people die on Monday") == []


def test_the_explanation_names_the_rule(pipeline: Pipeline) -> None:
    _, reasons = pipeline.extract_with_provenance(Article(id="x", body=f"{LEAD} {SECOND}", language="en"))
    rules = [reason.rule for reason in reasons if reason.kind == "summary"]
    assert rules == ["first sentence that tells something", "next sentence that brings something new"]
