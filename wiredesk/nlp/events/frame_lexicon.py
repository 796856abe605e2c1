"""The rows of the frame lexicon and of users' knowledge files, their examples, and the table of rows by trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from wiredesk.event_types import EVENT_TYPES
from wiredesk.nlp.events.event_frames import EventFrame, EventFrames, FrameExample, Pos
from wiredesk.nlp.events.frame_rows import check_slot, is_frame, parse_frames
from wiredesk.nlp.lexicon.line_files import NumberedLine, lines_of_file, lines_of_folder


@cache
def own_lines() -> tuple[NumberedLine, ...]:
    """Return every line of the lexicon with its file and number, blank lines and comments left out."""
    return lines_of_folder(__package__, "frames")


@cache
def own_frames() -> tuple[EventFrame, ...]:
    """Return the frames of the lexicon."""
    return tuple(
        frame
        for file, number, line in own_lines()
        if line[0] not in "+-*"
        for frame in _of_type(parse_frames(line, f"{file}, line {number}"))
    )


@cache
def _rules_of_types() -> dict[str, tuple[tuple[str, ...], frozenset[str]]]:
    """Return the further slots and the flags that hold for all rows of a type."""
    found: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {}
    for file, number, line in own_lines():
        if line[0] == "*":
            slots, _, flags = line[1:].partition("|")
            for slot in slots.split():
                check_slot(slot, f"{file}, line {number}")
            found[file.removesuffix(".tsv").upper()] = (tuple(slots.split()), frozenset(flags.split()))
    return found


def _of_type(frames: Iterable[EventFrame]) -> Iterator[EventFrame]:
    """Yield frames with what holds for all rows of their type."""
    for frame in frames:
        slots, flags = _rules_of_types().get(frame.type, ((), frozenset()))
        yield replace(frame, further=slots, flags=_joined(frame.flags, flags)) if slots or flags else frame


@cache
def _joined(some: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    return some | others


def examples() -> Iterator[FrameExample]:
    """Yield the examples of the lexicon."""
    for file, _, line in own_lines():
        if line[0] in "+-":
            cells = [cell.strip() for cell in line[1:].split("|")] + [""] * 3
            kind = next(one for one in EVENT_TYPES if one == file.removesuffix(".tsv").upper())
            yield FrameExample(kind, cells[0], line[0] == "+", *cells[1:4])


def frame_table(frames: Iterable[EventFrame]) -> EventFrames:
    """Return the rows by trigger."""
    found: dict[tuple[Pos, str], list[EventFrame]] = {}
    for frame in frames:
        found.setdefault((frame.pos, frame.lemma), []).append(frame)
    return {
        key: tuple(sorted(rows, key=lambda row: (not row.particle, -len(row.conditions))))
        for key, rows in found.items()
    }


def user_frames(paths: Sequence[Path]) -> tuple[EventFrame, ...]:
    """Return the rows of events in the user's knowledge files.

    Raises:
        ConfigError: a row is wrong; it names the file, the line and the reason.
    """
    found: list[EventFrame] = []
    for path in paths:
        for name, number, line in lines_of_file(path):
            if is_frame(line):
                found += _of_type(parse_frames(line, f"knowledge file {name}, line {number}"))
    return tuple(found)
