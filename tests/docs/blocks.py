"""The blocks of a page: what is code in it, and what its author says about running it.

A block of ``sh`` is a script. A block of ``console`` has its commands after ``$ `` and what they print below. A comment
of HTML directly above a block says what else is to know:

``<!-- file: NAME -->``        the block is a file of that name
``<!-- not run: REASON -->``   it needs what a test cannot have; its syntax and options are checked all the same
``<!-- keeps running: WORDS -->``  its last command ends when the page does; go on once it has printed these words
``<!-- exits: NUMBER -->``     its last command ends with that code
``<!-- as before: … -->``      its output is that of the first time the same command ran
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
_MARK = re.compile(r"^\s*<!-- (?P<name>file|not run|keeps running|exits|as before): (?P<value>.*?) -->\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    page: Path
    line: int
    language: str
    text: str
    mark: str = ""
    value: str = ""
    """What the mark says."""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"

    @property
    def script(self) -> str:
        """What the shell reads."""
        return "\n".join(step.command for step in self.steps())

    def steps(self) -> Iterator[Step]:
        """Each command with what it prints; a script is one step."""
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
    """A command that goes on in the next line: a quotation, a continued line or a here-document is open."""
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
    """The fenced blocks of a page, in their order."""
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
    """Whether a page shows what was printed: blanks, rules and numbers may differ; an ellipsis stands for anything."""
    pieces = re.split(r"\[…\]|^\s*…\s*$|…$", _plain(shown, keep=True), flags=re.M)
    texts = [re.sub(_NUMBER, "\0", " ".join(piece.split())) for piece in pieces]
    patterns = [re.escape(text).replace(re.escape("\0"), _NUMBER) for text in texts]
    return re.fullmatch(r".*".join(patterns), _plain(printed), re.S) is not None


def _plain(text: str, *, keep: bool = False) -> str:
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|─", "", text)
    return text if keep else " ".join(text.split())
