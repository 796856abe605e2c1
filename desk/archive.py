"""Write versions of stories to a folder of Parquet files before they are deleted: nothing is pruned that is not there.

The table ``documents`` has every version whole, article and extraction as JSON; the other tables are those of an
export, for the versions that readers saw.  A file is named by the first and the last number in it.  What a run wrote
and did not delete is written again by the next one, under the same first number: the file before is removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, Text, cast, select

from desk.formats_out.parquet_folder import ParquetFolder
from desk.queries.related_stories import across
from desk.queries.stories import stories_of
from desk.views.export_tables import STORY_TABLES
from desk.views.table_form import Columns, Row, shown_story
from wiredesk.errors import WiredeskError
from wiredesk.store.raw_sql import run
from wiredesk.store.result_rows import to_article
from wiredesk.store.tables import articles, extractions

DOCUMENTS = "documents"
DOCUMENT_COLUMNS: Columns = (
    ("seq", "int64"), ("id", "text"), ("version", "int64"), ("state", "text"), ("accepted", "time"),
    ("article", "text"), ("extraction", "text"),
)  # fmt: skip


class ArchiveNotWritten(WiredeskError):
    """The folder could not be written; nothing that is not in it was deleted."""


class Archive:
    """The folder of what was pruned; one process at a time writes to it."""

    def __init__(self, folder: Path) -> None:
        self._files = ParquetFolder(folder)

    def write(self, connection: Connection, seqs: Sequence[int]) -> None:
        """Write versions; when this returns they are on disk.

        Args:
            seqs: numbers in ascending order, of a few hundred versions.

        Raises:
            ArchiveNotWritten: the folder is full or read-only.
        """
        tables: dict[tuple[str, str], list[Row]] = defaultdict(list)
        months = {}
        for row in connection.execute(_VERSIONS.where(articles.c.seq.in_(seqs)).order_by(articles.c.seq)).mappings():
            values = dict(row)
            document = values.pop("document")
            months[row["seq"]] = month = f"{row['accepted_at']:%Y-%m}"
            article = to_article(values).model_dump_json()
            about = row["seq"], row["id"], row["version"], row["state"], row["accepted_at"]
            tables[DOCUMENTS, month].append((*about, article, document))
        stories = stories_of(connection, seqs)
        others = across(connection, [one.row["seq"] for one in stories])
        for story in stories:
            seq = story.row["seq"]
            shown = shown_story(story, others[seq])
            for table, form in STORY_TABLES.items():
                tables[table.value, months[seq]] += form.rows(shown)
        self._write_files(_file_name(seqs), tables)

    def remove_undeleted(self, connection: Connection) -> None:
        """Remove the files of versions that are in the store still: a run that ended early wrote them."""
        files = {file: int(file.name[:12]) for file in self._files.folder.glob("*/month=*/*.parquet")}
        if not files:
            return
        # one list, whatever its length: a statement takes some ten thousand single values
        there = {row[0] for row in run(connection, _THERE, sorted(set(files.values()))).fetchall()}
        for file, first in files.items():
            if first in there:
                file.unlink()

    def _write_files(self, name: str, tables: dict[tuple[str, str], list[Row]]) -> None:
        columns = {DOCUMENTS: DOCUMENT_COLUMNS} | {one.value: form.columns for one, form in STORY_TABLES.items()}
        try:
            for (table, month), rows in sorted(tables.items(), key=_documents_last):
                self._files.write(table, month, name, columns[table], rows)
        except OSError as error:
            subject, cause = str(self._files.folder), error.strerror or str(error)
            raise ArchiveNotWritten(
                subject, cause, "make room, or make it writable; nothing more was deleted"
            ) from None


def _file_name(seqs: Sequence[int]) -> str:
    return f"{seqs[0]:012}-{seqs[-1]:012}"


def _documents_last(item: tuple[tuple[str, str], Iterable[Row]]) -> tuple[bool, tuple[str, str]]:
    return item[0][0] == DOCUMENTS, item[0]


_THERE = "SELECT seq FROM articles WHERE seq IN :numbers"
_VERSIONS = select(articles, cast(extractions.c.document, Text).label("document")).join_from(
    articles, extractions, articles.c.seq == extractions.c.seq, isouter=True
)
