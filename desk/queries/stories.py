"""Stories as readers see them: the newest version that is done, shown and free of embargo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Text, cast, select

from wiredesk.contract import Article, Extraction
from wiredesk.errors import NotFound
from wiredesk.store.result_rows import to_article
from wiredesk.store.tables import articles, extractions
from wiredesk.store.visibility import is_visible

PAGE = 500
"""Rows fetched at once when everything is read."""


@dataclass(frozen=True, slots=True)
class Story:
    """One version of a story: where it stands in the ledger, the article, and what was found in it."""

    row: Mapping[str, Any]
    article: Article
    document: str | None

    @property
    def extraction(self) -> Extraction | None:
        return Extraction.model_validate_json(self.document) if self.document else None


def find(connection: Connection, id: str, version: int | None = None) -> Story:
    """One story by its id: the version in sight, else the highest; or the version asked for, also as ``id@version``.

    Raises:
        NotFound: the ledger has no such story.
    """
    query = _query().where(articles.c.id == id)
    if version is not None:
        query = query.where(articles.c.version == version)
    row = connection.execute(
        query.order_by(articles.c.visible.desc(), articles.c.version.desc()).limit(1)
    ).mappings().one_or_none()  # fmt: skip
    bare, at, number = id.rpartition("@")
    if row is None and version is None and at and number.isdecimal():
        return find(connection, bare, int(number))
    if row is None:
        name = id if version is None else f"{id} version {version}"
        raise NotFound(f"story {name}", "is not in the ledger", "wiredesk export --format csv lists what there is")
    return _story(row)


def every(connection: Connection, *, after: int = 0) -> Iterator[Story]:
    """All stories in sight, in the order in which they were accepted."""
    while True:
        rows = connection.execute(
            _query().where(is_visible(), articles.c.seq > after).order_by(articles.c.seq).limit(PAGE)
        ).mappings().all()  # fmt: skip
        if not rows:
            return
        yield from map(_story, rows)
        after = rows[-1]["seq"]


def _query() -> Any:
    return select(articles, cast(extractions.c.document, Text).label("document")).join_from(
        articles, extractions, articles.c.seq == extractions.c.seq, isouter=True
    )


def _story(row: RowMapping) -> Story:
    values = dict(row)
    return Story(values, to_article(values), values.pop("document"))
