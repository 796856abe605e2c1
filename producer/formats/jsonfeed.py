"""JSON Feed 1.0 and 1.1; https://www.jsonfeed.org/version/1.1/."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from producer.formats import codes
from producer.formats.draft import Draft
from producer.formats.jsontree import objects, string, strings
from producer.formats.links import absolute
from producer.formats.namespaces import Namespace
from producer.formats.text.line_layout import plain_paragraphs
from producer.formats.text.markup import html_line, html_paragraphs
from producer.formats.walls import without_notices
from producer.formats.wire_file import WireFile
from wiredesk.errors import BadData


def parse(file: WireFile) -> Iterator[Draft | BadData]:
    """Yield one draft for each item."""
    feeds = [feed for feed in objects(file.json) if str(feed.get("version", "")).lower().find("jsonfeed.org") >= 0]
    for feed in feeds:
        items = feed.get("items")
        namespace, base = _namespace(feed, file.envelope.address)
        for index, item in enumerate(items if isinstance(items, list) else []):
            place = f"$.items[{index}]"
            if isinstance(item, dict):
                draft = _draft(objects(item)[0], feed, place)
                draft.namespace, draft.base = namespace, base
                draft.resolve(None)
                yield draft
            else:
                yield file.bad("a feed item must be an object", place)


def _namespace(feed: dict[str, Any], address: str | None) -> tuple[Namespace, str | None]:
    """Return the namespace of the items' ids, and the URL against which their addresses are resolved."""
    own, site = string(feed.get("feed_url")), string(feed.get("home_page_url"))
    own = absolute(own, address) if own else None
    site = absolute(site, own or address) if site else None
    title = string(feed.get("title"))
    name = own or (f"{site} {title or ''}".strip() if site else None) or title or address
    return Namespace(name, tuple(one for one in (site, own, address) if one)), site or own or address


def _draft(item: dict[str, Any], feed: dict[str, Any], place: str) -> Draft:
    draft = Draft("jsonfeed", place)
    draft.put("id", string(item.get("id")), "id")
    draft.put("url", string(item.get("url")), "url")
    draft.put("url", string(item.get("external_url")), "external_url")
    draft.put("id", draft.values.get("url"), "url")
    title = string(item.get("title"))
    draft.put("headline", html_line(title) if title else None, "title")
    for field, blocks in (
        ("content_html", html_paragraphs),
        ("content_text", plain_paragraphs),
        ("summary", plain_paragraphs),
    ):
        if text := string(item.get(field)):
            draft.put_body(without_notices(blocks(text))[0], field)
    draft.put("published", item.get("date_published"), "date_published")
    draft.put("updated", item.get("date_modified"), "date_modified")
    for owner, where in ((item, ""), (feed, "feed: ")):
        draft.put("byline", _authors(owner), f"{where}authors")
        language = string(owner.get("language"))
        draft.put("language", language if codes.language(language) else None, f"{where}language")
    draft.put("keywords", codes.distinct(strings(item.get("tags"))), "tags")
    draft.put("source", string(feed.get("title")), "feed: title")
    return draft


def _authors(owner: dict[str, Any]) -> str | None:
    authors = [*objects(owner.get("authors")), *objects(owner.get("author"))]
    return ", ".join(codes.distinct(string(author.get("name")) for author in authors)) or None
