"""A story's page: the text with all that was found in it, its versions and where it stands in the ledger."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from desk.queries.stories import Story
from desk.queries.versions import Version, Withdrawn, visible, waiting
from desk.web.diff import difference
from desk.web.highlights import marks, paragraphs
from desk.web.rendering import TYPES, page
from desk.web.state import desk_of
from wiredesk.contract import Entity, Extraction
from wiredesk.errors import NotFound

SHOWN = 150_000
"""Characters of a text that a page shows; the API has all of it."""
router = APIRouter(include_in_schema=False)


@router.api_route("/story/{id:path}", methods=["GET", "HEAD"])
def story(request: Request, id: str) -> Response:
    """One story; ``?version=2`` an earlier version, ``?compare=1`` what changed since that one."""
    version, compare = _number(request, "version"), _number(request, "compare")
    with desk_of(request).store.read() as connection:
        try:
            found, history = visible(connection, id, version)
            before = visible(connection, id, compare)[0] if compare else None
        except Withdrawn:
            raise
        except NotFound:
            held = waiting(connection, id) if version is None else None
            if held is None:
                raise
            return page(request, "held.html", status=202 if held.state != "quarantined" else 200, id=id, held=held)
    return page(request, "story.html", **_values(found, history), changes=_changes(before, found), before=before)


def _changes(before: Story | None, after: Story) -> list[Any] | None:
    if before is None:
        return None
    return difference(before.article.text[:SHOWN], after.article.text[:SHOWN])


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound(f"{name} {text[:20]}", "is none")
    return int(text)


def _values(found: Story, history: tuple[Version, ...]) -> dict[str, Any]:
    article, extraction = found.article, found.extraction
    text = article.text
    blocks = paragraphs(text[:SHOWN], marks(extraction) if extraction else ())
    head = blocks.pop(0) if article.headline.strip() and blocks else None
    entities = {entity.id: entity for entity in extraction.entities} if extraction else {}
    return {
        "story": found,
        "article": article,
        "found": extraction,
        "head": head,
        "blocks": blocks,
        "cut": len(text) > SHOWN,
        "entities": entities,
        "legend": legend(extraction) if extraction else [],
        "speakers": speakers(extraction) if extraction else [],
        "titles": titles(extraction) if extraction else [],
        "points": [entity for entity in entities.values() if entity.location],
        "history": history,
        "current": history[0].version if history else article.version,
    }


def legend(found: Extraction) -> list[tuple[str, list[Entity]]]:
    """The entities by type, most salient first."""
    rows = []
    for type in TYPES:
        ranked = sorted((e for e in found.entities if e.type == type), key=lambda e: (-e.salience, -len(e.mentions)))
        if ranked:
            rows.append((type, ranked))
    return rows


def speakers(found: Extraction) -> list[tuple[Entity | str, list[tuple[str, str]]]]:
    """What each speaker said, as kind and words, in the order in which they first speak."""
    entities = {entity.id: entity for entity in found.entities}
    rows: dict[str, tuple[Entity | str, list[tuple[str, str]]]] = {}
    for quote in found.quotes:
        source = " ".join(found.text[slice(*quote.source)].split()) if quote.source else "somebody"
        speaker = entities.get(quote.speaker or "")
        words = " … ".join(" ".join(found.text[start:end].split()) for start, end in quote.content)
        rows.setdefault(speaker.id if speaker else source, (speaker or source, []))[1].append((quote.kind, words))
    return list(rows.values())


def titles(found: Extraction) -> list[tuple[Entity, str]]:
    """Who bears which title."""
    rows = {(entity.id, title.text): (entity, title.text) for entity in found.entities for title in entity.titles}
    return list(rows.values())
