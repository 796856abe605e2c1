"""What a search finds as JSON values, the same for the API and for ``--json``."""

from __future__ import annotations

from typing import Any

from desk.queries.found_passages import FoundCard
from desk.queries.found_stories import FoundStories
from desk.queries.language.query_edits import with_condition
from desk.queries.result_facets import ResultFacets
from desk.views.records import card_record


def found_record(found: FoundCard) -> dict[str, Any]:
    """Return a story of a list with the words that were searched for."""
    passage = found.passage
    snippet = None if passage is None else {
        "text": passage.text, "span": [passage.start, passage.start + len(passage.text)], "marks": passage.marks,
    }  # fmt: skip
    marks = found.title_marks if found.card.headline else ()
    return card_record(found.card) | {"snippet": snippet, "headline_marks": marks}


def hits_record(found: FoundStories) -> dict[str, Any]:
    """Return the number of stories that fit."""
    return {"total": len(found), "total_whole": found.is_whole}


def facets_record(found: ResultFacets, query: str) -> dict[str, Any]:
    """Return facets with the query that each value makes of a query."""
    values = {
        field: [
            {"value": one.value, "name": one.name, "stories": one.stories,
             "query": with_condition(query, field, one.value)}
            for one in some
        ]
        for field, some in found.values.items()
    }  # fmt: skip
    return {"facets": values, "stories": found.stories, "whole": found.is_whole}
