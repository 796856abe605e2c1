"""The form of the tables that an export writes: columns with types, and the rows of a story."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from wiredesk.contract import Article, Extraction
from wiredesk.references import without_entities
from wiredesk.score_filter import at_least

if TYPE_CHECKING:  # the types of columns are used without SQLAlchemy
    from desk.queries.related_stories import Across, LinkKind
    from desk.queries.stories import Story

ColumnType = Literal["text", "names", "time", "flag", "int8", "int32", "int64", "real"]
"""What a column holds; ``names`` is a list of strings."""
Row = tuple[Any, ...]
Columns = tuple[tuple[str, ColumnType], ...]


@dataclass(frozen=True, slots=True)
class ShownStory:
    """A story with what readers are shown of it; its document is read once for all tables."""

    story: Story
    others: Across
    found: Extraction | None

    @property
    def article(self) -> Article:
        """The version."""
        return self.story.article

    @property
    def moment(self) -> datetime | None:
        """When it was published, as far as its provider says."""
        return self.article.published or self.article.updated

    def thing(self, entity: str | None) -> str:
        """Return the id of an entity's thing; empty if the directory has none."""
        thing = self.others.things.get(entity or "")
        return str(thing.id) if thing else ""


def shown_story(story: Story, others: Across, min_score: float = 0.0) -> ShownStory:
    """Return a story for the rows of tables; what it leaves out is as for :func:`shown_extraction`."""
    is_whole = min_score <= 0 and not any(one.rejected for one in others.things.values())
    return ShownStory(story, others, story.listed if is_whole else shown_extraction(story, others, min_score))


def shown_extraction(story: Story, others: Across, min_score: float = 0.0) -> Extraction | None:
    """Return a document without what is less sure than a reader wants, and without what users took for no name."""
    found = story.extraction
    if found is None:
        return None
    rejected = {id for id, one in others.things.items() if one.rejected}
    return without_entities(at_least(found, min_score), rejected)


@dataclass(frozen=True, slots=True)
class TableExport:
    """A table: its columns with their types, and a function that yields a story's rows."""

    columns: Columns
    rows: Callable[[ShownStory], Iterator[Row]]
    links: frozenset[LinkKind] = frozenset({"things"})
    """What a row tells from other stories and from the directory."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(name for name, _ in self.columns)
