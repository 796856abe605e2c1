"""ninjs 1.x, 2.x and 3.x (IPTC News in JSON); FORMATS: https://iptc.org/standards/ninjs/."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from producer.formats import codes, jsonshapes
from producer.formats.body_markup import body_paragraphs, is_nitf
from producer.formats.draft import Draft
from producer.formats.jsontree import lower_keys, objects, string, strings
from producer.formats.namespaces import Namespace
from producer.formats.results import Skipped
from producer.formats.text.line_layout import plain_paragraphs
from producer.formats.text.markup import has_markup, html_line, html_paragraphs
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData
from wiredesk.story_uri import story_id

_NOT_TEXT = frozenset(
    """
    audio video picture image photo graphic component event planning animation package map
    """.split()  # noqa: SIM905
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);", re.IGNORECASE)
_MARKUP_KEYS = ("body_html", "body_xhtml", "body_richtext")


def parse(file: WireFile) -> Iterator[Draft | Skipped | BadData]:
    """Yield a draft for each item: of one object, an array, or a wrapper around items."""
    for place, item in items(file.json):
        if isinstance(item, dict):
            yield item_draft(item, place)
        else:
            yield file.bad("a ninjs item must be an object", place)


def items(value: Any, place: str = "$") -> Iterator[tuple[str, Any]]:
    """Yield each item with its JSON path; the search enters one level of wrappers."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield f"{place}[{index}]", item
    elif isinstance(value, dict):
        key = jsonshapes.wrapped_items(value)
        if key is None:
            yield ("" if place == "$" else place), value
        else:
            yield from items(value[key], f"{place}.{key}")


def item_draft(raw: dict[str, Any], place: str) -> Draft | Skipped:
    """Return the draft of one item, or a skipped part if it contains no story."""
    item = lower_keys(raw)
    kind = str(item.get("type") or "").strip().lower()
    id = story_id(string(item.get("uri")) or string(item.get("guid")))
    if kind in _NOT_TEXT:
        return Skipped(kind, place, id)
    if kind != "text" and ("eventdetails" in item or "plannedcoverage" in item):
        return Skipped("event" if "eventdetails" in item else "planning item", place, id)
    draft = Draft("ninjs", place)
    _put_body(draft, item)
    _put_headline(draft, item)
    draft.put_code("status", item.get("pubstatus"), codes.status, "pubstatus")
    withdrawn = draft.values.get("status", "usable") != "usable"
    if not draft.blocks and not withdrawn and kind != "text":
        return Skipped(f"{kind or 'item without type'} without a body", place, id)
    _put_rest(draft, item, id)
    draft.put("format", _generation(raw), "standard.version, else the shape")
    return draft


def _put_headline(draft: Draft, item: dict[str, Any]) -> None:
    draft.put("headline", _line(item.get("headline")), "headline")
    headlines = _in_language(objects(item.get("headlines")), item)
    for wanted in ("main", None):
        for headline in headlines:
            if (headline.get("role") or None) == wanted:
                draft.put("headline", _line(headline.get("value")), f"headlines, role {wanted or 'none'}")
    for headline in headlines:
        draft.put("headline", _line(headline.get("value")), "headlines, the first")
    draft.put("headline", _line(item.get("headline_main")), "headline_main")
    for key in item:
        if key.startswith("headline_"):
            draft.put("headline", _line(item[key]), key)


