"""How often the bell looks for changes, by what it found before."""

from __future__ import annotations

from itertools import pairwise

import pytest

from desk.delivery.news_bell import BUSY_SECONDS, LOOK_SECONDS, next_pause


def pauses(found: list[bool]) -> list[float]:
    """Return the pause after each of some looks."""
    made, pause = [], LOOK_SECONDS
    for before, now in pairwise([False, *found]):
        pause = next_pause(pause, found=now, found_before=before)
        made.append(pause)
    return made


def test_a_story_now_and_then_is_found_at_once() -> None:
    assert set(pauses([True, False, False, True, False, True, False])) == {LOOK_SECONDS}


def test_a_flow_is_read_in_groups() -> None:
    assert pauses([True] * 6)[-1] == pytest.approx(BUSY_SECONDS)


def test_after_a_flow_the_bell_looks_often_again() -> None:
    assert pauses([True] * 6 + [False])[-1] == LOOK_SECONDS
