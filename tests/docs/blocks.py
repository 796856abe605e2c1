"""The code blocks of a page, and the directives for running them.

A block of ``sh`` is a script. A block of ``console`` has commands after ``$ `` and their output below. An HTML comment
directly above a block is a directive:

``<!-- file: NAME -->``        the block is a file of that name
``<!-- not run: REASON -->``   it cannot run in a test; its syntax and options are checked nevertheless
``<!-- keeps running: WORDS -->``  its last command ends with the page; the next block waits for these words
``<!-- exits: NUMBER -->``     its last command ends with that code
``<!-- as before: … -->``      its output is that of the first run of the same command
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHELL = ("sh", "console")
_FENCE = re.compile(r"^(?P<indent> *)```(?P<language>[\w-]*)\s*$")
_NUMBER = r"\d+(?:[.,]\d+)*"
_UNIT = (
    r"(?:ns|µs|ms|s|min|h|seconds?|minutes?|hours?|bytes?|B|[kKMGT]i?B|%|×|x|a\ssecond|stories/s|words/s|/s|Hz|cores?)"
)
_WILD = re.compile(
    rf"""
      \d+\.\d+\.\d+\.\d+:\d+ | (?<=localhost:)\d+               # addresses with a port
    | \d{{4}}-\d\d-\d\d\s\d\d:\d\d(?::\d\d)?\sUTC               # moments of the run
    | (?<![\d.:])\d{{1,2}}:\d\d(?::\d\d(?:[.,]\d+)?)?(?![\d:])  # clock times
    | (?:pid|PID|process)\s\d+
    | (?<![\d.])\d+\.\d+\.\d+(?![\d.])                          # versions of programs
    | {_NUMBER}\s?{_UNIT}(?!\w)                                  # times, sizes, rates, ratios of times
    """,
    re.VERBOSE,
)
"""Numbers that differ from run to run.  All others are compared."""
_MARK = re.compile(r"^\s*<!-- (?P<name>file|not run|keeps running|exits|as before): (?P<value>.*?) -->\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    page: Path
    line: int
    language: str
    text: str
    mark: str = ""
    value: str = ""
    """The text of the directive."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def script(self) -> str:
        """The commands for the shell."""
        return "\n".join(step.command for step in self.steps())

    def steps(self) -> Iterator[Step]:
        """Return each command with its output; a script is one step."""
        if self.language == "sh":
            yield Step(self.text)
            return
        command: list[str] = []
        shown: list[str] = []
        for line in self.text.splitlines():
            if line.startswith("$ ") and not (command and is_open("\n".join(command))):
                if command:
                    yield Step("\n".join(command), "\n".join(shown).strip("\n"))
                command, shown = [line[2:]], []
            elif command and is_open("\n".join(command)):
                command.append(line)
            else:
                shown.append(line)
        if command:
            yield Step("\n".join(command), "\n".join(shown).strip("\n"))


@dataclass(frozen=True, slots=True)
class Step:
    command: str
    shown: str = ""


def is_open(command: str) -> bool:
    """Return whether a command continues in the next line: a quotation, a continued line or a here-document is open."""
    if command.endswith("\\"):
        return True
    if found := re.search(r"<<'?(\w+)'?", command):
        return not re.search(rf"^{found[1]}$", command, re.M)
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return True
    return False


def blocks(page: Path) -> Iterator[Block]:
    """Return the fenced blocks of a page, in their order."""
    lines = page.read_text(encoding="utf-8").splitlines()
    mark = value = ""
    at = 0
    while at < len(lines):
        if found := _MARK.match(lines[at]):
            mark, value = found["name"], found["value"]
        elif fence := _FENCE.match(lines[at]):
            end = next(n for n in range(at + 1, len(lines)) if lines[n].strip() == "```")
            text = "\n".join(line.removeprefix(fence["indent"]) for line in lines[at + 1 : end])
            yield Block(page, at + 1, fence["language"], f"{text}\n", mark, value)
            mark = value = ""
            at = end
        elif lines[at].strip():
            mark = value = ""
        at += 1


def matches(shown: str, printed: str) -> bool:
    """Return whether the output on a page matches the real output.

    Blanks and rules may differ, and ``…`` matches anything.  Numbers are compared except those that differ from
    run to run: times, sizes, rates and their ratios, clock times, process numbers, ports and versions of programs.
    """
    pieces = re.split(r"\[…\]|^\s*…\s*$|…$", _plain(shown, keep=True), flags=re.M)
    patterns = [_pattern(" ".join(piece.split())) for piece in pieces]
    return re.fullmatch(r".*".join(patterns), _plain(printed), re.S) is not None


def _pattern(text: str) -> str:
    """Return a regular expression for a text in which only the numbers of :data:`_WILD` may differ."""
    found, at = [], 0
    for wild in _WILD.finditer(text):
        found.append(re.escape(text[at : wild.start()]))
        found.append(re.sub(r"\d+(?:\\?[.,]\d+)*", lambda _: _NUMBER, re.escape(wild[0])))
        at = wild.end()
    return "".join((*found, re.escape(text[at:])))


def _plain(text: str, *, keep: bool = False) -> str:
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|─", "", text)
    return text if keep else " ".join(text.split())
