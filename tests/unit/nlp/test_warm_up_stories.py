"""What a worker does before it forks changes no result, and leaves nothing that is made at the first use."""

from __future__ import annotations

from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.warm_up_stories import STORIES


def test_preparing_for_a_fork_changes_no_result(pipeline: Pipeline) -> None:
    before = [pipeline(story).json_line() for story in STORIES]
    pipeline.prepare_for_fork()
    assert [pipeline(story).json_line() for story in STORIES] == before


def test_the_stories_have_something_for_every_extractor(pipeline: Pipeline) -> None:
    found = pipeline.together(STORIES)
    first = found[0].model_dump()
    assert all(first.values()), first
    assert [one.language for one in found] == ["en", "en", "de"]
    assert not any(one.engine.failed for one in found)
