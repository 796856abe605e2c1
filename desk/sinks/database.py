"""Another SQL database: a mirror of what readers see, exactly once, because the position is in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import Any, ClassVar, Literal, Self

import orjson
from pydantic import Field, SecretStr, field_validator
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Engine,
    Float,
    Index,
    MetaData,
    Table,
    Text,
    create_engine,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from desk.queries.related_stories import Across
from desk.sinks.sink import Outgoing, Promise, Sink, SinkConfig, SinkUnavailable
from desk.views.export_tables import STORY_TABLES, ExportTable
from desk.views.table_form import ColumnType, Row, TableExport, shown_story
from producer.sources.public_address import hide_secrets
from wiredesk.config_values import Secret

_TYPES: Mapping[ColumnType, Any] = {
    "text": Text, "names": Text, "time": lambda: DateTime(timezone=True), "flag": Boolean, "int8": BigInteger,
    "int32": BigInteger, "int64": BigInteger, "real": Float,
}  # fmt: skip


class DatabaseConfig(SinkConfig):
    """A database's row in ``wire.toml``."""

    promise: ClassVar[Promise] = Promise.EXACTLY_ONCE
    takes_backfill: ClassVar[bool] = True
    default_batch: ClassVar[int] = 500

    type: Literal["sql"]
    url: Secret = Field(description="SQLAlchemy URL of a database of its own; with a password write it as env:NAME")
    prefix: str = Field(default="wiredesk_", pattern=r"^[a-z][a-z0-9_]{0,30}$", description="begins each table's name")

    @field_validator("url")
    @classmethod
    def _usable(cls, value: SecretStr) -> SecretStr:
        try:
            _engine(value.get_secret_value())  # it does not connect yet
        except ImportError as error:
            raise ValueError(f"needs the Python package {error.name}") from None
        except (SQLAlchemyError, ValueError):
            form = "postgresql://user:password@host/database or sqlite:////path"
            raise ValueError(f"is not the address of a database; write {form}") from None
        return value

    def open(self) -> Sink:
        """Return the database."""
        return Database(self)


class Database:
    """Keeps the rows of each story's visible version, in the tables that ``wiredesk export`` knows."""

    def __init__(self, config: DatabaseConfig) -> None:
        self._name, self._prefix = config.name, config.prefix
        self._engine = _engine(config.url.get_secret_value())
        self._is_made = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._engine.dispose()

    def position(self) -> int | None:
        """Return the number of the last change that the database has; None before the first.

        Raises:
            SinkUnavailable: the database does not answer.
        """
        positions = _positions(self._prefix)
        try:
            self._make_tables()
            with self._engine.connect() as connection:
                query = select(positions.c.position).where(positions.c.sink == self._name)
                found: int | None = connection.scalar(query)
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None
        return found

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Replace the rows of the stories and move the position, in one transaction.

        Raises:
            SinkUnavailable: the database does not answer, or refuses the rows; nothing was written.
        """
        newest = {change.id: change for change in changes}
        positions = _positions(self._prefix)
        try:
            self._make_tables()
            with self._engine.begin() as connection:
                ours = positions.c.sink == self._name
                connection.execute(update(positions).where(ours).values(position=positions.c.position))  # locks it
                last = connection.scalar(select(positions.c.position).where(ours))
                wanted = [change for change in newest.values() if last is None or change.n > last]
                ids, rows = [change.id for change in wanted], _rows(wanted)
                for kind, table in _tables(self._prefix).items():
                    connection.execute(delete(table).where(table.c[_story_column(kind)].in_(ids)))
                    if rows[kind]:
                        connection.execute(insert(table), rows[kind])
                values = {"position": changes[-1].n}
                if last is None:
                    connection.execute(insert(positions).values(sink=self._name, **values))
                elif changes[-1].n > last:
                    connection.execute(update(positions).where(ours).values(**values))
        except SQLAlchemyError as error:
            raise self._unavailable(error) from None

    def _make_tables(self) -> None:
        if not self._is_made:
            _metadata(self._prefix).create_all(self._engine)
            self._is_made = True

    def _unavailable(self, error: SQLAlchemyError) -> SinkUnavailable:
        cause = str(getattr(error, "orig", None) or error).splitlines()[0]
        return SinkUnavailable(f"sink {self._name}", hide_secrets(cause))


def _engine(url: str) -> Engine:
    scheme, _, rest = url.partition("://")
    return create_engine(f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url)


@cache
def _metadata(prefix: str) -> MetaData:
    metadata = MetaData()
    Table(f"{prefix}position", metadata, Column("sink", Text, primary_key=True), Column("position", BigInteger))
    for kind, exported in STORY_TABLES.items():
        columns = [Column(name, _TYPES[type]()) for name, type in exported.columns]
        table = Table(f"{prefix}{kind}", metadata, *columns)
        Index(f"ix_{prefix}{kind}_story", table.c[_story_column(kind)])
    return metadata


def _positions(prefix: str) -> Table:
    return _metadata(prefix).tables[f"{prefix}position"]


def _tables(prefix: str) -> dict[ExportTable, Table]:
    return {kind: _metadata(prefix).tables[f"{prefix}{kind}"] for kind in STORY_TABLES}


def _story_column(kind: ExportTable) -> str:
    """Return the column that has the story's id."""
    return "id" if kind is ExportTable.stories else "story"


def _rows(changes: Iterable[Outgoing]) -> dict[ExportTable, list[dict[str, Any]]]:
    """Return the rows of the stories that readers see, by table.

    One story after the other is read: thousands of them in memory would keep Python's garbage collector busy.
    """
    rows: dict[ExportTable, list[dict[str, Any]]] = {kind: [] for kind in STORY_TABLES}
    makers = [(kind, exported, _row_maker(exported)) for kind, exported in STORY_TABLES.items()]
    for change in changes:
        if change.story and change.story.document:
            shown = shown_story(change.story, change.others or Across())
            for kind, exported, make in makers:
                rows[kind] += map(make, exported.rows(shown))
    return rows


def _row_maker(exported: TableExport) -> Callable[[Row], dict[str, Any]]:
    """Return what makes a row for the database of a row of a table: a list of names is JSON."""
    names = exported.names
    lists = [name for name, type in exported.columns if type == "names"]

    def make(values: Row) -> dict[str, Any]:
        row = dict(zip(names, values, strict=True))
        for name in lists:
            if (value := row[name]) is not None:
                row[name] = orjson.dumps(value).decode() if value else "[]"
        return row

    return make
