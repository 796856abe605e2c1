"""The filters of a request, as its reader asks them: ``is:starred`` means the reader's own stars."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from desk.queries.filters import Filters
from desk.web.visitor import visitor_of


def form_filters(request: Request, given: Mapping[str, str]) -> Filters:
    """Return the filters of a form.

    Raises:
        BadQuery: a value is invalid.
    """
    return Filters.from_form(given).asked_by(visitor_of(request).key)


def _of_request(request: Request, filters: Annotated[Filters, Query()]) -> Filters:
    return filters.asked_by(visitor_of(request).key)


ReaderFilters = Annotated[Filters, Depends(_of_request)]
"""The type of a parameter of an endpoint: the filters of search."""
