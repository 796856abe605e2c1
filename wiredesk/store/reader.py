"""The store as readers see it: iterators of records, one for each table, which are Arrow streams as well.

Only what readers may see is read (:mod:`wiredesk.store.visibility`): of each story the newest version that is done,
usable and free of embargo.  Nothing is written, created or upgraded.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

import sqlalchemy as sql

from wiredesk.contract import Extraction
from wiredesk.corrections import corrected
from wiredesk.errors import ConfigError, NotFound
from wiredesk.extras import require_extra
from wiredesk.settings import load as load_settings
from wiredesk.store import tables
from wiredesk.store.directory.ruling_rows import corrections_of
from wiredesk.store.engine import Store
from wiredesk.store.event_filters import EventFilters, event_conditions, named_participants
from wiredesk.store.migrate import Fit, fit, schema, too_new
from wiredesk.store.reader_rows import (
    AmountRow,
    DateRow,
    EntityRow,
    EventRoleRow,
    EventRow,
    JointSpeakerRow,
    KeyphraseRow,
    MentionRow,
    PlaceRow,
    QuotationRow,
    StoryRow,
    ThingRow,
    TitleRow,
    TopicRow,
)
from wiredesk.store.thing_tables import identities, things
from wiredesk.store.types import UtcTime
from wiredesk.store.visibility import is_visible

STORIES_PER_TRANSACTION = 500
"""Stories whose rows are read in one transaction, so that a slow reader keeps none open.  It bounds the memory, too."""


RowT = TypeVar("RowT", bound=tuple[Any, ...])


class StoreRows(Generic[RowT]):
    """The rows of one table, read from the store while they are iterated; each iteration begins at the first row.

    It is an Arrow stream as well (PyCapsule protocol): pyarrow, pandas, Polars and DuckDB take it as it is.

    Rows come in the order in which the stories were accepted.  Stories that become visible meanwhile are included.
    """

    def __init__(self, store: Store, row_type: type[RowT], query: sql.Select[Any]) -> None:
        """``query`` selects the columns of ``row_type``, in its order."""
        self._store, self._row_type, self._query = store, row_type, query

    def __iter__(self) -> Iterator[RowT]:
        """Yield each row as a named tuple.

        Raises:
            StoreUnavailable: the store does not answer.
        """
        make = self._row_type._make  # type: ignore[attr-defined]  # of a named tuple
        for rows in self._pages():
            yield from map(make, rows)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """Return the rows as a stream of Arrow record batches, in a PyCapsule.

        Raises:
            ExtraNotInstalled: pyarrow is not installed.
        """
        require_extra("parquet", "Arrow")
        pyarrow: Any = import_module("pyarrow")  # lazy: an extra installs it
        schema = pyarrow.schema([(column.name, _arrow_type(pyarrow, column.type)) for column in self._columns()])
        stream = pyarrow.RecordBatchReader.from_batches(schema, self._batches(pyarrow, schema))
        return stream.__arrow_c_stream__(requested_schema)

    def __repr__(self) -> str:
        return f"<{self._row_type.__name__} records of {self._store}>"

    def _columns(self) -> list[sql.ColumnElement[Any]]:
        return list(self._query.selected_columns)

    def _pages(self) -> Iterator[list[Any]]:
        """Yield the rows of some stories at a time, each time from a transaction of its own."""
        seq, after = tables.articles.c.seq, 0
        of_row, *others = self._query.selected_columns
        keys = [column for column in others if getattr(column, "primary_key", False)]
        page = sql.select(seq).where(is_visible(), seq > sql.bindparam("after")).order_by(seq)
        page = page.limit(STORIES_PER_TRANSACTION)
        while True:
            with self._store.read() as connection:
                stories = connection.scalars(page, {"after": after}).all()
                if not stories:
                    return
                query = self._query.where(of_row.in_(stories)).order_by(of_row, *keys)
                rows = list(connection.execute(query))
            yield rows
            after = stories[-1]

    def _batches(self, pyarrow: Any, schema: Any) -> Iterator[Any]:
        for rows in self._pages():
            columns = zip(*rows, strict=True) if rows else [()] * len(schema)
            arrays = [pyarrow.array(list(values), of.type) for values, of in zip(columns, schema, strict=True)]
            yield pyarrow.record_batch(arrays, schema=schema)


class StoreReader:
    """An open store to read from; :func:`open` makes it.  It is a context manager."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> StoreReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<StoreReader of {self._store}>"

    def close(self) -> None:
        """Close every connection."""
        self._store.close()

    def stories(self) -> StoreRows[StoryRow]:
        """The visible stories."""
        found, articles = tables.extractions, tables.articles
        extracted = {
            "detected_language": found.c.language.label("detected_language"),
            "engine": found.c.engine,
            "model": found.c.model,
            "focus": found.c.focus,
            "tone": found.c.tone,
        }
        columns = [extracted[name] if name in extracted else articles.c[name] for name in StoryRow._fields]
        query = sql.select(*columns).join_from(articles, found, articles.c.seq == found.c.seq)
        return StoreRows(self._store, StoryRow, query)

    def entities(self) -> StoreRows[EntityRow]:
        """The entities of the visible stories."""
        return StoreRows(self._store, EntityRow, sql.select(tables.entities))

    def mentions(self) -> StoreRows[MentionRow]:
        """The mentions of the entities."""
        return StoreRows(self._store, MentionRow, sql.select(tables.mentions))

    def titles(self) -> StoreRows[TitleRow]:
        """The titles and roles of the entities."""
        return StoreRows(self._store, TitleRow, sql.select(tables.titles))

    def quotes(self) -> StoreRows[QuotationRow]:
        """The quotes with their speakers."""
        return StoreRows(self._store, QuotationRow, sql.select(tables.quotes))

    def joint_speakers(self) -> StoreRows[JointSpeakerRow]:
        """The speakers of quotes after the first of each: A and B said."""
        return StoreRows(self._store, JointSpeakerRow, sql.select(tables.joint_speakers))

    def events(self, **filters: Any) -> StoreRows[EventRow]:
        """The events: who did what to whom, and whether it happened.

        Args:
            filters: the same as those of the API, such as ``type="ARREST"``, ``status="occurred"``,
                ``actor="Anna Kovac"``, ``since="2026-05-01"``; without any, all events are read.

        Raises:
            ValueError: a filter is unknown, or its value is not valid.
            AmbiguousName: several things have the name of a participant or a place; name one by its id.
        """
        if unknown := filters.keys() - EventFilters.model_fields:
            raise ValueError(f"unknown filters {sorted(unknown)}; there are {', '.join(EventFilters.model_fields)}")
        chosen = EventFilters(**filters)
        with self._store.read() as connection:
            wanted = named_participants(connection, chosen)
        query = sql.select(tables.events).where(*event_conditions(chosen, wanted))
        return StoreRows(self._store, EventRow, query)

    def event_roles(self) -> StoreRows[EventRoleRow]:
        """The parts in the events, one row for each: actor, recipient, place, and amounts, posts, victims."""
        return StoreRows(self._store, EventRoleRow, sql.select(tables.event_roles))

    def dates(self) -> StoreRows[DateRow]:
        """The expressions of time."""
        return StoreRows(self._store, DateRow, sql.select(tables.dates))

    def places(self) -> StoreRows[PlaceRow]:
        """The entities that are somewhere, with their coordinates."""
        return StoreRows(self._store, PlaceRow, sql.select(tables.places))

    def amounts(self) -> StoreRows[AmountRow]:
        """The amounts of money, percentages and counts."""
        return StoreRows(self._store, AmountRow, sql.select(tables.amounts))

    def topics(self) -> StoreRows[TopicRow]:
        """The topics."""
        return StoreRows(self._store, TopicRow, sql.select(tables.topics))

    def keyphrases(self) -> StoreRows[KeyphraseRow]:
        """The keyphrases."""
        return StoreRows(self._store, KeyphraseRow, sql.select(tables.keyphrases))

    def things(self) -> StoreRows[ThingRow]:
        """What in the directory the entities are: a row for each entity, without those that are not linked yet."""
        member, canonical = things.alias("member"), things.alias("canonical")
        columns = {
            "thing": canonical.c.id.label("thing"),
            "name": sql.func.coalesce(canonical.c.ruled_name, canonical.c.name).label("name"),
        }
        own = identities.c
        chosen = [
            columns[name] if name in columns else own[name] if name in own else canonical.c[name]
            for name in ThingRow._fields
        ]
        query = (
            sql.select(*chosen)
            .join_from(identities, member, member.c.id == own.thing)
            .join(canonical, canonical.c.id == sql.func.coalesce(member.c.merged_into, member.c.id))
        )
        return StoreRows(self._store, ThingRow, query)

    def extraction(self, id: str) -> Extraction:
        """Return the whole document of a visible story, as users corrected it.

        Raises:
            NotFound: no visible story has this id.
        """
        articles, found = tables.articles, tables.extractions
        query = (
            sql.select(sql.cast(found.c.document, sql.Text))
            .join_from(articles, found, articles.c.seq == found.c.seq)
            .where(is_visible(), articles.c.id == id)
            .order_by(articles.c.version.desc())
            .limit(1)
        )
        with self._store.read() as connection:
            document = connection.scalar(query)
            corrections = corrections_of(connection, [id]).get(id, ())
        if document is None:
            raise NotFound(f"story {id}", "is not visible in this store", "stories() yields those that are")
        return corrected(Extraction.model_validate_json(document), corrections)


