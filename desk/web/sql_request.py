"""Statements that come with a request: the page and the endpoint run them in one way."""

from __future__ import annotations

from fastapi import HTTPException
from starlette.requests import Request

from desk.reader_language import N_
from desk.sql.saved_queries import SavedQuery, configured_queries, find_query
from desk.sql.sql_answer import SqlAnswer, SqlBusy, run_sql
from desk.web.state import get_state

OFF = N_("SQL is off here: the setting web_sql.")
RETRY_AFTER_SECONDS = 2


def require_sql(request: Request) -> None:
    """Refuse a request where SQL is off.

    Raises:
        HTTPException: 404.
    """
    if get_state(request).settings.web_sql == "off":
        raise HTTPException(404, OFF)


def run_for(request: Request, sql: str) -> SqlAnswer:
    """Run a statement within the limits of the settings.

    Raises:
        BadQuery: it cannot be run, or ran out of time.
        HTTPException: 429, too many statements run at once.
    """
    state = get_state(request)
    try:
        return run_sql(state.store, sql, seconds=state.settings.sql_seconds, rows=state.settings.sql_rows)
    except SqlBusy as error:
        raise HTTPException(429, str(error), {"Retry-After": str(RETRY_AFTER_SECONDS)}) from None


def statement_of(request: Request, sql: str, name: str) -> str:
    """Return the statement of a request: its own, or else the saved one that it names.

    Raises:
        NotFound: there is no such saved statement.
    """
    return sql if sql.strip() or not name else saved(request, name).sql


def saved(request: Request, name: str) -> SavedQuery:
    """Return a saved statement.

    Raises:
        NotFound: there is none of this name.
    """
    with get_state(request).store.read() as connection:
        return find_query(connection, configured_queries(), name)
