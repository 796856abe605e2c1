"""Types of parameters, and the answer, that several endpoints share."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Path, Query
from starlette.responses import Response

from desk.api.list_answers import ListAnswer
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS
from desk.queries.story_order import StoryOrder

MAX_ROWS = 200
MAX_CURSOR_CHARACTERS = 400

Limit = Annotated[int, Query(ge=1, le=MAX_ROWS, description="maximum number of results")]
Cursor = Annotated[
    str,
    Query(max_length=MAX_CURSOR_CHARACTERS, description="the `next` of the previous page", examples=["1200"]),
]
Sort = Annotated[
    StoryOrder | None,
    Query(description="order: by publication (the default), relevance of the words, or arrival"),
]
Total = Annotated[
    bool,
    Query(
        description="count the stories that fit, up to 10,000: `total`, `total_whole`, and the header `X-Total-Count`"
    ),
]
StoryId = Annotated[str, Path(description="the story id")]
MinScore = Annotated[
    float | None,
    Query(ge=0, le=1, description="leave out results with a lower score; by default the setting `min_score`"),
]
Name = Annotated[str, Query(max_length=MAX_QUERY_CHARACTERS, description="a name")]


def json(value: Any, previous: str | None = None) -> Response:
    """Return a value as a JSON answer, with links to other pages where it has a `next`.

    Args:
        previous: as for :class:`ListAnswer`.
    """
    return ListAnswer(value, previous)


def page_before(offset: int, limit: int) -> str | None:
    """Return the cursor of the page before one of a list whose cursors count its rows; None on the first page."""
    return None if offset <= 0 else str(offset - limit) if offset > limit else ""
