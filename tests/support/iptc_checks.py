"""Checks of ninjs and NewsML-G2 after IPTC's published specifications.

They are of our own, after the schemas that https://iptc.org/standards/ninjs/ and
https://iptc.org/standards/newsml-g2/ publish (ninjs 3.0 and 1.5; NewsML-G2 2.35, power): which keys and elements there
are, in which order, and which form their values have, for everything that is written.  IPTC's schemas themselves are
not part of this repository.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson
from lxml import etree

_TEXT = {"role", "contentType", "value"}
_NAMED = {"name", "rel", "uri", "literal"}
NINJS_3: Mapping[str, set[str]] = {
    "people": _NAMED, "events": _NAMED, "objects": _NAMED, "infoSources": {"name", "role", "uri", "literal"},
    "organisations": {*_NAMED, "symbols"}, "altIds": {"role", "value"}, "places": {*_NAMED, "geoJSON"},
    "genres": {"name", "uri", "literal"}, "subjects": {*_NAMED, "creator", "relevance", "confidence"},
    "headlines": _TEXT, "bodies": _TEXT, "descriptions": _TEXT,
}  # fmt: skip
"""Lists of ninjs 3.0 → the keys that may be in them; the schema allows no key that it does not name."""
NINJS_3_TEXTS = {
    "uri", "type", "representationType", "profile", "version", "firstCreated", "versionCreated", "embargoedUntil",
    "pubStatus", "copyrightNotice", "edNote", "language", "by", "slugline", "located",
}  # fmt: skip
_CODED = {"name", "rel", "scheme", "code"}
NINJS_1: Mapping[str, set[str]] = {
    "person": _CODED, "event": _CODED, "object": _CODED, "infosource": _CODED, "organisation": {*_CODED, "symbols"},
    "place": {*_CODED, "geometry_geojson"}, "subject": {*_CODED, "creator", "relevance", "confidence"},
    "genre": {"name", "scheme", "code"},
}  # fmt: skip
NINJS_1_TEXTS = {
    "uri", "type", "mimetype", "representationtype", "profile", "version", "firstcreated", "versioncreated",
    "embargoed", "pubstatus", "copyrightnotice", "ednote", "language", "byline", "headline", "slugline", "located",
    "body_html", "description_text",
}  # fmt: skip
_TIMES = {"firstcreated", "versioncreated", "embargoed", "embargoeduntil"}
_ENUMERATIONS = {
    "type": {"text"}, "pubStatus": {"usable", "withheld", "canceled"}, "representationType": {"full", "partial"},
    "pubstatus": {"usable", "withheld", "canceled"}, "representationtype": {"complete", "incomplete"},
}  # fmt: skip
_SYMBOLS_3 = {"exchange", "symbolType", "symbol"}
_SYMBOLS_1 = {"ticker", "exchange", "symboltype", "symbol"}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+(?:#[^#\[\]\s]*)?")
"""RFC 3986 without addresses in square brackets: one fragment at most."""
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)")
"""What RFC 3339 and XML Schema's ``dateTime`` have in common: an offset of whole minutes, at most 14 hours."""


def ninjs_faults(content: bytes) -> list[str]:
    """Return what in an item of ninjs 3.0 or 1.5 is not as IPTC's specification says."""
    item = orjson.loads(content)
    is_3 = "standard" in item
    lists, texts = (NINJS_3, NINJS_3_TEXTS) if is_3 else (NINJS_1, NINJS_1_TEXTS)
    faults = [f"unknown key {key}" for key in item if key not in {*lists, *texts, "standard", "$standard", "urgency"}]
    faults += [f"{key} is no text" for key in texts & item.keys() if not isinstance(item[key], str)]
    for key in texts & item.keys():
        allowed = _ENUMERATIONS.get(key)
        if (key.lower() in _TIMES and not _is_time(item[key])) or (allowed and item[key] not in allowed):
            faults.append(f"{key}: {item[key]}")
    standard = item.get("standard" if is_3 else "$standard", {})
    if standard.get("name") != "ninjs" or standard.get("version") != ("3.0" if is_3 else "1.5"):
        faults.append(f"standard {standard}")
    if not _URI.fullmatch(item.get("uri", "")):
        faults.append(f"uri {item.get('uri')}")
    if "language" in item and not _LANGUAGE.fullmatch(item["language"]):
        faults.append(f"language {item['language']}")
    if "urgency" in item and (type(item["urgency"]) is not int or item["urgency"] not in range(1, 10)):
        faults.append(f"urgency {item['urgency']}")
    for key, keys in lists.items():
        if key in item and not item[key]:
            faults.append(f"{key} is empty")
        for entry in item.get(key, ()):
            faults += [f"{key}: unknown key {one}" for one in entry.keys() - keys]
            of_symbols = {name for symbol in entry.get("symbols", ()) for name in symbol}
            unknown = of_symbols - (_SYMBOLS_3 if is_3 else _SYMBOLS_1)
            faults += [f"{key}: unknown key {one} of a symbol" for one in unknown]
            faults += [f"{key}: {one} is no text" for one, value in entry.items() if not _has_form(one, value)]
            faults += [f"{key}: {entry}" for one in ("relevance", "confidence") if entry.get(one, 0) not in range(101)]
            if not entry.keys() & {"name", "value"}:
                faults.append(f"{key}: an entry without a name or a value")
            if "uri" in entry and not _URI.fullmatch(entry["uri"]):
                faults.append(f"{key}: uri {entry['uri']}")
            faults += [
                f"{key}: {entry}" for point in ("geoJSON", "geometry_geojson") if not _is_point(entry.get(point))
            ]
    return faults


