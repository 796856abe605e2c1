"""The retry helper: which errors it retries, how long it pauses, and when it gives up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from wiredesk.retry import Backoff, retry

NO_PAUSE = Backoff(0, 0)


def failing(*errors: Exception) -> Callable[[], str]:
    """Work that raises these errors, one a call, and then returns ``done``."""
    left: Iterator[Exception] = iter(errors)

    def work() -> str:
        if error := next(left, None):
            raise error
        return "done"

    return work


@pytest.mark.parametrize(
    ("backoff", "pauses"),
    [
        (Backoff(0.5, 15), [0.5, 1, 2, 4, 8, 15, 15]),
        (Backoff(5, 5), [5, 5, 5]),
        (Backoff(1, 60, total_seconds=7), [1, 2, 4]),
        (Backoff(0.05, 0.05, total_seconds=0.1), [0.05, 0.05]),
        (Backoff(1, 60, total_seconds=0.5), []),
    ],
)
def test_pauses_double_up_to_the_longest_and_end_at_the_total(backoff: Backoff, pauses: list[float]) -> None:
    assert list(islice(backoff.pauses(), max(len(pauses), 1))) == pytest.approx(pauses)


def test_jitter_varies_each_pause_by_its_share() -> None:
    pauses = list(islice(Backoff(1, 4, jitter=0.25).pauses(), 200))
    assert 0.75 <= pauses[0] <= 1.25
    assert all(3 <= pause <= 5 for pause in pauses[2:])
    assert len(set(pauses[2:])) > 1


def test_the_result_of_the_first_call_that_succeeds_is_returned() -> None:
    assert retry(failing(OSError("1"), OSError("2")), OSError, NO_PAUSE) == "done"


def test_every_retry_is_reported_with_its_error_and_its_pause() -> None:
    seen: list[tuple[str, float]] = []
    waited: list[float] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return False

    work = failing(OSError("1"), OSError("2"))
    retry(work, OSError, Backoff(1, 8), wait=wait, on_retry=lambda error, pause: seen.append((str(error), pause)))
    assert seen == [("1", 1), ("2", 2)]
    assert waited == [1, 2]


def test_an_error_of_another_class_is_raised_at_once() -> None:
    with pytest.raises(ValueError, match="ours"):
        retry(failing(ValueError("ours")), (OSError, KeyError), NO_PAUSE)


def test_an_error_that_is_not_temporary_is_raised_at_once() -> None:
    work = failing(OSError("locked"), OSError("damaged"))
    with pytest.raises(OSError, match="damaged"):
        retry(work, OSError, NO_PAUSE, is_temporary=lambda error: "locked" in str(error))


def test_a_stop_event_ends_the_retries_with_the_last_error() -> None:
    over = threading.Event()
    over.set()
    with pytest.raises(OSError, match="away"):
        retry(failing(OSError("away")), OSError, Backoff(60, 60), wait=over.wait)


def test_the_last_error_is_raised_when_the_total_is_used_up() -> None:
    work = failing(OSError("1"), OSError("2"), OSError("3"))
    with pytest.raises(OSError, match="3"):
        retry(work, OSError, Backoff(1, 1, total_seconds=2), wait=lambda _seconds: False)
