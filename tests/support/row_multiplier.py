"""Fill a large store from a small one: the database copies the stories with new ids and dates."""

from __future__ import annotations

from sqlalchemy import Connection, Table, func, insert, literal, select, text

from wiredesk.store import Store
from wiredesk.store.change_tables import changes
from wiredesk.store.tables import RESULT_TABLES, articles, extractions
from wiredesk.store.thing_tables import identities, thing_names, things

OF_STORIES = (articles, extractions, *RESULT_TABLES, identities)
"""The tables whose rows belong to one story each."""


def multiply(store: Store, source: Store, number: int) -> None:
    """Fill a store with copies of another store's stories, each with a new id and some minutes younger."""
    copy(source, store)
    with store.write() as connection:
        while (top := connection.scalar(select(func.max(articles.c.seq))) or 0) < number:
            offset = min(top, number - top)
            double(connection, top, offset)
        if store.dialect == "postgresql":
            connection.execute(text("SELECT setval(pg_get_serial_sequence('articles', 'seq'), :n)"), {"n": number})
            connection.execute(text("DELETE FROM story_text"))
            connection.execute(
                text("INSERT INTO story_text (seq, words) SELECT seq, to_tsvector('english', headline || ' ' || body) "
                     "FROM articles WHERE state = 'done'")
            )  # fmt: skip
        else:
            connection.execute(text("INSERT INTO story_text(story_text) VALUES ('rebuild')"))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE" if store.dialect == "postgresql" else "SELECT 1")


def log_changes(store: Store) -> None:
    """Fill the change log with a change for each visible story."""
    with store.write() as connection:
        columns = articles.c.seq, articles.c.id, articles.c.version, literal("stored"), articles.c.accepted_at
        rows = select(*columns).where(articles.c.visible).order_by(articles.c.seq)
        connection.execute(insert(changes).from_select(["seq", "id", "version", "what", "at"], rows))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE changes")


def copy(source: Store, store: Store) -> None:
    """Copy the stories themselves, numbered from 1 without gaps, and the directory of things."""
    with source.read() as reader, store.write() as writer:
        for table in (things, thing_names):
            if rows := [dict(row) for row in reader.execute(select(table)).mappings()]:
                writer.execute(insert(table), rows)
        numbers = {seq: n for n, seq in enumerate(reader.scalars(select(articles.c.seq).order_by(articles.c.seq)), 1)}
        for table in OF_STORIES:
            found = reader.execute(select(table)).mappings()
            rows = [{column.key: row[column] for column in table.columns} | {"seq": numbers[row["seq"]]}
                    for row in found]  # fmt: skip
            for row in rows:
                if table is extractions and store.dialect == "postgresql":
                    document = text("CAST(:document AS json)").bindparams(document=row["document"])
                    writer.execute(insert(table).values(row | {"document": document}))
                else:
                    writer.execute(insert(table), [row])


def double(connection: Connection, top: int, count: int) -> None:
    """Copy the newest ``count`` of ``top`` stories to the numbers after them."""
    for table in OF_STORIES:
        names = [column.name for column in table.columns]
        chosen = ", ".join(_column(connection.dialect.name, table, name, top, count) for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        connection.execute(
            text(f"INSERT INTO {table.name} ({columns}) SELECT {chosen} FROM {table.name} WHERE seq > {top - count}")
        )


def _column(dialect: str, table: Table, name: str, top: int, count: int) -> str:
    if name == "seq":
        return f"seq + {count}"
    if table is articles and name == "id":
        return f"id || '-{top}'"
    if name in {"published", "accepted_at", "ended_at", "stored_at"}:
        minutes = top // 2
        if dialect == "postgresql":
            return f"{name} - interval '{minutes} minutes'"
        return f"strftime('%Y-%m-%dT%H:%M:%fZ', {name}, '-{minutes} minutes')"
    return f'"{name}"'


def link_neighbours(store: Store) -> None:
    """Make a thread of each four neighbours, and a group of copies of each two, as the linker would."""
    finished = "FROM articles WHERE shown"
    with store.write() as connection:
        for statement in (
            "INSERT INTO thread_members (id, seq, thread, since) SELECT id, seq, seq / 4 + 1, accepted_at " + finished,
            "INSERT INTO threads (thread, headline, lead, last_seq, stories, texts, sources) "
            "SELECT thread, 'headline', min(seq), max(seq), count(*), count(*), 1 FROM thread_members GROUP BY thread",
            "INSERT INTO copy_groups (seq, copy_group, is_first) SELECT seq, seq - 1 + seq % 2, seq % 2 = 1 "
            + finished,
            "UPDATE copy_groups SET copy_group = seq, is_first = true WHERE copy_group NOT IN "
            "(SELECT seq FROM articles WHERE shown)",
            "INSERT INTO copy_pairs (a, b, relation, shared, longer, shorter) "
            "SELECT one.seq, other.seq, 'copy', 9, 0.9, 0.9 FROM copy_groups one "
            "JOIN copy_groups other ON other.copy_group = one.copy_group AND other.seq > one.seq",
            "INSERT INTO thread_log (at, thread, what, seq) SELECT since, thread, 'joined', seq FROM thread_members",
        ):
            connection.execute(text(statement))
