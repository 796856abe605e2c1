"""The results: each extraction as its document, and as rows that analysts query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, Text, bindparam, cast, insert, select, update

from wiredesk.contract import Article, Extraction
from wiredesk.corrections import corrected
from wiredesk.search_terms import languages_of
from wiredesk.store import text_index
from wiredesk.store.directory.ruling_rows import corrections_of, ruled_versions
from wiredesk.store.extraction_rows import Rows, normalize_name, to_rows
from wiredesk.store.prepared import PreparedStatement, without_waiting
from wiredesk.store.publication import date_story, dateline_day, without_times
from wiredesk.store.raw_sql import run
from wiredesk.store.result_rows import storable
from wiredesk.store.row_blocks import insert_rows
from wiredesk.store.tables import RESULT_TABLES, Document, extractions, subject_codes
from wiredesk.store.types import now


class NewResult(NamedTuple):
    """The result of one version, as it is stored."""

    seq: int
    extraction: Extraction
    seconds: float
    """How long the extraction took."""


def write(connection: Connection, seq: int, extraction: Extraction, seconds: float) -> None:
    """Store one extraction, as :func:`write_all` does."""
    write_all(connection, [NewResult(seq, extraction, seconds)])


def write_all(connection: Connection, new: Sequence[NewResult]) -> None:
    """Store extractions, all rows of a table at once; each replaces an earlier one of the same version."""
    remove_all(connection, [one.seq for one in new])
    found = _corrected(connection, new)
    undated = without_times(connection, [one.seq for one in new])
    days = [(seq, dateline_day(connection, seq, one)) for seq, one, _ in new if seq in undated]
    with without_waiting(connection):
        _INSERT_DOCUMENT.run_many(connection, [_document_values(connection, one, found[one.seq]) for one in new])
        _insert_rows(connection, found)
        for seq, day in days:
            date_story(connection, seq, day)
    text_index.add_all(
        connection,
        [
            (seq, one.text, languages_of([one.language, *(part.language for part in one.engine.parts)]))
            for seq, one, _ in new
        ],
    )


def _corrected(connection: Connection, new: Sequence[NewResult]) -> dict[int, Extraction]:
    """Return the extractions by version, those of stories that users corrected as corrected."""
    ruled = ruled_versions(connection, [one.seq for one in new])
    corrections = corrections_of(connection, {one.extraction.id for one in new if one.seq in ruled}) if ruled else {}
    return {seq: corrected(found, corrections.get(found.id, ())) for seq, found, _ in new}


def _document_values(connection: Connection, new: NewResult, found: Extraction) -> dict[str, Any]:
    extraction = new.extraction
    document = extraction.json_line().decode()
    return {
        "seq": new.seq,
        "engine": extraction.engine.version,
        "model": extraction.engine.model,
        "tier": extraction.engine.tier,
        "language": extraction.language,
        "focus": found.focus,
        "tone": extraction.tone.score if extraction.tone else None,
        "seconds": new.seconds,
        "document": document if connection.dialect.name == "sqlite" else _no_nul(document),
    }


def write_rows(connection: Connection, seq: int, extraction: Extraction) -> None:
    """Store the rows of an extraction again, as users corrected it; the document stays as it is.  Nothing is stored if
    the version has been deleted meanwhile."""
    found = connection.execute(update(extractions).where(extractions.c.seq == seq).values(focus=extraction.focus))
    if found.rowcount:
        _delete_rows(connection, [seq])
        _insert_rows(connection, {seq: extraction})


def _insert_rows(connection: Connection, extractions: Mapping[int, Extraction]) -> None:
    rows_of: dict[Table, Rows] = {}
    for seq, extraction in extractions.items():
        for table, rows in to_rows(seq, extraction):
            rows_of.setdefault(table, []).extend(rows)
    for table, rows in rows_of.items():
        insert_rows(connection, _insert(table, connection.dialect.name), rows)


def _delete_rows(connection: Connection, seqs: Sequence[int]) -> None:
    for table in RESULT_TABLES:
        run(connection, f"DELETE FROM {table.name} WHERE seq IN :numbers", list(seqs))


_INSERT_DOCUMENT = PreparedStatement(
    insert(extractions).values(
        {name: bindparam(name) for name in ("seq", "engine", "model", "tier", "language", "focus", "tone", "seconds")}
        | {"stored_at": now(), "document": cast(bindparam("document", type_=Text), Document)}
    )
)


@cache
def _insert(table: Table, dialect: str) -> str:
    """Return an INSERT in the driver's parameter style: the SQL compiler takes too long for a hundred rows a story."""
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(table.columns))})'


def write_codes(connection: Connection, stories: Sequence[tuple[int, Article]]) -> None:
    """Store the providers' own subject codes and keywords, by which stories are found; they replace earlier ones.

    Args:
        stories: number of each version, and its article.
    """
    run(connection, "DELETE FROM subject_codes WHERE seq IN :numbers", [seq for seq, _ in stories])
    keys = [
        (seq, key)
        for seq, article in stories
        for key in sorted({normalize_name(storable(code)) for code in (*article.subjects, *article.keywords)} - {""})
    ]
    insert_rows(connection, _insert(subject_codes, connection.dialect.name), keys)


def remove_all(connection: Connection, seqs: Sequence[int], *, keep_rows: bool = False) -> int:
    """Delete the results of versions, those of a table by one statement.  Returns how many versions had some.

    Args:
        keep_rows: leave the rows in their partition, which is dropped next.
    """
    query = "SELECT seq FROM extractions WHERE seq IN :numbers"
    found = [seq for (seq,) in run(connection, query, list(seqs)).fetchall()]
    if found:
        run(connection, "DELETE FROM extractions WHERE seq IN :numbers", found)
        if not keep_rows:
            _delete_rows(connection, found)
        text_index.remove_all(connection, found)
    return len(found)


def document(connection: Connection, seq: int) -> str | None:
    """Return the extraction document of a version as JSON text; None where it has none."""
    value: str | None = connection.execute(
        select(cast(extractions.c.document, Text)).where(extractions.c.seq == seq)
    ).scalar()
    return value


def _no_nul(value: str) -> str:
    """Replace escaped NUL characters, which PostgreSQL's JSON does not store."""
    return value.replace("\\u0000", " ")
