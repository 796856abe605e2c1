"""Alembic's entry: migrations run on the connection that :mod:`wiredesk.store.migrate` hands in."""

from alembic import context

from wiredesk.store.migrate import SCHEMA_TABLE
from wiredesk.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=SCHEMA_TABLE,
    transactional_ddl=False,  # the caller's transaction holds all of it, on both databases
)
context.run_migrations()
