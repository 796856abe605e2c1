"""Single stories, by id or by number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, Text, cast, select

from desk.queries.plan_hints import in_list
from desk.queries.stored_records import stored_article, stored_extraction
from wiredesk.contract import Article, Extraction
from wiredesk.corrections import Correction, corrected
from wiredesk.errors import NotFound
from wiredesk.store.directory.ruling_rows import corrections_of
from wiredesk.store.raw_sql import run
from wiredesk.store.result_rows import article_values, to_article
from wiredesk.store.tables import articles, extractions
from wiredesk.store.types import to_time
from wiredesk.store.visibility import is_visible, is_visible_joined

LISTED_COLUMNS = ("seq", "id", "version", "source", "published", "updated", "utc_offset", "urgency", "kind", "language",
                  "headline", "words", "accepted_at")  # fmt: skip
"""Columns of the articles of which tables are made."""


@dataclass(frozen=True, slots=True)
class Story:
    """One version of a story: its ledger row, its article and its extraction document."""

    row: Mapping[str, Any]
    """The columns of the table ``articles`` by their names in the database."""
    article: Article
    document: str | None
    """The extraction as JSON, as the engine made it; None if no worker has stored one."""
    corrections: tuple[Correction, ...] = ()
    """What users corrected in it."""

    @property
    def extraction(self) -> Extraction | None:
        """The parsed extraction document, as users corrected it."""
        return corrected(Extraction.model_validate_json(self.document), self.corrections) if self.document else None

    @property
    def listed(self) -> Extraction | None:
        """The same for tables: what nobody corrected is not checked again, and has attributes only."""
        return stored_extraction(self.document) if self.document and not self.corrections else self.extraction


def find_story(connection: Connection, id: str, version: int | None = None) -> Story:
    """Return a story by its id: the visible version, or else the highest; with ``version`` or ``id@version``, that one.

    Raises:
        NotFound: the ledger has no such story.
    """
    query = _query().where(articles.c.id == id)
    if version is not None:
        query = query.where(articles.c.version == version)
    row = connection.execute(
        query.order_by(articles.c.visible.desc(), articles.c.version.desc()).limit(1)
    ).mappings().one_or_none()  # fmt: skip
    bare, at, number = id.rpartition("@")
    if row is None and version is None and at and number.isdecimal():
        return find_story(connection, bare, int(number))
    if row is None:
        name = id if version is None else f"{id} version {version}"
        raise NotFound(f"story {name}", "is not in the ledger", "wiredesk export --format csv lists all stories")
    return _stories(connection, [row])[0]


def visible_stories(connection: Connection, seqs: Sequence[int]) -> list[Story]:
    """Return those of some versions that readers see, in the order of their numbers."""
    if not seqs:
        return []
    query = _query().where(is_visible_joined(), in_list(connection, articles.c.seq, seqs)).order_by(articles.c.seq)
    return _stories(connection, connection.execute(query).mappings().all())


def listed_stories(connection: Connection, seqs: Sequence[int]) -> list[Story]:
    """Return as :func:`visible_stories` those of which tables are made: their articles have a few columns."""
    if not seqs:
        return []
    rows = run(connection, _LISTED, list(seqs)).fetchall()
    corrections = corrections_of(connection, {row[_ID] for row in rows})
    stories = []
    for *row, document in rows:
        values = dict(zip(LISTED_COLUMNS, row, strict=True))
        for name in _TIMES:
            values[name] = to_time(values[name])
        article = stored_article(article_values(values) if values["utc_offset"] else values)
        stories.append(Story(values, article, document, corrections.get(values["id"], ())))
    return stories


_ID = LISTED_COLUMNS.index("id")
_TIMES = ("published", "updated", "accepted_at")
_LISTED = (
    f"SELECT {', '.join(f'a.{name}' for name in LISTED_COLUMNS)}, CAST(e.document AS text) "
    "FROM articles AS a LEFT JOIN extractions AS e ON e.seq = a.seq WHERE a.seq IN :numbers "
    "AND a.shown IS TRUE AND (a.embargo_until IS NULL OR a.embargo_until <= :now) ORDER BY a.seq"
)
"""As text for the driver.  It has the condition of :func:`wiredesk.store.visibility.is_visible_joined`."""


def stories_of(connection: Connection, seqs: Sequence[int]) -> list[Story]:
    """Return those of some versions that readers see and that have results, in the order of their numbers."""
    query = _query().where(is_visible(), articles.c.seq.in_(seqs), extractions.c.seq.is_not(None))
    return _stories(connection, connection.execute(query.order_by(articles.c.seq)).mappings().all())


def _query() -> Select[Any]:
    return select(articles, _document()).join_from(
        articles, extractions, articles.c.seq == extractions.c.seq, isouter=True
    )


def _document() -> ColumnElement[str]:
    return cast(extractions.c.document, Text).label("document")


def _stories(connection: Connection, rows: Sequence[RowMapping]) -> list[Story]:
    corrections = corrections_of(connection, {row["id"] for row in rows})
    listed = [dict(row) for row in rows]
    return [
        Story(values, to_article(values), values.pop("document"), corrections.get(values["id"], ()))
        for values in listed
    ]  # fmt: skip
