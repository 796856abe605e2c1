"""Examples in the rows of a table of cues: a sentence with the range in square brackets."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from wiredesk.nlp.cues import Cue

Example = tuple[Cue, str, bool]


def examples(rows: Iterable[Cue]) -> list[object]:
    """Return a parameter for each example of the rows: row, sentence, whether the row applies."""
    return [
        pytest.param(row, sentence, applies, id=f"{row.name}: {'yes' if applies else 'no'}")
        for row in rows
        for sentence, applies in ((row.yes, True), (row.no, False))
    ]


def unbracketed(sentence: str) -> tuple[str, int, int]:
    """Return a sentence without its brackets, and the offsets of what they hold."""
    start = sentence.index("[")
    end = sentence.index("]") - 1
    return sentence.replace("[", "").replace("]", ""), start, end
