"""A chat: each line is a paragraph, its writer is a person, its time is furniture."""

from __future__ import annotations

import pytest

from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.pipeline import Pipeline

CHATS = [
    "<jane> lol ok\n<bob> did you see it?\n<jane> yes",
    "[10:03] jane: lol ok\n[10:04] bob: did you see it?\n[10:05] jane: yes",
    "12/05/2020, 10:03 - jane: lol ok\n12/05/2020, 10:04 - bob: did you see it?\n12/05/2020, 10:05 - jane: yes",
    "[12/5/20, 10:03:11] jane: lol ok\n[12/5/20, 10:04:00] bob: did you see it?\n[12/5/20, 10:05:00] jane: yes",
    "10:03 <jane> lol ok\n10:04 <bob> did you see it?\n10:05 <jane> yes",
    "10.03 pm jane: lol ok\n10.04 pm bob: did you see it?\n10.05 pm jane: yes",
]


@pytest.mark.parametrize("body", CHATS)
def test_a_chat_is_read_line_by_line(body: str) -> None:
    found = analyze(Article(id="x", body=body))
    names = [found.text[name.start : name.end] for span in found.zones for name in span.names or ()]
    assert names == ["jane", "bob", "jane"]
    assert [found.text[start:end] for start, end in found.paragraphs] == [
        "jane", "lol ok", "bob", "did you see it?", "jane", "yes"
    ]  # fmt: skip
    assert not any(map(str.isdigit, found.masked))


@pytest.mark.parametrize(
    "body",
    [
        "<b>Bold</b> words.\n<i>More</i> words.\n<b>And</b> more.",
        "10:03 a.m.: Police arrive.",
        "[1] Lee, A. (2020)\n[2] Roth, B. (2021)\n[3] Berg, C. (2022)",
        "Bob: ok\nJane: no\nBob: why",
    ],
)
def test_what_is_no_chat(body: str) -> None:
    assert not any(span.names for span in analyze(Article(id="x", body=body)).zones)


def test_those_who_write_are_people(pipeline: Pipeline) -> None:
    found = pipeline(Article(id="x", language="en", body=CHATS[0]))
    assert {(entity.name.lower(), entity.type) for entity in found.entities} == {("jane", "PERSON"), ("bob", "PERSON")}
