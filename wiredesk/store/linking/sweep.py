"""Take up versions whose results were stored without links: by an earlier release, or after an error."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, select

from wiredesk.contract import Extraction
from wiredesk.failure_log import error_line
from wiredesk.store import results
from wiredesk.store.linking import due, linker
from wiredesk.store.result_rows import to_article
from wiredesk.store.savepoint import savepoint
from wiredesk.store.store_errors import is_store_fault
from wiredesk.store.tables import articles
from wiredesk.store.types import database_time

log = structlog.get_logger()
SWEEP = 64
"""Most versions taken up in one transaction."""
OVERLAP = timedelta(minutes=10)
"""How far a sweep looks back before the last complete one: longer than any transaction that stores results."""


def sweep(connection: Connection, since: datetime | None) -> datetime | None:
    """Prepare stored versions that have no links and mark them as due.

    Args:
        since: when the last complete sweep began, by the database's clock; None before the first.

    Returns:
        When this sweep began if it was complete, else None: more is waiting.
    """
    began = database_time(connection)
    seqs = due.without_links(connection, since - OVERLAP if since else None, SWEEP)
    for seq in seqs:
        row = connection.execute(select(articles).where(articles.c.seq == seq)).mappings().one()
        text = results.document(connection, seq) or ""
        try:
            prepared = linker.prepare(to_article(dict(row)), Extraction.model_validate_json(text))
            with savepoint(connection):
                linker.store(connection, seq, prepared)
        except Exception as error:  # the results of another release, or a bug: the others are prepared all the same
            if is_store_fault(error):
                raise
            log.warning("story cannot be linked", story=row["id"], error=error_line(error))
            due.add_failed(connection, seq)
    return began if len(seqs) < SWEEP else None
