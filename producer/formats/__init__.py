"""Read every wire format and return Articles.

>>> from producer.formats import parse
>>> [article.headline for article in parse(data, "story.xml").articles]  # doctest: +SKIP

A format is one module here and one row in :mod:`producer.formats.format_registry`. Formats are recognised by their
content, never by a file's name. No parser opens a file or a connection, or reads a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from producer.formats.compression import MAX_LAYERS
from producer.formats.draft import Draft, finish
from producer.formats.envelope import NO_ENVELOPE, Envelope
from producer.formats.format_registry import BY_SHAPE, Format, find_format
from producer.formats.identity import article_id
from producer.formats.leading_junk import document_after_junk
from producer.formats.repeated_ids import with_distinct_ids, with_usable_id
from producer.formats.results import Limits, Parsed, Part, Skipped, articles_of
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData, TooLarge, WiredeskError

_WITH_ITEMS = frozenset(("feed", "jsonfeed", "ninjs", "newsml-g2", "newsml-1.2"))
"""Formats of documents with several items; archives and JSON lines are read in pieces, with no view of the whole."""
__all__ = ["Envelope", "Limits", "Parsed", "Part", "Skipped", "article_id", "articles_of", "parse", "read", "recognise"]


def parse(
    data: bytes,
    name: str = "-",
    *,
    limits: Limits | None = None,
    explain: bool = False,
    envelope: Envelope = NO_ENVELOPE,
) -> Parsed:
    """Return everything that one file holds.

    Args:
        data: the file's content.
        name: appears in messages only.
        limits: sizes above which a file or a story is rejected.
        explain: fill :attr:`Parsed.reasons` with the origin of each field's value.
        envelope: what the transport says about the file.

    Raises:
        UnknownFormat: no format fits.
        TooLarge: the file is larger than a limit.
        BadData: the file as a whole cannot be read.
    """
    file = WireFile.of(data, name, limits or Limits(), envelope)
    format, parts = _parts(file)
    skipped: list[Skipped] = []
    rejected: list[BadData] = []
    found = list(articles_of(parts, skipped.append, rejected.append))
    reasons = tuple(why for _, why in found) if explain else ()
    return Parsed(tuple(article for article, _ in found), tuple(skipped), tuple(rejected), format, reasons)


def read(
    file: BinaryIO, name: str = "-", *, limits: Limits | None = None, envelope: Envelope = NO_ENVELOPE
) -> Iterator[Part]:
    """Yield the parts of an open file one by one: web archives and JSON lines of any size need little memory.

    An error of the file as a whole is not raised; it is the last part.
    """
    try:
        yield from read_wire_file(WireFile(file, name, limits or Limits(), envelope))
    except (BadData, OSError) as error:  # of the first bytes
        yield error if isinstance(error, BadData) else BadData(name, error.strerror or str(error))


def read_wire_file(file: WireFile) -> Iterator[Part]:
    """Yield the parts of a file whose beginning was read; see :func:`read`."""
    try:
        yield from _parts(file)[1]
    except BadData as error:
        yield error
    except WiredeskError:  # an extra that is not installed
        raise
    except OSError as error:
        yield BadData(file.name, error.strerror or str(error))
    except MemoryError:
        yield BadData(file.name, "needs more memory than the limit allows", "raise WIREDESK_DOCUMENT_MEMORY")
    except Exception as error:  # a fault of a parser costs its document, never the source that delivered it
        cause = f"the parser failed: {type(error).__name__}: {error}"
        yield BadData(file.name, cause, "please report it with the file")


def recognise(data: bytes, name: str, limits: Limits, envelope: Envelope = NO_ENVELOPE) -> tuple[str, str]:
    """Return the name of the format that fits a document, and the document's beginning as text.

    Raises:
        UnknownFormat: no format fits.
        BadData: it is empty, or its compression is damaged.
    """
    row, file = _recognised(_unpacked(WireFile.of(data, name, limits, envelope)))
    return row.name, file.head_text


def _parts(file: WireFile) -> tuple[str, Iterator[Part]]:
    """Return the name of the file's format and its parts."""
    row, file = _recognised(_unpacked(file))
    found = (_identified(part, file) for part in row.parse(file))
    return row.name, _finish_drafts(with_distinct_ids(found) if row.name in _WITH_ITEMS else found, file)


def _unpacked(file: WireFile) -> WireFile:
    """Return the file without the compression around it."""
    layers = 0
    while file.coding:
        layers += 1
        if layers > MAX_LAYERS:
            raise BadData(file.name, f"compressed more than {MAX_LAYERS} times")
        file = file.unpacked()
    return file


def _identified(part: Draft | Part, file: WireFile) -> Draft | Part:
    """Return a part whose address is absolute and whose id may identify it."""
    if isinstance(part, Draft):
        part.resolve(file.envelope.address)
        return with_usable_id(part, file.envelope)
    return part


def _recognised(file: WireFile) -> tuple[Format, WireFile]:
    """Return the file's format, and the file from the first byte of that format on."""
    try:
        row = find_format(file)
    except TooLarge:
        raise
    except BadData:
        if not file.start or (inside := document_after_junk(file)) is None:
            raise
        return find_format(inside), inside
    if row.name in BY_SHAPE and (inside := document_after_junk(file)) is not None:
        return find_format(inside), inside
    return row, file


def _finish_drafts(found: Iterable[Draft | Part], file: WireFile) -> Iterator[Part]:
    """Turn drafts into articles; a draft that does not fit is rejected without its neighbours.

    An archive's parts are those of its members, which are articles already.
    """
    for part in _with_file_name(found, file.name):
        if not isinstance(part, Draft):
            yield part
            continue
        try:
            result = finish(part, file.limits, file.name, file.envelope)
        except BadData as error:
            if not part.place:  # the file's only story
                raise
            yield error
            continue
        yield result if isinstance(result, Skipped) else (result, part.reasons)


def _with_file_name(parts: Iterable[Draft | Part], name: str) -> Iterator[Draft | Part]:
    """Yield the parts; an error that has no subject is raised again with the file's name as its subject."""
    try:
        yield from parts
    except BadData as error:
        if error.subject:
            raise
        raise type(error)(name, *error.args[1:]) from error