def _in_language(entries: list[dict[str, Any]], item: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the translations in the item's language, or all if no language is given."""
    wanted = codes.primary_language(item.get("language"))
    same = [entry for entry in entries if wanted and codes.primary_language(entry.get("language")) in (wanted, None)]
    return same or entries


def _line(value: object) -> str | None:
    text = string(value)
    return html_line(text) if text and (has_markup(text) or _ENTITY.search(text)) else text


def _put_body(draft: Draft, item: dict[str, Any]) -> None:
    """Put the first rendition with text; the order is markup, NITF, plain text, vendors' markup."""
    renditions = [(*_rendition(value, "html" if key in _MARKUP_KEYS else ""), key) for key, value in _bodies_1(item)]
    bodies = _in_language(objects(item.get("bodies")), item)
    for body in bodies:
        kind = string(body.get("contenttype")) or ""
        renditions.append((*_rendition(body.get("value"), kind), f"bodies, {kind or body.get('role') or 'no type'}"))
    for rank, text, why in sorted(renditions, key=lambda rendition: rendition[0]):
        if text.strip():
            draft.put_body(body_paragraphs(text) if rank != _PLAIN else plain_paragraphs(text), why)


def _bodies_1(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Return the bodies of generation 1, the preferred ones first."""
    keys = [key for key in item if key.startswith("body") and isinstance(item[key], str)]
    yield from ((key, item[key]) for key in _MARKUP_KEYS if key in keys)
    yield from ((key, item[key]) for key in keys if key not in _MARKUP_KEYS and key != "body_text")
    if "body_text" in keys:
        yield "body_text", item["body_text"]


_HTML, _NITF, _PLAIN, _VENDOR = range(4)


def _rendition(value: object, contenttype: str) -> tuple[int, str]:
    """Return the rank of a rendition, by its content rather than by its declared type."""
    text = string(value) or ""
    start = text.lstrip("\ufeff \t\r\n")[:2000].lower()
    if is_nitf(text):
        return _NITF, text
    if re.match(r"(?:<\?xml[^>]*>\s*)?<(?!html|!doctype html)\w+", start) and "xml" in contenttype.lower():
        return (_HTML if "html" in contenttype.lower() else _VENDOR), text
    if (
        has_markup(text)
        or "html" in contenttype.lower()
        or (_ENTITY.search(text) and "plain" not in contenttype.lower())
    ):
        return _HTML, text
    return _PLAIN, text


def _put_rest(draft: Draft, item: dict[str, Any], id: str | None) -> None:
    draft.namespace = Namespace(is_declared=True)
    draft.put("id", id, "uri" if string(item.get("uri")) else "guid")
    draft.put_version(item.get("version"), "version")
    for field, keys in _PLAIN_FIELDS.items():
        for key in keys:
            if text := "; ".join(strings(item.get(key))):
                draft.put(field, text if field in ("url", "editor_note") else _line(text), key)
    if note := draft.values.get("editor_note"):
        draft.values["editor_note"] = "\n\n".join(html_paragraphs(note)) if has_markup(note) else html.unescape(note)
    draft.put("language", codes.language(item.get("language")), "language")
    draft.put_code("urgency", item.get("urgency"), codes.urgency, "urgency")
    for field, keys in _TIMES.items():
        for key in keys:
            draft.put(field, item.get(key), key)
    _put_source(draft, item)
    _put_kind(draft, item)
    subjects = [_subject(entry) for key in ("subject", "subjects") for entry in objects(item.get(key))]
    draft.put("subjects", codes.distinct(subjects), "subjects")
    keywords = [part for text in strings(item.get("keywords")) for part in re.split(r"[,;]", text)]
    keywords += [
        name
        for key in ("subject", "subjects")
        for entry in objects(item.get(key))
        if entry.get("rel") == "keyword" and (name := string(entry.get("name")))
    ]
    draft.put("keywords", codes.distinct(keywords), "keywords")


def _put_kind(draft: Draft, item: dict[str, Any]) -> None:
    """Put the kind correction where profile, genre or signal say so."""
    for key in ("profile", "genre", "genres", "signal", "signals", "role"):
        draft.put_correction(strings(item.get(key)), key)
        for entry in objects(item.get(key)):
            draft.put_correction((string(value) for value in entry.values()), key)


_PLAIN_FIELDS = {
    "byline": ("byline", "by"),
    "slugline": ("slugline",),
    "editor_note": ("ednote",),
    "rights": ("copyrightnotice",),
    "url": ("url", "href"),
}
_TIMES = {
    "published": ("firstcreated", "contentcreated"),
    "updated": ("versioncreated",),
    "embargo_until": ("embargoeduntil", "embargoed"),
}


def _put_source(draft: Draft, item: dict[str, Any]) -> None:
    for key in ("infosource", "infosources", "source"):
        for text in strings(item.get(key)):
            draft.put("source", text, key)
        for entry in objects(item.get(key)):
            for name in ("name", "literal", "code"):
                draft.put("source", string(entry.get(name)), f"{key}.{name}")


def _subject(entry: dict[str, Any]) -> str | None:
    scheme = entry.get("scheme")
    values = (entry.get(key) for key in ("uri", "qcode", "code", "literal"))
    return next((code for value in values if (code := codes.subject(string(value), scheme))), None)


def _generation(raw: dict[str, Any]) -> str:
    """Return ``ninjs/2.1`` as declared, else by shape: 1 has ``headline`` and ``byline``, 3 has keys in camel case."""
    for key in ("standard", "$standard"):
        standard = raw.get(key)
        if isinstance(standard, dict) and re.fullmatch(r"\d+(\.\d+)*", str(standard.get("version") or "")):
            return f"ninjs/{standard['version']}"
    if any(key in raw for key in _CAMEL):
        return "ninjs/3"
    return "ninjs/2" if any(key in raw for key in ("headlines", "bodies", "by", "infosources")) else "ninjs/1"


_CAMEL = ("versionCreated", "firstCreated", "pubStatus", "edNote", "copyrightNotice", "infoSources", "embargoedUntil")