def _has_form(key: str, value: Any) -> bool:
    """Return whether a value is a text, a whole number or a structure, as its key says."""
    if key in ("relevance", "confidence"):
        return type(value) is int
    return key in ("geoJSON", "geometry_geojson", "symbols") or isinstance(value, str)


def _is_time(value: str) -> bool:
    """Return whether a text is a date-time of RFC 3339 and of XML Schema."""
    try:
        return bool(_TIME.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_point(value: Any) -> bool:
    """Return whether a value is a GeoJSON point, longitude first; a missing one counts as well."""
    if value is None:
        return True
    lon, lat = value["coordinates"]
    return value["type"] == "Point" and -180 <= lon <= 180 and -90 <= lat <= 90


NAMESPACE = "{http://iptc.org/std/nar/2006-10-01/}"
_ORDER = {
    "newsItem": ("catalogRef", "rightsInfo", "itemMeta", "contentMeta", "assert", "contentSet"),
    "itemMeta": ("itemClass", "provider", "versionCreated", "firstCreated", "embargoed", "pubStatus", "generator",
                 "edNote", "signal"),
}  # fmt: skip
"""The elements of a sequence, in its order; those of ``contentMeta`` may come in any."""
_CHILDREN = {
    "contentMeta": {"urgency", "contentCreated", "located", "language", "keyword", "subject", "slugline", "headline",
                    "by", "description"},
    "subject": {"name", "sameAs"}, "assert": {"organisationDetails", "geoAreaDetails"}, "located": {"name"},
    "organisationDetails": {"hasInstrument"}, "geoAreaDetails": {"position"}, "provider": {"name"},
    "rightsInfo": {"copyrightNotice"}, "contentSet": {"inlineXML"},
}  # fmt: skip
_REQUIRED = {
    "newsItem": ("guid", "version", "standard", "standardversion", "conformance"), "catalogRef": ("href",),
    "itemClass": ("qcode",), "pubStatus": ("qcode",), "position": ("latitude", "longitude"), "language": ("tag",),
    "inlineXML": ("contenttype",), "hasInstrument": ("symbol",),
}  # fmt: skip
_QCODE = re.compile(r"[^\s:]+:\S+")
_ONE_LINE = {"name", "keyword", "slugline", "generator"}
"""Elements of the type ``IntlStringType``: a text of one line."""
_BREAK = re.compile(r"[\t\n\r]")
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TIME_ELEMENTS = {"versionCreated", "firstCreated", "embargoed", "contentCreated"}


def newsml_faults(content: bytes) -> list[str]:
    """Return what in a ``newsItem`` of NewsML-G2 2.35 is not as IPTC's specification says."""
    root = etree.fromstring(content)
    faults = [] if root.tag == f"{NAMESPACE}newsItem" else [f"root {root.tag}"]
    for element in root.iter(f"{NAMESPACE}*"):
        faults += _element_faults(element)
    meta = root.find(f"{NAMESPACE}itemMeta")
    present = {etree.QName(one).localname for one in meta} if meta is not None else set()
    faults += [f"no {name}" for name in ("itemClass", "provider", "versionCreated") if name not in present]
    return faults


def _element_faults(element: Any) -> Iterator[str]:
    name = etree.QName(element).localname
    children = [etree.QName(child).localname for child in element if child.tag.startswith(NAMESPACE)]
    if order := _ORDER.get(name):
        yield from (f"{name}: {child}" for child in children if child not in order)
        places = [order.index(child) for child in children if child in order]
        if places != sorted(places):
            yield f"{name}: not in the order of the sequence: {', '.join(children)}"
    elif name not in ("inlineXML",):
        yield from (f"{name}: {child}" for child in children if child not in _CHILDREN.get(name, set()))
    yield from (f"{name} without {one}" for one in _REQUIRED.get(name, ()) if not element.get(one))
    for key in ("qcode", "type", "role", "how"):
        if (value := element.get(key)) and not _QCODE.fullmatch(value):
            yield f"{name}: {key} {value}"
    if name in _ONE_LINE and _BREAK.search(element.text or ""):
        yield f"{name}: more than one line"
    if (value := element.get("literal")) and _BREAK.search(value):
        yield f"{name}: literal {value!r}"
    for key in ("latitude", "longitude"):
        if (value := element.get(key)) and not _DECIMAL.fullmatch(value):
            yield f"{name}: {key} {value}"
    for value in (element.get("tag"), element.get(_XML_LANGUAGE)):
        if value and not _LANGUAGE.fullmatch(value):
            yield f"{name}: language {value}"
    for key in ("confidence", "relevance"):
        if (value := element.get(key)) and int(value) not in range(101):
            yield f"{name}: {key} {value}"
    if name in ("subject", "assert") and not (element.get("qcode") or element.get("uri") or element.get("literal")):
        yield f"{name} says nothing of what it is"
    if name in _TIME_ELEMENTS and not _is_time(element.text or ""):
        yield f"{name} {element.text}"
    if name == "urgency" and int(element.text) not in range(1, 10):
        yield f"urgency {element.text}"
