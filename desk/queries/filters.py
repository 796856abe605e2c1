"""The filters of a search: the query of a search page's URL, the parameters of the API, the options of the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Self, TypeVar, get_args
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError

from desk.queries.language.bounding_box import BOX_FORM, check_box
from desk.queries.language.full_text import is_text
from desk.queries.language.query_fields import LOWEST_URGENCY, READER_STATES
from desk.queries.language.query_parser import parse_query
from desk.queries.language.query_tree import FieldTest, Not, QueryTree, Words, joined, leaves
from desk.queries.query_syntax import MAX_QUERY_CHARACTERS, MAX_SEARCH_CHARACTERS, MAX_SEQ, BadQuery
from wiredesk.contract import ENTITY_TYPES, EntityType, EventStatus, Ontology
from wiredesk.event_types import EVENT_TYPES
from wiredesk.store.event_filters import parse_day
from wiredesk.time_grammar import TIME_FORMS, parse_time

_HINTS = {
    ("Filters", "type"): f"one of {', '.join(ENTITY_TYPES)}",
    ("EventFilters", "type"): f"one of {', '.join(EVENT_TYPES)}",
    ("", "ontology"): f"one of {', '.join(get_args(Ontology))}",
    ("", "status"): f"one of {', '.join(get_args(EventStatus))}",
    ("", "quoted"): "true or false",
    ("", "background"): "true or false",
    ("", "thread"): "the number of a thread, such as 12",
    ("", "copies"): "first",
    ("", "urgency"): f"a number from 1 to {LOWEST_URGENCY}",
    ("", "min_score"): "a number from 0 to 1, such as 0.9",
    ("", "since"): TIME_FORMS,
    ("", "bbox"): BOX_FORM,
    ("", "until"): TIME_FORMS,
}
"""What a filter takes, by the class of the filters (empty: in any) and its name."""
_LABELS = {
    ("Filters", "type"): "entity type",
    ("EventFilters", "type"): "event type",
    ("", "min_score"): "score",
    ("", "since"): "time",
    ("", "until"): "time",
}
"""Descriptions of the filters' values, if the name of the filter is not enough."""
FiltersT = TypeVar("FiltersT", bound=BaseModel)

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_QUERY_CHARACTERS)]
Query = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_SEARCH_CHARACTERS)]
NAME_FIELDS = ("thing", "person", "organisation", "ticker", "speaker")
"""Fields of the query language to which ``min_score`` applies."""


def check_time(value: object) -> object:
    """Return a day as such, and another time as it was written: ``30d`` means another day tomorrow.

    Raises:
        ValueError: the text is not a time.
    """
    try:
        return parse_day(value)
    except ValueError:
        parse_time(str(value), datetime.now(UTC))
        return " ".join(str(value).lower().split())


Time = Annotated[date | str, BeforeValidator(check_time)]


