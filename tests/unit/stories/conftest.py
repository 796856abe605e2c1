"""Threads of invented stories as rows of text: "source | time | headline | body"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from wiredesk.contract import Extraction
from wiredesk.stories.thread_comparison import compare_stories
from wiredesk.stories.thread_records import ThreadComparison, ThreadStory

Compare = Callable[[Sequence[str]], ThreadComparison]


@pytest.fixture
def compare(extract: Callable[..., Extraction]) -> Compare:
    """Extract the stories of a thread and compare them; their ids are ``story-0``, ``story-1``, …"""

    def run(rows: Sequence[str]) -> ThreadComparison:
        stories = []
        for number, row in enumerate(rows):
            source, at, headline, body = (part.strip() for part in row.split("|"))
            published = datetime.fromisoformat(at)
            extraction = extract(body, headline=headline, published=published, id=f"story-{number}")
            stories.append(ThreadStory(extraction, source, headline, published))
        return compare_stories(stories)

    return run
