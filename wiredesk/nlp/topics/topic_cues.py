"""The cue lexicon: words and phrases of news that speak for a topic.

There is one file a top-level topic in ``wiredesk/nlp/topics/cues``, and users add rows with a knowledge file. A row is
a line with ``|`` between its columns and ``;`` between the cues of a column::

    code | strong cues | plain cues | weak cues
    20000153 | earthquake; Richter scale; aftershock | fault line; rubble | shook

The code is that of a Media Topic, without its scheme. A strong cue is found in stories of this topic nearly alone, a
plain cue mostly, a weak cue often. A cue in lower case is a lemma or a form, and stands for both: ``aftershock`` is
found in "Aftershocks"; a word with a capital is found only as it is written. Hyphens and blanks are the same. At each
word the longest cue counts: the idioms of ``lexicon/topic_idioms.toml`` hold back the words in them.

A cue such as ``@ARREST`` is a type of event: it is found where the story has such an event.

A line that begins with ``+`` or ``-`` is an example, which runs as a test: a cue of the row before it must, or must
not, be found there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from pathlib import Path
from typing import NamedTuple

from wiredesk.errors import ConfigError
from wiredesk.event_types import EVENT_TYPES
from wiredesk.media_topics import is_code, media_topics, path_of
from wiredesk.nlp.lexicon.line_files import NumberedLine, lines_of_file, lines_of_folder

WEIGHTS = (2.0, 1.0, 0.35)
"""Weights of a strong, a plain and a weak cue."""
_COLUMNS = 4
EVENT_MARK = "@"
"""First character of a cue that is a type of event."""
_NOT_WORD = re.compile(r"[^\w&.'’/$%#+-]+")


class CueRow(NamedTuple):
    """A row of the lexicon."""

    code: str
    cues: tuple[tuple[str, float], ...]
    """Cues with their weights."""


Weights = tuple[tuple[str, float], ...]
"""Codes with a weight for each."""


@dataclass(frozen=True, slots=True)
class TopicCue:
    """A cue with the topics that it speaks for."""

    text: str
    codes: Weights
    """Codes with the weight that the cue has for each."""
    tops: Weights
    """Top-level codes with the weight that the cue has for each."""
    lines: dict[str, Weights]
    """By top-level code, what :meth:`line_of` returned before; the cues of a row share it."""

    def line_of(self, top: str) -> Weights:
        """Return the codes from a top-level one down to those that the cue speaks for, with its weight for each."""
        line = self.lines.get(top)
        if line is None:
            weights: dict[str, float] = {}
            for code, weight in self.codes:
                path = path_of(code)
                if path[0] == top:
                    for step in path:
                        weights[step] = max(weight, weights.get(step, 0.0))
            line = self.lines[top] = tuple(weights.items())
        return line


@dataclass(slots=True)
class FirstWord:
    """The cues that begin with one word."""

    alone: TopicCue | None = None
    longer: dict[str, list[tuple[tuple[str, ...], TopicCue]]] = field(default_factory=dict)
    """Second word → further words and cue, the longest first."""


CueIndex = dict[str, FirstWord]
"""Cues by their first word."""


@dataclass(frozen=True, slots=True)
class CueExample:
    """A sentence in which a cue of a row must or must not be found."""

    file: str
    row: CueRow
    text: str
    expected: bool


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a cue: split at blanks and hyphens, without the possessive ending and final full stops."""
    if text.startswith(EVENT_MARK):
        return (text,)
    parts = _NOT_WORD.sub(" ", text.replace("-", " ").replace("’", "'")).split()
    return tuple(word for part in parts if (word := part.removesuffix("'s").rstrip(".'")))


@cache
def own_lines() -> tuple[NumberedLine, ...]:
    """Return every line of the lexicon with its file and number, blank lines and comments left out."""
    return lines_of_folder(__package__, "cues")


def own_rows() -> Iterator[CueRow]:
    """Yield the rows of the lexicon."""
    for file, number, line in own_lines():
        if line[0] not in "+-":
            yield parse_row(line, f"{file}, line {number}")


