"""Filters that are kept and asked again and again: those of sinks and of watches.

A name that was clear when it was written may become that of several things.  A search asks its reader which one is
meant; here nobody can answer.  So it stands for all of them: nothing is missed.  A name that no story has yet, and a
thread that is not there, fit no story until one has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from desk.queries.filters import Filters
from desk.queries.query_facts import read_facts
from desk.queries.query_syntax import BadQuery
from desk.queries.story_search import matching, matching_visible
from wiredesk.errors import NotFound
from wiredesk.store.directory.find_things import AmbiguousName


def stored_filters(given: Mapping[str, Any]) -> Filters:
    """Return filters from their names and values.

    Raises:
        BadQuery: one of them is unknown or invalid, or means what one reader did: nobody asks here.
    """
    filters = readers_filters(given)
    if filters.needs_reader:
        raise BadQuery("q", "is:starred and is:read need a reader", "only a watch that a reader makes has one")
    return filters


def readers_filters(given: Mapping[str, Any]) -> Filters:
    """Return filters from their names and values; they may mean what a reader did, who is not yet known.

    Raises:
        BadQuery: one of them is unknown or invalid.
    """
    if unknown := sorted(set(given) - set(Filters.model_fields)):
        raise BadQuery(unknown[0], "unknown filter", f"one of {', '.join(Filters.model_fields)}")
    return Filters.from_form({name: str(value) for name, value in given.items()})


def fitting(connection: Connection, filters: Filters, seqs: Sequence[int], *, only_visible: bool = True) -> set[int]:
    """Return those of these versions that fit all filters, with the conditions of a search.

    Args:
        only_visible: whether readers must see them.
    """
    match = matching_visible if only_visible else matching
    try:
        return match(connection, filters, seqs, any_bearer=True)
    except NotFound:  # a thread that is not there
        return set()


def unclear_names(connection: Connection, filters: Filters) -> str:
    """Return in one line why the filters find more or less than their reader may expect; empty if they are clear."""
    try:
        found = read_facts(connection, filters.tree()).wanted
    except AmbiguousName as error:
        return f"{error.subject}: {error.cause}, and it stands for all of them; {error.hint}"
    except NotFound as error:
        return str(error)
    missing = [text for (_, text, _), thing in found.items() if not thing]
    return f"{missing[0]}: no visible story mentions it yet" if missing else ""
