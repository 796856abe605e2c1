"""Write ninjs (IPTC News in JSON): 3.0, and 1.5 in the form that Superdesk reads; https://iptc.org/standards/ninjs/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import orjson

from desk.formats_out.found_subjects import (
    Code,
    Subject,
    SubjectKind,
    language_of,
    located,
    market_and_symbol,
    subjects,
)
from desk.formats_out.html_body import html_body
from desk.formats_out.written_times import moment, whole_seconds
from desk.views.story import summary_of
from wiredesk.contract import Article, Extraction
from wiredesk.safe_line import safe_json
from wiredesk.story_uri import story_uri

KEYWORD = "keyword"
"""``rel`` of a subject that is one of the provider's keywords: ninjs has no key for them."""
_GROUPS: Mapping[SubjectKind, str] = {
    "person": "people", "organisation": "organisations", "place": "places", "event": "events", "object": "objects"
}  # fmt: skip
_GROUPS_1: Mapping[SubjectKind, str] = {kind: kind for kind in _GROUPS}
_GENRES = {"correction": "Correction", "update": "Update", "advisory": "Advisory"}
"""Kind of a story → genre; the genre's name says it, as IPTC has no code for each."""


def write_ninjs(article: Article, found: Extraction | None, _at: datetime) -> bytes:
    """Return a story as an object of ninjs 3.0, one line of JSON.

    Args:
        found: what was extracted; None for a story without results, such as a cancellation.
    """
    named = {"altIds": [{"role": "wiredesk", "value": article.id}]} if story_uri(article.id) != article.id else {}
    texts = {
        "headlines": [{"role": "main", "value": article.headline}] if article.headline else None,
        "bodies": [{"role": "main", "contentType": "text/html", "value": html_body(article.body)}]
        if article.body
        else None,
        "descriptions": [{"role": "summary", "contentType": "text/plain", "value": summary}]
        if (summary := summary_of(found) if found else "")
        else None,
    }
    item = {
        "uri": story_uri(article.id), "standard": _standard("3.0"), "type": "text", "representationType": "full",
        "profile": "text-only", "version": str(article.version), "firstCreated": _time(article.published),
        "versionCreated": _time(article.updated), "embargoedUntil": _time(article.embargo_until),
        "pubStatus": article.status, "urgency": article.urgency, "copyrightNotice": article.rights,
        "edNote": article.editor_note, "language": language_of(article, found),
        "infoSources": [{"name": article.source}] if article.source else None, "by": article.byline,
        "slugline": article.slugline, "located": located(found), "genres": _genres(article), **named, **texts,
        **_grouped(article, found, "subjects", _GROUPS, _concept),
    }  # fmt: skip
    return _json(item)


def write_ninjs_1(article: Article, found: Extraction | None, _at: datetime) -> bytes:
    """Return a story as an object of ninjs 1.5, one line of JSON: everything found stands in ``subject`` as well.

    Superdesk reads ``subject`` and ``place``, and no ``person`` and ``organisation``; its times have whole seconds.
    """
    texts = {"body_html": html_body(article.body), "description_text": summary_of(found) if found else ""}
    item = {
        "uri": story_uri(article.id), "$standard": _standard("1.5"), "type": "text", "mimetype": "text/html",
        "representationtype": "complete", "profile": "text-only", "version": str(article.version),
        "firstcreated": _seconds(article.published), "versioncreated": _seconds(article.updated),
        "embargoed": _seconds(article.embargo_until), "pubstatus": article.status, "urgency": article.urgency,
        "copyrightnotice": article.rights, "ednote": article.editor_note,
        "language": language_of(article, found),
        "infosource": [{"name": article.source}] if article.source else None, "byline": article.byline,
        "headline": article.headline or None, "slugline": article.slugline, "located": located(found),
        "genre": _genres(article), **{key: text for key, text in texts.items() if text},
        **_grouped(article, found, "subject", _GROUPS_1, _concept_1, repeat=True),
    }  # fmt: skip
    return _json(item)


def _grouped(
    article: Article,
    found: Extraction | None,
    rest: str,
    groups: Mapping[SubjectKind, str],
    concept: Any,
    *,
    repeat: bool = False,
) -> dict[str, list[dict[str, Any]]]:
    """Return the subjects by the key that they stand under.

    Args:
        rest: the key of topics, keywords, and concepts of no kind; also of all others with ``repeat``.
    """
    grouped: dict[str, list[dict[str, Any]]] = {}
    for subject in subjects(article, found):
        key = groups.get(subject.kind, rest)
        grouped.setdefault(key, []).append(concept(subject, key))
        if repeat and key != rest:
            grouped.setdefault(rest, []).append(concept(subject, rest))
    if article.keywords:
        grouped.setdefault(rest, []).extend(
            {"name": word, "rel": KEYWORD, **({"code": word} if repeat else {"literal": word})}
            for word in article.keywords
        )
    return grouped


def _concept(subject: Subject, key: str) -> dict[str, Any]:
    code = _best(subject.codes)
    named = {"uri": code.uri} if code else {"literal": subject.literal}
    return _entry(subject, key.removesuffix("s"), "geoJSON", "symbol", named)


def _concept_1(subject: Subject, key: str) -> dict[str, Any]:
    code = _best(subject.codes)
    named = {"scheme": code.scheme, "code": code.code} if code else {"code": subject.literal}
    return _entry(subject, key, "geometry_geojson", "ticker", named)


def _entry(subject: Subject, kind: str, geometry: str, symbol: str, named: Mapping[str, str]) -> dict[str, Any]:
    """Return a concept with what only its kind has.

    Args:
        kind: the key that it stands under, in the singular.
        geometry: the key of a place's position.
        symbol: the key of a share's symbol.
        named: its code or what stands for it.
    """
    code = _best(subject.codes)
    entry: dict[str, Any] = {"name": subject.name or (code.code if code else ""), "rel": "about", **named}
    if kind == "subject":
        entry |= _ranks(subject)
    if kind == "place" and subject.location:
        entry[geometry] = _point(subject)
    if kind == "organisation" and subject.ticker:
        entry["symbols"] = _symbols(subject.ticker, symbol)
    return entry


def _best(codes: Iterable[Code]) -> Code | None:
    return next(iter(codes), None)


def _ranks(subject: Subject) -> dict[str, int]:
    given = {"relevance": subject.relevance, "confidence": subject.confidence}
    return {name: value for name, value in given.items() if value is not None}


def _point(subject: Subject) -> dict[str, Any]:
    assert subject.location is not None
    return {"type": "Point", "coordinates": [subject.location.lon, subject.location.lat]}


def _symbols(ticker: str, key: str) -> list[dict[str, str]]:
    market, symbol = market_and_symbol(ticker)
    return [{key: symbol, **({"exchange": market} if market else {})}]


def _genres(article: Article) -> list[dict[str, str]] | None:
    name = _GENRES.get(article.kind)
    return [{"name": name}] if name else None


def _standard(version: str) -> dict[str, str]:
    address = f"http://www.iptc.org/std/ninjs/ninjs-schema_{version}.json"
    return {"name": "ninjs", "version": version, "schema": address}


def _time(value: datetime | None) -> str | None:
    return moment(value) if value else None


def _seconds(value: datetime | None) -> str | None:
    return whole_seconds(value) if value else None


def _json(item: dict[str, Any]) -> bytes:
    return safe_json(orjson.dumps({key: value for key, value in item.items() if value is not None}))
