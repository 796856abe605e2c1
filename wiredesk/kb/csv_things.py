"""Things of a table: CSV with a header, the columns in any order.

``id`` and ``name`` must be there.  The others: ``type`` (PERSON where there is none), ``aliases``, ``about``,
``country`` (ISO 3166-1 alpha-2), ``born``, ``died`` (dates or years), ``prior`` (a whole number), ``words``,
``related`` (ids of other rows), ``geonames`` and ``wikidata``.  ``;`` stands between several values.  Other columns are
left alone, and a row is one line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import cast

from wiredesk.contract import EntityType
from wiredesk.errors import BadData
from wiredesk.kb.kb_records import PLAIN_PRIOR, KbRecord, KbRow, is_wikidata, year_of
from wiredesk.kb.kb_types import is_type

_NEEDED = ("id", "name")


class CsvReader:
    """Turns the rows of a table into things; a line break within a value is not read as one.

    Args:
        header: the first line.  A tab in it stands between columns, else a semicolon without a comma, else the comma.

    Raises:
        BadData: the header has no column ``id`` or ``name``.
    """

    def __init__(self, header: bytes, subject: str) -> None:
        text = header.decode("utf-8-sig", "replace").strip()
        self._comma = "\t" if "\t" in text else ";" if ";" in text and "," not in text else ","
        self._columns = [name.strip().lower() for name in self._cells(text)]
        for name in _NEEDED:
            if name not in self._columns:
                hint = "the first line names the columns: id,name,type,aliases,about,country,born,died"
                raise BadData(subject, f'has no column "{name}"', hint)

    def rows(self, line: bytes) -> Iterator[KbRow]:
        """Yield the thing of a line.

        Raises:
            ValueError: the line is no row of the table.
        """
        text = line.decode().rstrip("\r")
        if not text.strip():
            return
        cells = self._cells(text)
        if len(cells) > len(self._columns):
            raise ValueError(f"has {len(cells)} cells for {len(self._columns)} columns")
        yield _record({name: cell.strip() for name, cell in zip(self._columns, cells, strict=False)})

    def _cells(self, text: str) -> Sequence[str]:
        try:
            return next(csv.reader([text], delimiter=self._comma, strict=True))
        except csv.Error as error:
            raise ValueError(str(error)) from None


def _record(row: dict[str, str]) -> KbRecord:
    type = row.get("type", "").upper() or "PERSON"
    if not row.get("id") or not row.get("name"):
        raise ValueError("has no id or no name")
    if not is_type(type):
        raise ValueError(f'has an unknown type "{type}"')
    wikidata = row.get("wikidata", "")
    return KbRecord(
        id=wikidata if is_wikidata(wikidata) else row["id"],
        type=cast(EntityType, type),
        name=row["name"],
        aliases=_parts(row.get("aliases", "")),
        about=row.get("about", ""),
        prior=int(row.get("prior") or PLAIN_PRIOR),
        country=row.get("country", "").upper() or None,
        born=year_of(row.get("born", "")),
        died=year_of(row.get("died", "")),
        words=_parts(row.get("words", "")),
        geonames=int(row["geonames"]) if row.get("geonames") else None,
        related=_parts(row.get("related", "")),
        ref=row["id"],
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(one for part in cell.split(";") if (one := part.strip()))
