"""What comes again and again is logged once, and then at most every minute."""

from __future__ import annotations

import logging

import pytest

from wiredesk import failure_log
from wiredesk.failure_log import FailureLog, RepeatFilter, Repeats, error_line


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [1000.0]
    monkeypatch.setattr(failure_log.time, "monotonic", lambda: now[0])
    return now


def test_a_kind_of_message_is_due_once_a_minute(clock: list[float]) -> None:
    repeats = Repeats()
    assert repeats.is_due("connection 17 refused")
    clock[0] += 59
    assert not repeats.is_due("connection 18 refused")
    assert repeats.is_due("password rejected")
    clock[0] += 1
    assert repeats.is_due("connection 19 refused")


def test_a_failure_is_one_line_and_its_end_another(clock: list[float], capsys: pytest.CaptureFixture[str]) -> None:
    waits = FailureLog("waiting for the store")
    waits.recovered()
    for port in range(50):
        waits.failed(OSError(f"port {port} refused\nIs it running?"))
        clock[0] += 1
    waits.recovered()
    waits.recovered()
    waits.failed(OSError("port 1 refused"))
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition("]")[2].split("error=")[0].strip() for line in lines] == [
        "waiting for the store", "waiting for the store: over", "waiting for the store",
    ]  # fmt: skip
    assert "Is it running" not in "".join(lines)


def record(level: int, message: str, error: Exception | None = None) -> logging.LogRecord:
    found = (type(error), error, None) if error else None
    return logging.LogRecord("celery", level, "", 0, message, (), found)


def test_a_lost_connection_of_celery_has_no_traceback(clock: list[float]) -> None:
    filters = RepeatFilter((OSError,))
    first = record(logging.WARNING, "Connection to broker lost.\nTrying again", ConnectionResetError("by peer"))
    assert filters.filter(first)
    assert (first.getMessage(), first.exc_info) == ("Connection to broker lost. ConnectionResetError: by peer", None)
    assert not filters.filter(record(logging.WARNING, "Connection to broker lost.", ConnectionResetError("by peer")))
    assert filters.filter(record(logging.WARNING, "Connection to broker lost.", TimeoutError("after 5 s")))


@pytest.mark.parametrize(
    ("level", "error"), [(logging.INFO, None), (logging.ERROR, ValueError("a bug")), (logging.WARNING, KeyError("x"))]
)
def test_what_is_no_lost_connection_stays_as_it_is(level: int, error: Exception | None, clock: list[float]) -> None:
    filters = RepeatFilter((OSError,))
    for _ in range(3):
        one = record(level, "ready.", error)
        assert filters.filter(one) and one.getMessage() == "ready." and bool(one.exc_info) is bool(error)


def test_an_error_without_a_message_is_named_by_its_class() -> None:
    assert [error_line(error) for error in (TimeoutError(), OSError("a\nb"), " c ")] == ["TimeoutError", "a", "c"]
