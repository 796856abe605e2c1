"""What sources of a thread disagree about: threads of invented stories, extracted by the default pipeline."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from wiredesk.stories.thread_records import Position, ThreadComparison

THREADS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("threads.toml").read_text(encoding="utf-8"))[
    "thread"
]
Compare = Callable[[Sequence[str]], ThreadComparison]


def _value(position: Position, measure: str) -> str:
    if measure == "score":
        return f"{position.value // 1000:.0f}-{position.value % 1000:.0f}"
    return f"{position.value:.12g}"


@pytest.mark.parametrize("thread", THREADS, ids=[thread["name"] for thread in THREADS])
def test_a_thread_tells_what_its_sources_differ_about(thread: dict[str, Any], compare: Compare) -> None:
    comparison = compare(thread["stories"])
    found = {
        f"{one.kind} {one.measure.removeprefix('net ')} "
        + " ".join(sorted(_value(position, one.measure) for position in one.positions))
        for one in comparison.figures
    }
    expected = {" ".join([*row.split()[:-2], *sorted(row.split()[-2:])]) for row in thread.get("expected", ())}
    assert found == expected


@pytest.mark.parametrize("thread", THREADS, ids=[thread["name"] for thread in THREADS])
def test_every_passage_is_the_text_of_its_spans(thread: dict[str, Any], compare: Compare) -> None:
    comparison = compare(thread["stories"])
    texts = {}
    for number, row in enumerate(thread["stories"]):
        _, _, headline, body = (part.strip() for part in row.split("|"))
        texts[f"story-{number}"] = f"{headline}\n\n{body}"
    passages = [figure.passage for one in comparison.figures for place in one.positions for figure in place.told]
    passages += [news.passage for story in comparison.news for news in (*story.names, *story.figures, *story.quotes)]
    passages += [report.first for report in comparison.first]
    passages += [place for speaker in comparison.speakers for quote in speaker.quotes for place in quote.told]
    assert passages
    for passage in passages:
        assert passage.text == " … ".join(texts[passage.story][start:end] for start, end in passage.spans)
