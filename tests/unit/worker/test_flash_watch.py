"""A child looks for a flash fifty times a second, and more seldom where a look takes long."""

from __future__ import annotations

import pytest

from worker.process import flash_watch
from worker.process.flash_watch import CALM_SECONDS, FLASH_CHECK_SECONDS, LOOKING_SHARE, FlashWatch


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(flash_watch, "time", clock)
    return clock


def test_a_quick_look_is_due_again_after_the_shortest_pause(clock: Clock) -> None:
    watch = FlashWatch()
    watch.looked(clock.now - FLASH_CHECK_SECONDS * LOOKING_SHARE / 2)
    assert not watch.is_due()
    clock.now += FLASH_CHECK_SECONDS * 1.01
    assert watch.is_due()


def test_a_look_over_a_slow_network_is_due_later(clock: Clock) -> None:
    watch = FlashWatch()
    watch.looked(clock.now - 0.01)
    clock.now += 0.01 / LOOKING_SHARE * 0.99
    assert not watch.is_due()
    clock.now += 0.01 / LOOKING_SHARE * 0.02
    assert watch.is_due()


def test_after_a_flash_the_next_look_is_due_at_once_but_interrupts_no_group(clock: Clock) -> None:
    watch = FlashWatch()
    watch.looked(clock.now, found=True)
    assert watch.may_interrupt()
    watch.interrupted()
    assert watch.is_due()
    assert not watch.may_interrupt()
    clock.now += CALM_SECONDS * 1.01
    assert watch.may_interrupt()
