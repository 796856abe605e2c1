"""Case files: one file is one test and contains its expectation.

First a comment line that says what the case shows, then the expectation as JSON, a line ``----``, and the message.
Control pictures stand for control characters in the message (``␁`` is 01, ``␡`` is 7F).  Keys of the expectation:

``articles``   the fields to check of each article, exactly; ``paragraphs`` counts them, ``body_has`` lists passages
``skipped``    what was skipped, one word or two each
``rejected``   a passage of each reject's message
``error``      a passage of the message of the error that is raised
``format``     name of the recognised row
``charset``    how the message is encoded (default UTF-8), ``newline`` its line end (default LF)
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.paths import ROOT

FOLDER = ROOT / "tests" / "unit" / "producer" / "formats" / "cases"
_PICTURES = {0x2400 + code: chr(code) for code in range(32)} | {0x2421: "\x7f"}


@dataclass(frozen=True)
class Case:
    name: str
    about: str
    expect: dict[str, Any]
    data: bytes


def load(path: Path) -> Case:
    head, _, message = path.read_text(encoding="utf-8").partition("\n----\n")
    about, _, expectation = head.partition("\n")
    expect = json.loads(expectation)
    message = message.translate(_PICTURES).replace("\n", expect.get("newline", "\n"))
    data = message.encode(expect.get("charset", "utf-8"))
    return Case(path.stem, about.lstrip("# "), expect, data)


def load_all() -> list[Case]:
    return [load(path) for path in sorted(FOLDER.glob("*.case"))]
