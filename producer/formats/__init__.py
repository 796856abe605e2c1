"""Every wire format in, Article out.

>>> from producer.formats import parse
>>> [article.headline for article in parse(data, "story.xml").articles]  # doctest: +SKIP

A format is a module here and a row in :mod:`producer.formats.format_table`; formats are recognised by content, never by
a file's name.  Nothing here reads a file that it is not handed, opens a connection, or looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from producer.formats.identity import article_id
from producer.formats.results import Limits, Parsed, Skipped
from wiredesk.contract import Article
from wiredesk.errors import BadData

__all__ = ["Limits", "Parsed", "Skipped", "article_id", "parse", "read"]

Part = tuple[Article, Mapping[str, str]] | Skipped | BadData
"""One thing found in a file: an article with its fields' reasons, a skip, or a part that could not be read."""


def parse(data: bytes, name: str = "-", *, limits: Limits | None = None, explain: bool = False) -> Parsed:
    """Everything in one file.

    ``name`` is for messages only.  With ``explain`` the result says where each field's value comes from.

    Raises `UnknownFormat` where no format fits, `TooLarge` above a limit
    and `BadData` where the file as a whole cannot be read.
    """
    from producer.formats.source import Source

    source = Source.of(data, name, limits or Limits())
    format, parts = _parts(source)
    articles: list[Article] = []
    reasons: list[Mapping[str, str]] = []
    skipped: list[Skipped] = []
    rejected: list[BadData] = []
    for part in parts:
        if isinstance(part, Skipped):
            skipped.append(part)
        elif isinstance(part, BadData):
            rejected.append(part)
        else:
            articles.append(part[0])
            reasons.append(part[1])
    return Parsed(tuple(articles), tuple(skipped), tuple(rejected), format, tuple(reasons) if explain else ())


def read(file: BinaryIO, name: str = "-", *, limits: Limits | None = None) -> Iterator[Part]:
    """The parts of an open file one by one: web archives and JSON lines of any size in little memory.

    Raises as :func:`parse`, some of it only on the way.
    """
    from producer.formats.source import Source

    yield from _parts(Source(file, name, limits or Limits()))[1]


def _parts(source: object) -> tuple[str, Iterator[Part]]:
    from producer.formats.format_table import recognised
    from producer.formats.source import Source

    assert isinstance(source, Source)
    if source.gzipped:
        source = source.unzipped()
    row = recognised(source)
    return row.name, _finished(row.parse(source), source)


def _finished(found: Iterable[Any], source: object) -> Iterator[Part]:
    """Drafts to articles; a draft that cannot be one is a reject among its neighbours."""
    from producer.formats.draft import Draft, finish
    from producer.formats.source import Source

    assert isinstance(source, Source)
    for part in _named(iter(found), source.name):
        if not isinstance(part, Draft):
            yield part
            continue
        try:
            result = finish(part, source.limits, source.name)
        except BadData as error:
            if not part.place:  # the file's only story
                raise
            yield error
            continue
        yield result if isinstance(result, Skipped) else (result, part.reasons)


def _named(parts: Iterator[Any], name: str) -> Iterator[Any]:
    """The parts; an error that does not know its file is given the name."""
    try:
        yield from parts
    except BadData as error:
        if error.subject:
            raise
        raise type(error)(name, error.cause, error.hint) from error
