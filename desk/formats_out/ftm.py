"""Write FollowTheMoney entities, the format of Aleph, OpenAleph and OpenSanctions: https://followthemoney.tech."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha1
from typing import Any

import orjson

from desk.formats_out.written_times import whole_seconds
from desk.views.story import summary_of
from producer.formats.codes import three_letters
from wiredesk.contract import Article, Entity, EntityType, Extraction
from wiredesk.safe_line import safe_json
from wiredesk.story_uri import story_uri

_SCHEMATA: dict[EntityType, str] = {"PERSON": "Person", "ORG": "Organization"}
"""Types of entities → schema; places are only named in the article, as FollowTheMoney resolves no mention to them."""
_MENTIONED: dict[EntityType, str] = {
    "PERSON": "peopleMentioned", "ORG": "companiesMentioned", "GPE": "locationMentioned", "LOC": "locationMentioned",
    "FAC": "locationMentioned",
}  # fmt: skip


def write_ftm(article: Article, found: Extraction | None, at: datetime) -> bytes:
    """Return a story as lines of JSON: an Article, a Mention for each name, and the things that Wikidata has.

    The ids are the same in every export, so that a second import adds nothing twice.  A name without an id of Wikidata
    gets no entity of its own: two people of one name would be merged.
    """
    return b"\n".join(safe_json(orjson.dumps(one)) for one in _entities(article, found, at))


def _entities(article: Article, found: Extraction | None, at: datetime) -> Iterator[dict[str, Any]]:
    document = _id("article", article.id)
    named = [one for one in found.entities if one.in_news] if found else []
    mentioned: dict[str, list[str]] = {}
    for entity in named:
        if key := _MENTIONED.get(entity.type):
            mentioned.setdefault(key, []).append(entity.name)
    countries = {one.location.country.lower() for one in named if one.location and one.location.country}
    language = three_letters(article.language or (found.language if found else None))
    properties: dict[str, list[str | None]] = {
        "title": [article.headline], "bodyText": [article.body], "author": [article.byline],
        "publisher": [article.source], "sourceUrl": [article.url], "publishedAt": [_time(article.published)],
        "modifiedAt": [_time(article.updated or at)], "language": [language], "keywords": [*article.keywords],
        "summary": [summary_of(found) if found else None], "notes": [story_uri(article.id)],
        "detectedCountry": [*sorted(countries)], **{key: [*dict.fromkeys(names)] for key, names in mentioned.items()},
    }  # fmt: skip
    yield _entity(document, "Article", properties)
    for entity in named:
        if entity.type in _SCHEMATA:
            yield from _mention(document, entity)


def _mention(document: str, entity: Entity) -> Iterator[dict[str, Any]]:
    schema, wikidata = _SCHEMATA[entity.type], entity.links.wikidata
    names: list[str | None] = [entity.name, *entity.aliases]
    if wikidata:
        yield _entity(wikidata, schema, {"name": [entity.name], "wikidataId": [wikidata]})
    yield _entity(
        _id("mention", document, schema, entity.name),
        "Mention",
        {"document": [document], "name": names, "detectedSchema": [schema], "resolved": [wikidata]},
    )


def _entity(id: str, schema: str, properties: dict[str, list[str | None]]) -> dict[str, Any]:
    given = {name: [value for value in values if value] for name, values in properties.items()}
    return {"id": id, "schema": schema, "properties": {name: values for name, values in given.items() if values}}


def _id(*parts: str) -> str:
    return f"wiredesk-{sha1(chr(0).join(parts).encode(), usedforsecurity=False).hexdigest()}"


def _time(value: datetime | None) -> str | None:
    """Return a time in UTC without an offset, as FollowTheMoney has it."""
    return whole_seconds(value).removesuffix("Z") if value else None
