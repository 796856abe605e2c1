"""Checks of feeds as a strict reader makes them: Atom after RFC 4287, JSON Feed after https://jsonfeed.org/version/1.1."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ONCE = ("id", "title", "updated")
_AT_MOST_ONCE = ("generator", "icon", "logo", "rights", "subtitle", "published", "summary", "content", "source")
_FEED = {*_ONCE, *_AT_MOST_ONCE[:5], "author", "category", "contributor", "link", "entry"}
_ENTRY = {*_ONCE, "rights", "published", "summary", "content", "source", "author", "category", "contributor", "link"}


def atom_faults(content: bytes) -> list[str]:
    """Return what in an Atom feed RFC 4287 does not allow."""
    root = etree.fromstring(content)
    if root.tag != f"{ATOM}feed":
        return [f"root {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    faults = [fault for one in (root, *entries) for fault in _container_faults(one, _FEED if one is root else _ENTRY)]
    if root.find(f"{ATOM}author") is None and any(one.find(f"{ATOM}author") is None for one in entries):
        faults.append("neither the feed nor each entry has an author")  # 4.1.1
    told = Counter((one.findtext(f"{ATOM}id"), one.findtext(f"{ATOM}updated")) for one in entries)
    faults += [f"two entries {id} of one time" for (id, _), number in told.items() if number > 1]  # 4.1.1
    return faults


def _container_faults(element: Any, allowed: set[str]) -> Iterator[str]:
    names = Counter(etree.QName(child).localname for child in element)
    yield from (f"{names[name]} times {name}" for name in _ONCE if names[name] != 1)
    yield from (f"{names[name]} times {name}" for name in _AT_MOST_ONCE if names[name] > 1)
    yield from (f"unknown {name}" for name in names.keys() - allowed)
    if not _IRI.fullmatch(element.findtext(f"{ATOM}id", "")):  # 4.2.6: an IRI with its scheme
        yield f"id {element.findtext(f'{ATOM}id')}"
    for name in ("updated", "published"):
        yield from (f"{name} {one.text}" for one in element.findall(f"{ATOM}{name}") if not _is_time(one.text))
    for text in ("title", "summary", "subtitle", "rights"):
        for one in element.findall(f"{ATOM}{text}"):
            if one.get("type", "text") == "text" and len(one):  # 3.1.1.1: no child elements
                yield f"{text} has elements"
    links = [(one.get("rel", "alternate"), one.get("type"), one.get("hreflang")) for one in element.iter(f"{ATOM}link")
             if one.getparent() is element]  # fmt: skip
    yield from (f"{number} links {link}" for link, number in Counter(links).items() if number > 1)  # 4.1.1, 4.1.2
    yield from (f"link {one.get('href')}" for one in element.findall(f"{ATOM}link") if not _is_iri(one.get("href")))
    if element.tag == f"{ATOM}entry" and not any(rel == "alternate" for rel, *_ in links):
        yield "entry without content and without a link to it"  # 4.1.2
    yield from ("author without a name" for one in element.findall(f"{ATOM}author") if not one.findtext(f"{ATOM}name"))
    yield from ("category without a term" for one in element.findall(f"{ATOM}category") if not one.get("term"))


def json_feed_faults(content: bytes) -> list[str]:
    """Return what in a JSON Feed its specification does not allow."""
    feed = orjson.loads(content)
    faults = [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else [f"version {feed.get('version')}"]
    faults += [f"no {name}" for name in ("title", "items") if name not in feed]
    faults += [f"{name} {feed[name]}" for name in ("feed_url", "home_page_url") if not _is_iri(feed.get(name, "a:b"))]
    ids = Counter(item.get("id") for item in feed["items"])
    faults += [f"{number} items {id}" for id, number in ids.items() if number > 1 or not isinstance(id, str)]
    return faults + [fault for item in feed["items"] for fault in _item_faults(item)]


def _item_faults(item: dict[str, Any]) -> Iterator[str]:
    if not isinstance(item.get("content_text", item.get("content_html")), str):
        yield f"{item['id']} has no content"
    yield from (
        f"{name} {item[name]}"
        for name in ("date_published", "date_modified")
        if name in item and not _is_time(item[name])
    )
    if "url" in item and not _is_iri(item["url"]):
        yield f"url {item['url']}"
    if not all(one.get("name") for one in item.get("authors", ())):
        yield f"authors {item['authors']}"
    if not all(isinstance(tag, str) for tag in item.get("tags", ())):
        yield f"tags {item['tags']}"


def _is_time(text: str | None) -> bool:
    """Return whether a text is a date-time of RFC 3339."""
    try:
        return bool(_TIME.fullmatch(text or "") and datetime.fromisoformat(text or ""))
    except ValueError:
        return False


def _is_iri(text: str | None) -> bool:
    return bool(_IRI.fullmatch(text or ""))
