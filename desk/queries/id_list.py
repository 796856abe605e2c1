"""An agency's list of what it sent: lines of text, CSV with a column of ids, or JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from wiredesk.errors import BadData

ID_COLUMNS = ("id", "guid", "uri", "urn", "item_id", "itemid", "story_id", "storyid", "identifier")
"""Names of a column or key with the ids, without case, the likeliest first."""
VERSION_COLUMNS = ("version", "revision", "rev")
DELIMITERS = (",", ";", "\t", "|")
COMMENT = "#"
"""First character of a line of text that is no id."""


@dataclass(frozen=True, slots=True)
class ListedId:
    """One entry of the list."""

    id: str
    """As the provider writes it."""
    version: int | None = None


def parse_list(data: bytes, name: str, column: str | None = None) -> list[ListedId]:
    """Return the entries of a list, each once, in their order.

    Args:
        name: what errors call the list.
        column: the column or key with the ids, where it has an unusual name.

    Raises:
        BadData: it is no such list, or has no entry.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(name, f"byte {error.start} is not UTF-8", "save the list as UTF-8") from None
    if "\0" in text:
        raise BadData(name, "binary data, no list of ids", "give lines of text, CSV or JSON lines")
    start = text.lstrip()[:1]
    if start and start in "{[":
        found = list(_of_json(text, name, column))
    elif (header := _header(text, column)) is not None:
        found = list(_of_csv(text, name, header))
    elif column is not None:
        raise BadData(name, f'no column "{column}" in its first line', "name a column of the list")
    else:
        found = list(_of_lines(text, name))
    if not found:
        raise BadData(name, "no ids in the list", "give lines of text, CSV with a column id, or JSON lines")
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _CsvHeader:
    delimiter: str
    id_at: int
    version_at: int | None


def _header(text: str, column: str | None) -> _CsvHeader | None:
    """Return where the ids of a CSV are; None where the first line names no such column."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    wanted = (column.casefold(),) if column else ID_COLUMNS
    for delimiter in DELIMITERS:
        names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter), [])]
        if (id_at := _position(names, wanted)) is not None and (len(names) > 1 or delimiter == DELIMITERS[-1]):
            return _CsvHeader(delimiter, id_at, _position(names, VERSION_COLUMNS))
    return None


def _position(names: Sequence[str], wanted: Sequence[str]) -> int | None:
    return next((names.index(one) for one in wanted if one in names), None)


def _of_csv(text: str, name: str, header: _CsvHeader) -> Iterator[ListedId]:
    rows = csv.reader(io.StringIO(text), delimiter=header.delimiter)
    is_first = True
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            if is_first:
                is_first = False
                continue
            if len(row) <= header.id_at or not (id := row[header.id_at].strip()):
                raise BadData(f"{name}, line {rows.line_num}", "has no id", "correct the line")
            at = header.version_at
            version = row[at] if at is not None and at < len(row) else None
            yield ListedId(id, _version(version, f"{name}, line {rows.line_num}"))
    except csv.Error as error:
        raise BadData(f"{name}, line {rows.line_num}", str(error), "correct the line") from None


def _of_lines(text: str, name: str) -> Iterator[ListedId]:
    for number, line in enumerate(text.splitlines(), 1):
        id = line.strip()
        if not id or id.startswith(COMMENT):
            continue
        if any(sign in id for sign in "\t;"):
            cause = "several columns, and the first line names none of them id"
            raise BadData(f"{name}, line {number}", cause, "write a first line with the names, and --column")
        yield ListedId(id)


def _of_json(text: str, name: str, column: str | None) -> Iterator[ListedId]:
    try:
        whole = json.loads(text)
    except ValueError:
        rows = [(f"{name}, line {number}", line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    else:
        for number, value in enumerate(whole if isinstance(whole, list) else [whole], 1):
            yield _entry(value, f"{name}, entry {number}", column)
        return
    for place, line in rows:
        try:
            value = json.loads(line)
        except ValueError:
            raise BadData(place, "is not JSON", "write one JSON value a line") from None
        yield _entry(value, place, column)


def _entry(value: Any, place: str, column: str | None) -> ListedId:
    if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
        return ListedId(str(value).strip())
    if isinstance(value, dict):
        fields = {str(key).casefold(): one for key, one in value.items()}
        wanted = (column.casefold(),) if column else ID_COLUMNS
        id = next((fields[key] for key in wanted if fields.get(key) not in (None, "")), None)
        if isinstance(id, str | int) and not isinstance(id, bool):
            version = next((fields[key] for key in VERSION_COLUMNS if key in fields), None)
            return ListedId(str(id).strip(), _version(version, place))
    raise BadData(place, "has no id", f"write it as {column or 'id'}, or name its key with --column")


def _version(given: Any, place: str) -> int | None:
    """Return a version number; None where none is given.

    Raises:
        BadData: it is no whole number from 1 on.
    """
    text = str(given if given is not None else "").strip()
    if not text:
        return None
    if text.isascii() and text.isdecimal() and 1 <= len(text) <= 18 and int(text) >= 1:
        return int(text)
    raise BadData(place, f'invalid version "{text[:40]}"', "a whole number from 1 on")