class Filters(BaseModel):
    """The conditions that a story must meet; an empty value does not filter."""

    model_config = ConfigDict(frozen=True)

    q: Annotated[
        Query, Field(description='words; "a phrase", -without, or, oil*, fields such as source:Reuters (see the guide)')
    ] = ""
    thing: Annotated[Text, Field(description="a thing that is mentioned, by its id or by any of its names")] = ""
    person: Annotated[Text, Field(description="a person who is mentioned, by any name or id")] = ""
    organisation: Annotated[
        Text, Field(description="an organisation that is mentioned, by any name or id, or by its share's code")
    ] = ""
    entity: Annotated[Text, Field(description="a name that is mentioned; the same as `thing`")] = ""
    type: Annotated[
        EntityType | None, Field(description="type of `entity`; alone: stories that mention any entity of this type")
    ] = None
    speaker: Annotated[Text, Field(description="who is quoted, by any name or id")] = ""
    said: Annotated[Text, Field(description="words inside a quote; with `speaker`, in a quote of that speaker")] = ""
    place: Annotated[
        Text,
        Field(description="a place by any name or id; a country by any name or code: all that is in it"),
    ] = ""
    bbox: Annotated[
        str, BeforeValidator(check_box), Field(description=f"a place in a rectangle of the map: {BOX_FORM}")
    ] = ""
    source: Annotated[Text, Field(description="the agency")] = ""
    topic: Annotated[
        Text, Field(description="a topic: its code, its English name, or an agency's own code or keyword")
    ] = ""
    thread: Annotated[int | None, Field(ge=1, le=MAX_SEQ, description="the number of a thread")] = None
    copies: Annotated[
        Literal["first"] | None, Field(description="`first`: of stories with one text only the one to show")
    ] = None
    since: Annotated[
        Time | None, Field(description="published then or later: a day (UTC), or a time such as yesterday or 30d")
    ] = None
    until: Annotated[
        Time | None, Field(description="published then or earlier: a day (UTC), or a time such as yesterday or 30d")
    ] = None
    urgency: Annotated[
        int | None, Field(ge=1, le=LOWEST_URGENCY, description="at most this urgency; 2: flashes and urgents")
    ] = None

    min_score: Annotated[
        float | None, Field(ge=0, le=1, description="least score of the name, from 0 to 1, for things and speakers")
    ] = None

    _reader: str = PrivateAttr(default="")
    """The key of the name of who asks, see :meth:`asked_by`."""

    @classmethod
    def from_form(cls, given: Mapping[str, str]) -> Filters:
        """Return the filters of a form or a command line, where every value is text and may be empty.

        Raises:
            BadQuery: a value is invalid; the error names it.
        """
        filters = parse_form(cls, given)
        parse_query(filters.q)
        filters.said_tree()
        return filters

    def __bool__(self) -> bool:
        return any(True for _ in self.pairs())

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield name and value of each filter that is set."""
        for name in type(self).model_fields:
            if value := getattr(self, name):
                yield name, str(value)

    def url_query(self) -> str:
        """Return the filters as the query part of a URL."""
        return urlencode(list(self.pairs()))

    def asked_by(self, reader: str) -> Self:
        """Return the same filters as one reader asks them, whose stars and reads they mean.

        Args:
            reader: the key of the reader's name; empty: nobody's.
        """
        asked = self.model_copy()
        asked._reader = reader
        return asked

    @property
    def reader(self) -> str:
        """The key of the name of who asks, if that makes a difference; else empty."""
        return self._reader if self.needs_reader else ""

    @property
    def needs_reader(self) -> bool:
        """Whether two readers may get different answers."""
        return any(map(_is_readers, leaves(parse_query(self.q))))

    def tree(self) -> QueryTree | None:
        """Return all conditions as one tree; None without any.

        Raises:
            BadQuery: the query is invalid, or means what one reader did and nobody knows which.
        """
        asked = parse_query(self.q)
        own = () if asked is None else (_with_reader(asked, self._reader),)
        tree = joined((*own, *self._tests()))
        return _with_score(tree, self.min_score) if tree is not None and self.min_score else tree

    def said_tree(self) -> QueryTree | None:
        """Return the words inside a quote; None without any.

        Raises:
            BadQuery: they are not a valid query, or more than words.
        """
        tree = parse_query(self.said)
        if tree is not None and not is_text(tree):
            raise BadQuery("said", "takes words only", "leave the fields out")
        return tree

    def _tests(self) -> Iterator[QueryTree]:
        """Yield the conditions of all filters but the query."""
        for name in ("thing", "person", "organisation", "place", "bbox", "source", "topic", "copies"):
            if value := getattr(self, name):
                yield FieldTest(name, value)
        if self.speaker:
            yield FieldTest("speaker", self.speaker, unit=self.said)
        elif (said := self.said_tree()) is not None:
            yield said
            yield FieldTest("said", self.said)
        if self.entity:
            yield FieldTest("thing", self.entity, unit=self.type or "")
        elif self.type:
            yield FieldTest("type", self.type)
        if self.thread:
            yield FieldTest("thread", str(self.thread))
        if self.urgency:
            yield FieldTest("urgency", str(self.urgency), "<=", self.urgency)
        for name in ("since", "until"):
            if value := getattr(self, name):
                yield FieldTest(name, str(value))


def _is_readers(leaf: Words | FieldTest) -> bool:
    return isinstance(leaf, FieldTest) and leaf.field == "is" and leaf.value in READER_STATES[:-1]


def _with_reader(tree: QueryTree, reader: str) -> QueryTree:
    """Return a tree whose conditions on what a reader did name the reader."""
    if isinstance(tree, Words):
        return tree
    if isinstance(tree, FieldTest):
        if not _is_readers(tree):
            return tree
        if not reader:
            raise BadQuery("search", f"{tree.field}:{tree.value} needs a reader", "sign in, or use the command line")
        return replace(tree, unit=reader)
    if isinstance(tree, Not):
        return Not(_with_reader(tree.part, reader))
    return type(tree)(tuple(_with_reader(part, reader) for part in tree.parts))


def _with_score(tree: QueryTree, min_score: float) -> QueryTree:
    """Return a tree whose names need this score or a higher one."""
    if isinstance(tree, FieldTest):
        return replace(tree, min_score=min_score) if tree.field in NAME_FIELDS else tree
    if isinstance(tree, Words):
        return tree
    if isinstance(tree, Not):
        return Not(_with_score(tree.part, min_score))
    return type(tree)(tuple(_with_score(part, min_score) for part in tree.parts))


def parse_form(model: type[FiltersT], given: Mapping[str, str]) -> FiltersT:
    """Return the filters of a form or a command line, where every value is text and may be empty.

    Raises:
        BadQuery: a value is invalid; the error names it.
    """
    values = {name: given[name] for name in model.model_fields if given.get(name, "").strip()}
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _bad_query(model, error.errors()[0], values) from None


def given_values(filters: BaseModel) -> dict[str, str]:
    """Return name and value of each filter that is set, as a form or a URL has them."""
    values = filters.model_dump(mode="json", exclude_defaults=True)
    return {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in values.items()}


def _bad_query(model: type[BaseModel], problem: Any, values: Mapping[str, str]) -> BadQuery:
    """Return the error for the first problem that pydantic found."""
    name = str(problem["loc"][0])
    if problem["type"] == "string_too_long":
        return BadQuery(name, f"longer than {problem['ctx']['max_length']} characters", "shorten it")
    label = _LABELS.get((model.__name__, name), _LABELS.get(("", name), name))
    return BadQuery(
        name, f'invalid {label} "{values[name][:40]}"', _HINTS.get((model.__name__, name), _HINTS.get(("", name), ""))
    )
