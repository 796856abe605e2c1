"""The answer to a statement as CSV, JSON or JSON lines."""

from __future__ import annotations

from enum import StrEnum

import orjson

from desk.formats_out.row_files import csv_line
from desk.sql.sql_answer import SqlAnswer
from wiredesk.safe_line import safe_json


class SqlFormat(StrEnum):
    """The formats of an answer."""

    json = "json"
    csv = "csv"
    jsonl = "jsonl"


SQL_MEDIA_TYPES = {
    SqlFormat.json: "application/json",
    SqlFormat.csv: "text/csv; charset=utf-8",
    SqlFormat.jsonl: "application/x-ndjson",
}


def sql_file(answer: SqlAnswer, format: SqlFormat) -> bytes:
    """Return an answer as a file; columns of one name are numbered in JSON lines."""
    if format is SqlFormat.json:
        return safe_json(
            orjson.dumps({
                "columns": answer.columns, "rows": answer.rows, "cut": answer.is_cut,
                "seconds": round(answer.seconds, 3),
            })
        )  # fmt: skip
    if format is SqlFormat.csv:
        return "".join(map(csv_line, (answer.columns, *answer.rows))).encode("utf-8", "replace")
    names = distinct_names(answer.columns)
    return b"".join(safe_json(orjson.dumps(dict(zip(names, row, strict=True)))) + b"\n" for row in answer.rows)


def distinct_names(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of columns, the second of one name with a number."""
    found: list[str] = []
    for name in columns:
        n, free = 1, name
        while free in found:
            n += 1
            free = f"{name}_{n}"
        found.append(free)
    return tuple(found)
