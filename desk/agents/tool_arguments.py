"""The arguments of the tools: the filters of search and of events, with a page."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desk.queries.filters import Filters, Text
from desk.queries.query_syntax import BadQuery
from desk.queries.quote_search import QuoteType
from desk.queries.story_order import StoryOrder
from desk.queries.story_volume import Bucket
from wiredesk.store.event_filters import EventFilters

MAX_ROWS = 50
"""Most results of one answer: an agent reads all of it."""
MAX_CURSOR_CHARACTERS = 400
Limit = Annotated[int, Field(ge=1, le=MAX_ROWS, description="maximum number of results")]
Cursor = Annotated[
    str, Field(max_length=MAX_CURSOR_CHARACTERS, description="the `next` of the previous answer, for the next page")
]
ArgumentsT = TypeVar("ArgumentsT", bound=BaseModel)


class SearchArguments(Filters):
    """Arguments of ``search``."""

    model_config = ConfigDict(extra="forbid")

    sort: Annotated[StoryOrder | None, Field(description="the order; default: the latest publication first")] = None
    limit: Limit = 10
    cursor: Cursor = ""


class StoryArguments(BaseModel):
    """Arguments of ``story``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=500, description="the id of the story")]
    version: Annotated[int | None, Field(ge=1, le=10**9, description="an earlier version")] = None
    start: Annotated[
        int, Field(ge=0, le=10**9, description="the offset in the text from which to read: the `next` of an answer")
    ] = 0


class QuoteArguments(BaseModel):
    """Arguments of ``who_said_what``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    speaker: Annotated[Text, Field(description="who is quoted, by any name or id")] = ""
    q: Annotated[Text, Field(description="words of the quote")] = ""
    kind: Annotated[QuoteType | None, Field(description="how the quote is reported")] = None
    all: Annotated[bool, Field(description="also thoughts, wishes, plans and refusals to speak")] = False
    min_score: Annotated[float | None, Field(ge=0, le=1, description="least score, from 0 to 1")] = None
    limit: Limit = 20
    cursor: Cursor = ""


class EventArguments(EventFilters):
    """Arguments of ``events``."""

    model_config = ConfigDict(extra="forbid")

    limit: Limit = 20
    cursor: Cursor = ""


class TimelineArguments(Filters):
    """Arguments of ``timeline``."""

    model_config = ConfigDict(extra="forbid")

    bucket: Annotated[Bucket, Field(description="the length of a bucket")] = Bucket.day
    limit: Limit = 30
    cursor: Cursor = ""


def parse(model: type[ArgumentsT], given: dict[str, object]) -> ArgumentsT:
    """Return the arguments of a call.

    Raises:
        BadQuery: one is invalid or unknown; the error names it.
    """
    try:
        return model.model_validate(given)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"])) or "arguments"
        known = f"one of {', '.join(model.model_fields)}" if first["type"] == "extra_forbidden" else ""
        raise BadQuery(name, "is no argument of this tool" if known else first["msg"], known) from None
