"""Service numbers: an agency numbers the messages of each of its services, so a receiver sees that one is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

MAX_RANGES = 50
"""Ranges of missing numbers that are kept for one service; the oldest are given up first."""
NEAR_END = 10
"""Numbers at the end of a cycle from which on the next number may be the first of the next cycle."""
_NUMBER = re.compile(r"(?P<service>\D{0,20}?) ?(?P<number>\d{2,6})", re.ASCII)


@dataclass(frozen=True, slots=True)
class ServiceNumber:
    """The number of one message."""

    service: str
    number: int
    digits: int
    """Digits with which it is written; the numbers of a cycle have no more."""


@dataclass(frozen=True, slots=True)
class MissingNumbers:
    """Numbers in a row that have not come."""

    first: int
    last: int
    since: str
    """When the number after them came, ISO 8601."""

    @property
    def count(self) -> int:
        """How many they are."""
        return self.last - self.first + 1

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class NumberState:
    """The numbers of one service so far."""

    last: int
    digits: int
    missing: tuple[MissingNumbers, ...] = ()
    other: int | None = None
    """A number out of sequence: the sequence goes on there if its successor is the next number."""

    @property
    def missing_count(self) -> int:
        """How many numbers are missing now."""
        return sum(one.count for one in self.missing)

    def record(self) -> dict[str, Any]:
        """Return the state as a JSON value."""
        rows = [[one.first, one.last, one.since] for one in self.missing]
        return {"last": self.last, "digits": self.digits, "missing": rows, "other": self.other}

    @classmethod
    def of(cls, record: dict[str, Any]) -> NumberState:
        """Return the state that :meth:`record` wrote."""
        missing = tuple(MissingNumbers(*row) for row in record["missing"])
        return cls(record["last"], record["digits"], missing, record["other"])


def parse_service_number(text: str) -> ServiceNumber | None:
    """Return the number that a parser noted, such as ``abc 0123``; None for any other text."""
    found = _NUMBER.fullmatch(text.strip())
    if not found:
        return None
    return ServiceNumber(found["service"].strip().casefold(), int(found["number"]), len(found["number"]))


def after_number(state: NumberState | None, given: ServiceNumber, at: datetime) -> NumberState:
    """Return the state of a service after a message.

    A number that is missing closes its gap.  A larger one than the next opens a gap.  Numbers begin again after the
    largest that their digits allow, and wherever an agency chooses, as at midnight: two numbers in a row out of
    sequence are a new sequence, and open no gap.  One alone is a message that was sent again.
    """
    if state is None:
        return NumberState(given.number, given.digits)
    number, digits = given.number, max(given.digits, state.digits)
    state = replace(state, digits=digits)
    if any(one.first <= number <= one.last for one in state.missing):
        return replace(state, missing=_without(state.missing, number))
    if number == state.last + 1:
        return replace(state, last=number)
    if state.other is not None and number == state.other + 1:
        return replace(state, last=number, other=state.last)
    largest = 10**digits - 1
    if 1 < number - state.last <= largest // 2:
        return _with_gap(state, number, [(state.last + 1, number - 1)], at)
    if state.last > largest - NEAR_END and number <= NEAR_END:
        return _with_gap(state, number, [(state.last + 1, largest), (1, number - 1)], at)
    return state if number == state.last else replace(state, other=number)


def _with_gap(state: NumberState, number: int, ranges: list[tuple[int, int]], at: datetime) -> NumberState:
    since = at.isoformat(timespec="seconds")
    more = tuple(MissingNumbers(first, last, since) for first, last in ranges if first <= last)
    return replace(state, last=number, missing=(state.missing + more)[-MAX_RANGES:])


def _without(missing: tuple[MissingNumbers, ...], number: int) -> tuple[MissingNumbers, ...]:
    rest: list[MissingNumbers] = []
    for one in missing:
        if not one.first <= number <= one.last:
            rest.append(one)
            continue
        parts = ((one.first, number - 1), (number + 1, one.last))
        rest += [replace(one, first=first, last=last) for first, last in parts if first <= last]
    return tuple(rest)


def gap_lines(service: str, before: NumberState | None, after: NumberState) -> list[str]:
    """Return what a person is told of the change of a service's state: new gaps, and numbers that came late."""
    old = before.missing if before else ()
    name = f"service {service}" if service else "service numbers"
    lines = [
        f"{name}: {one.count} missing: {one}"
        for one in after.missing
        if not any(was.first <= one.first and one.last <= was.last for was in old)
    ]
    late = sum(one.count for one in old) - sum(
        one.count for one in after.missing if any(was.first <= one.first and one.last <= was.last for was in old)
    )
    return lines + ([f"{name}: {late} came late, {after.missing_count} missing"] if late > 0 else [])
