"""The labelled French stories of ``references/french_wire.txt``, whose first lines say what the labels mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wiredesk.contract import Article, Span

FILE = Path(__file__).parent / "references" / "french_wire.txt"
_HEAD = re.compile(
    r"(?P<id>\w+) \| published (?P<published>\S+) \| dateline (?P<place>.+?)(?: (?P<day>\d{4}-\d\d-\d\d))?$"
)
_MARK = re.compile(
    r"\{(?P<type>[POLM])\|(?P<name>[^{}]+)\}|<(?P<value>[^<>|]+)\|(?P<date>[^<>]+)>"
    r"|\[\[(?P<speaker>[^|\[\]]+)\||(?P<close>\]\])|(?P<line>==)"
)


@dataclass(frozen=True, slots=True)
class FrenchName:
    """A name in the text, with the type of its label: P, O, L or M."""

    span: Span
    type: str


@dataclass(frozen=True, slots=True)
class FrenchDate:
    """An expression of time and its TIMEX3 value."""

    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class FrenchQuote:
    """The content of a quote, and who said it: a full name, or a noun in lower case."""

    span: Span
    speaker: str

    @property
    def is_named(self) -> bool:
        """Whether the speaker has a name in the story."""
        return self.speaker[0].isupper()


@dataclass(frozen=True, slots=True)
class FrenchStory:
    """A story without its marks, and its labels; spans are offsets into ``article.text``."""

    article: Article
    names: tuple[FrenchName, ...]
    dates: tuple[FrenchDate, ...]
    quotes: tuple[FrenchQuote, ...]
    dateline: tuple[str, str] | None
    """Place and day; None if the story has no dateline."""

    @property
    def is_for_measuring(self) -> bool:
        """Whether no rule may be written with this story."""
        return int(self.article.id[2:]) > 40


def read_stories(file: Path = FILE) -> Iterator[FrenchStory]:
    """Yield the stories of a file.

    Raises:
        ValueError: the first line of a story has another form.
    """
    for block in re.split(r"^### ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, _, text = block.partition("\n")
        found = _HEAD.match(head)
        if not found:
            raise ValueError(f"the first line of a story is not understood: {head}")
        headline, _, body = text.strip().partition("\n")
        yield _read_story(found, f"{headline}\n\n{body}")


def _read_story(head: re.Match[str], marked: str) -> FrenchStory:
    names: list[FrenchName] = []
    dates: list[FrenchDate] = []
    quotes: list[FrenchQuote] = []
    opened: list[tuple[int, str]] = []
    text, at = "", 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at, start = mark.end(), len(text)
        text += mark["name"] or mark["date"] or ""
        if mark["type"]:
            names.append(FrenchName((start, len(text)), mark["type"]))
        elif mark["value"]:
            dates.append(FrenchDate((start, len(text)), mark["value"]))
        elif mark["speaker"]:
            opened.append((start, mark["speaker"]))
        elif mark["close"]:
            begin, speaker = opened.pop()
            quotes.append(FrenchQuote((begin, start), speaker))
    text += marked[at:]
    headline, _, body = text.partition("\n\n")
    published = datetime.fromisoformat(head["published"])
    article = Article(id=head["id"], headline=headline, body=body, published=published, language="fr")
    dateline = (head["place"], head["day"]) if head["day"] else None
    return FrenchStory(article, tuple(names), tuple(dates), tuple(quotes), dateline)