def examples() -> Iterator[CueExample]:
    """Yield the examples of the lexicon, each with the row before it."""
    row = None
    for file, number, line in own_lines():
        if line[0] not in "+-":
            row = parse_row(line, f"{file}, line {number}")
        elif row:
            yield CueExample(file, row, line[1:].strip(), line[0] == "+")


def user_rows(paths: Sequence[Path]) -> tuple[CueRow, ...]:
    """Return the rows of topics in the user's knowledge files.

    Raises:
        ConfigError: a row is wrong; it names the file, the line and the reason.
    """
    found: list[CueRow] = []
    for path in paths:
        for name, number, line in lines_of_file(path):
            if is_cue_row(line):
                found.append(parse_row(line, f"knowledge file {name}, line {number}"))
    return tuple(found)


def is_cue_row(line: str) -> bool:
    """Return whether a line of a knowledge file is a row of a topic: it begins with a code."""
    return is_code(line.partition("|")[0].strip())


def parse_row(line: str, subject: str) -> CueRow:
    """Return a row of the lexicon.

    Raises:
        ConfigError: the row has too many columns, no cue, or a code that is no topic in use.
    """
    cells = line.split("|")
    if len(cells) > _COLUMNS:
        raise ConfigError(subject, f"has {len(cells)} columns", f"write at most {_COLUMNS}")
    code = cells[0].strip().removeprefix("medtop:")
    topic = media_topics().get(code)
    if topic is None or topic.retired:
        raise ConfigError(
            subject, f"{code!r} is no Media Topic in use", "wiredesk/media_topics/concepts.tsv lists them"
        )
    weighted = zip(cells[1:], WEIGHTS, strict=False)
    cues = tuple((cue, weight) for cell, weight in weighted for part in cell.split(";") if (cue := part.strip()))
    if not cues:
        raise ConfigError(subject, "has no cue", "write words or phrases in the second column")
    for cue, _ in cues:
        if not words_of(cue):
            raise ConfigError(subject, f"cue {cue!r} has no word")
        if cue.startswith(EVENT_MARK) and cue[1:] not in EVENT_TYPES:
            raise ConfigError(subject, f"{cue[1:]!r} is no event type", "wiredesk events --types lists them")
    return CueRow(code, cues)


def cue_index(rows: Iterable[CueRow], idioms: Iterable[str] = ()) -> CueIndex:
    """Return the cues of rows by their first word, and the idioms as cues that speak for nothing.

    A cue that several top-level topics share counts for each with its weight divided by the root of their number.
    """
    weights: dict[tuple[str, ...], dict[str, float]] = {words_of(idiom): {} for idiom in idioms}
    for row in rows:
        for cue, weight in row.cues:
            codes = weights.setdefault(words_of(cue), {})
            codes[row.code] = max(weight, codes.get(row.code, 0))
    found: CueIndex = {}
    shared: dict[Weights, tuple[Weights, Weights, dict[str, Weights]]] = {}
    for words in sorted(weights, key=len, reverse=True):
        first = found.setdefault(words[0], FirstWord())
        own = tuple(weights[words].items())
        if own not in shared:
            shared[own] = (*_divided(own), {})
        known = TopicCue(" ".join(words), *shared[own])
        if len(words) == 1:
            first.alone = known
        else:
            first.longer.setdefault(words[1], []).append((words[2:], known))
    return found


def _divided(codes: Weights) -> tuple[Weights, Weights]:
    """Return codes, and their top-level ones, with weights divided by the root of the number of the latter."""
    tops: dict[str, float] = {}
    for code, weight in codes:
        top = path_of(code)[0]
        tops[top] = max(weight, tops.get(top, 0))
    shared = sqrt(len(tops))
    return (
        tuple((code, weight / shared) for code, weight in codes),
        tuple((top, weight / shared) for top, weight in tops.items()),
    )