def open(store_url: str | Path | None = None) -> StoreReader:
    """Open a store to read from.

    Args:
        store_url: an SQLAlchemy URL (``sqlite:///…``, ``postgresql://…``) or the path of a SQLite file; by default the
            store of ``wire.toml`` and the environment.

    Raises:
        NotFound: the SQLite file does not exist.
        StoreUnavailable: the store does not answer.
        StoreTooNew: a newer release of wiredesk wrote the store.
        ConfigError: the URL is not valid, or the store is not one of wiredesk's or needs an upgrade.
    """
    if store_url is not None and "://" not in str(store_url):
        store_url = f"sqlite:///{Path(store_url).absolute()}"
    store = Store(load_settings(store_url=store_url).store)
    try:
        _check_readable(store)
    except BaseException:
        store.close()
        raise
    return StoreReader(store)


def _check_readable(store: Store) -> None:
    """Raise the errors of :func:`open` that depend on what the store holds."""
    file = store.engine.url.database
    if store.dialect == "sqlite" and file and not Path(file).is_file():
        raise NotFound(f"store {file}", "does not exist yet", "create it: wiredesk run SOURCE…")
    with store.read() as connection:
        found = schema(connection)
    if found is None:
        raise ConfigError(f"store {store}", "has no tables of wiredesk", "name a store that wiredesk has written")
    state = fit(found)
    if state is Fit.OLDER:
        raise ConfigError(f"store {store}", f"has the older schema {found.revision}", "upgrade it: wiredesk migrate")
    if state is Fit.TOO_NEW:
        raise too_new(store, found)


def _arrow_type(pyarrow: Any, type: sql.types.TypeEngine[Any]) -> Any:
    """Return the Arrow type of a column's values."""
    kinds: tuple[tuple[Any, Any], ...] = (
        (UtcTime, pyarrow.timestamp("us", tz="UTC")),
        (sql.BigInteger, pyarrow.int64()),
        (sql.SmallInteger, pyarrow.int16()),
        (sql.Integer, pyarrow.int32()),
        (sql.Float, pyarrow.float64()),
        (sql.Boolean, pyarrow.bool_()),
        (sql.JSON, pyarrow.list_(pyarrow.string())),
    )
    return next((arrow for kind, arrow in kinds if isinstance(type, kind)), pyarrow.string())
