"""The garbage collector stands still while a story is extracted."""

from __future__ import annotations

import gc
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.support.paths import SEEDS
from wiredesk.contract import Article
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.warm_up_stories import STORIES

STORY = SEEDS / "xi-putin-moscow-2025-05-08.txt"


def test_the_collector_is_off_in_the_block_and_on_again_behind_it() -> None:
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_extraction_leaves_nothing_of_ours_to_the_collector(pipeline: Pipeline) -> None:
    pipeline.together(STORIES)
    gc.collect()
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        with collection_paused():
            pipeline.together(STORIES)
            gc.collect()
        assert not [one for one in gc.garbage if type(one).__module__.startswith("wiredesk")]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()


def test_an_error_in_the_block_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match="broken"), collection_paused():
        raise ValueError("broken")
    assert gc.isenabled()


def test_blocks_of_several_threads_end_with_the_collector_on() -> None:
    def work() -> None:
        for _ in range(300):
            with collection_paused():
                assert not gc.isenabled()
                time.sleep(0)

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(work) for _ in range(4)]:
                done.result()
    finally:
        sys.setswitchinterval(switch)
    assert gc.isenabled()


def test_a_collector_that_the_caller_stopped_stays_off() -> None:
    gc.disable()
    try:
        with collection_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_story_leaves_no_garbage(pipeline: Pipeline) -> None:
    article = Article(id="1", body=STORY.read_text("utf-8"))
    pipeline(article)
    gc.collect()
    pipeline(article)
    assert gc.collect() == 0
