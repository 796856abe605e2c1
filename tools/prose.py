"""Find phrases that this repository avoids, in docstrings, comments and documentation.

``python tools/prose.py FILE…`` prints a line for each hit and exits with 1 if there is any.  CONTRIBUTING.md has the
rules of the language; this program finds only phrases that a pattern can describe.
"""

# ruff: noqa: T201 - the report goes to the standard output

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

PHRASES: dict[str, str] = {
    r"(?<!there )\bis none\b": "say what is missing: no stories match, not a known format",
    r"\banew\b": "again",
    r"\bwhence\b": "where … from",
    r"\bamid\b": "during, inside",
    r"\bwhat (?:a|one) \w+ costs\b": "the cost of",
    r"\bwhat one would\b": "what users would",
}
IN_PYTHON = {r"\A\s*Of (?:a|an|the|all|its|one|this)\b": "begin with a verb: Return, Release, Report"}
"""Phrases at the beginning of a docstring or comment."""

Line = tuple[int, str]


def passages(path: Path) -> Iterator[Line]:
    """Yield the prose of a file with the number of its line.

    The prose of Markdown is the text outside code; that of Python, the docstrings and comments.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        yield from _docstrings(text)
        yield from _comments(text)
    else:
        outside = re.sub(r"(?ms)^ *```.*?^ *```$", lambda block: "\n" * block[0].count("\n"), text)
        yield from enumerate(outside.splitlines(), 1)


def _docstrings(text: str) -> Iterator[Line]:
    """Yield every string that is a statement, including those below a constant."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.lineno, node.value.value


def _comments(text: str) -> Iterator[Line]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string.lstrip("# ")


def main(paths: list[Path]) -> int:
    """Print the hits; return the exit code."""
    found = 0
    for path in paths:
        phrases = PHRASES | IN_PYTHON if path.suffix == ".py" else PHRASES
        for number, passage in passages(path):
            for pattern, instead in phrases.items():
                if match := re.search(pattern, passage):
                    found += 1
                    line = number + passage[: match.start()].count("\n")
                    print(f"{path}:{line}: {match[0].strip()!r}; better: {instead}")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main([Path(name) for name in sys.argv[1:]]))
