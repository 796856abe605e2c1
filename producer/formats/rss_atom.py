"""RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, Media RSS, also if damaged.

Specifications: https://www.rssboard.org/rss-specification, RFC 4287, https://www.rssboard.org/media-rss.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from producer.formats import codes, xmltree
from producer.formats.body_markup import body_paragraphs, is_nitf, nitf_paragraphs
from producer.formats.draft import Draft
from producer.formats.links import absolute, is_absolute
from producer.formats.namespaces import NO_NAMESPACE, Namespace
from producer.formats.plain_text import is_text
from producer.formats.text.decoding import decode
from producer.formats.text.markup import html_line, html_paragraphs, local_name, tree_paragraphs
from producer.formats.walls import without_notices
from producer.formats.wire_file import WireFile
from producer.formats.xmltree import attribute
from wiredesk.errors import BadData

_FAMILIES = (
    ("dc", re.compile(r"purl\.org/dc/elements", re.I)),
    ("dcterms", re.compile(r"purl\.org/dc/terms", re.I)),
    ("content", re.compile(r"rss/1\.0/modules/content", re.I)),
    ("media", re.compile(r"search\.yahoo\.com/mrss|yahoo\.com/mrss", re.I)),
    ("itunes", re.compile(r"itunes\.com", re.I)),
    ("xhtml", re.compile(r"w3\.org/1999/xhtml", re.I)),
    (
        "",
        re.compile(r"purl\.org/(?:rss|atom|net/rss)|w3\.org/2005/atom|my\.netscape\.com|backend\.userland\.com", re.I),
    ),
)
_PERSON = re.compile(r"[^\s@]++@[^\s(]++\s*+\((.+)\)")
_KNOWN = frozenset(family for family, _ in _FAMILIES)
_PATH = re.compile(r"\.{0,2}/|\?")
"""How a relative address begins; a guid that begins otherwise is a word or a number."""
_OPEN, _CLOSED = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]"), re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")


def parse(file: WireFile) -> Iterator[Draft | BadData]:
    """Yield one draft for each item or entry."""
    try:
        root, broken = xmltree.load(file.data, file.name, charset=file.envelope.charset), None
    except BadData as error:
        root, broken = xmltree.load(file.data, file.name, charset=file.envelope.charset, broken=True), error
    if root is None and broken:
        raise broken
    own = str(root.tag).rpartition("}")[0].lstrip("{")
    reader = _ItemReader(own, file.envelope.address)
    items = [element for element in root.iter() if reader.name(element) in (":item", ":entry")]
    if broken and not items:
        raise broken
    cut = broken is not None and _is_cut(file.data)
    for number, item in enumerate(items, 1):
        if broken and cut and number == len(items):
            yield file.bad(f"the item was cut off: {broken.cause}", f"item {number}")
        else:
            yield reader.draft(root, item, f"item {number}")


def _is_cut(data: bytes) -> bool:
    """Return whether the document ends within an item, which then contains only a part of a story."""
    opened = max((match.start() for match in _OPEN.finditer(data)), default=-1)
    closed = max((match.start() for match in _CLOSED.finditer(data)), default=-1)
    return opened > closed


@dataclass(frozen=True, slots=True)
class _Channel:
    """The fields of the feed itself, read once because a feed may have very many items."""

    title: str | None = None
    language: str | None = None
    rights: str | None = None
    authors: str = ""
    base: str | None = None
    """URL against which relative addresses are resolved where no ``xml:base`` is given."""
    namespace: Namespace = NO_NAMESPACE


class _ItemReader:
    """Reads items by names such as ``:title``, ``dc:creator``, ``media:title``, independent of the feed's prefixes."""

    def __init__(self, own: str, address: str | None) -> None:
        self._own, self._address = own, address
        self._channels: dict[Any, _Channel] = {}
        self._names: dict[Any, str] = {}
        self._index: dict[Any, dict[str, list[Any]]] = {}

    def name(self, element: Any) -> str:
        """Return the element's family and local name, such as ``media:title``; the family ``?`` is unknown."""
        tag = element.tag
        found = self._names.get(tag)
        if found is None:
            found = self._names[tag] = self._name(tag)
        return found

    def _name(self, tag: Any) -> str:
        if not isinstance(tag, str):
            return ""
        space, _, name = tag.rpartition("}")
        prefix, _, _ = name.rpartition(":")  # undeclared, so the parser kept it
        space = space.lstrip("{")
        if space in ("", self._own):
            family = prefix.lower() if prefix.lower() in _KNOWN else ("?" if prefix else "")
        else:
            family = next((family for family, sign in _FAMILIES if sign.search(space)), "?")
        return f"{family}:{local_name(tag)}"

    def _all(self, element: Any, *names: str) -> Iterator[Any]:
        index = self._index.get(element)
        if index is None:
            index = self._index[element] = {}
            for child in element:
                index.setdefault(self.name(child), []).append(child)
        for name in names:
            yield from index.get(name, ())

    def _text(self, element: Any, *names: str) -> str | None:
        """Return the text of the first such child that has text; the preferred names come first."""
        return next((text for child in self._all(element, *names) if (text := xmltree.text_of(child))), None)

    def draft(self, root: Any, item: Any, place: str) -> Draft:
        atom = self.name(item) == ":entry"
        draft = Draft("atom" if atom else "rss", place)
        channel = self._channel(root, item)
        self._index.clear()
        draft.namespace = channel.namespace
        (self._put_atom if atom else self._put_rss)(draft, item, channel)
        self._put_headline(draft, item)
        self._put_body(draft, item)
        self._put_times(draft, item)
        self._put_people(draft, item, channel)
        terms = [
            attribute(found, "term") or xmltree.text_of(found) for found in self._all(item, ":category", "dc:subject")
        ]
        draft.put("keywords", codes.distinct((term or "").strip(" ,;") for term in terms), "category")
        self._put_language(draft, item, channel)
        origin = next(self._all(item, ":source"), None)
        if origin is not None:
            name = self._text(origin, ":title") or (None if len(origin) else xmltree.text_of(origin))
            draft.put("source", name, "source")
        draft.put("rights", self._text(item, ":rights", "dc:rights", ":copyright", "media:copyright"), "rights")
        draft.put("source", channel.title, "the feed's title")
        draft.put("rights", channel.rights, "the feed's copyright")
        return draft

    def _channel(self, root: Any, item: Any) -> _Channel:
        parent = item.getparent()
        element = parent if self.name(parent) in (":channel", ":feed") else root
        if element not in self._channels:
            found = element
            if element is root and self.name(root) not in (":channel", ":feed"):
                found = next((child for child in root if self.name(child) == ":channel"), None)
            self._channels[element] = _Channel() if found is None else self._read_channel(found)
        return self._channels[element]

    def _read_channel(self, element: Any) -> _Channel:
        found = next(self._all(element, ":title"), None)
        title = self._title(found) if found is not None else None
        own = self._resolved(element, self._link(element, "self"), self._address) or self._address
        site = self._resolved(element, self._text(element, ":link") or self._link(element, "alternate"), own)
        named = self._link(element, "self") and own
        return _Channel(
            title,
            self._text(element, ":language", "dc:language"),
            self._text(element, ":copyright", ":rights", "dc:rights"),
            self._authors(element),
            site or own,
            Namespace(
                named or (f"{site} {title or ''}".strip() if site else None) or title or self._address,
                tuple(address for address in (site, own, self._address) if address),
            ),
        )

    def _resolved(self, element: Any, address: str | None, base: str | None) -> str | None:
        """Return an address in an element as an absolute URL: against ``xml:base``, else the given base."""
        if not address or is_absolute(address):
            return address
        chain = []
        while element is not None:
            if (given := attribute(element, "base")) is not None:
                chain.append(given)
            element = element.getparent()
        for given in reversed(chain):
            base = absolute(given, base)
        return absolute(address, base)

    def _authors(self, element: Any) -> str:
        names = []
        for author in self._all(element, ":author"):
            name = self._text(author, ":name") or ("" if len(author) else xmltree.text_of(author))
            names.append(_person(name or ""))
        return ", ".join(codes.distinct(names))

    def _put_rss(self, draft: Draft, item: Any, channel: _Channel) -> None:
        guid = next(self._all(item, ":guid"), None)
        link = self._resolved(item, self._text(item, ":link"), channel.base) or self._alternate(item, channel)
        address = xmltree.text_of(guid)
        permanent = guid is not None and (attribute(guid, "ispermalink") or "true").lower() != "false"
        if permanent and address and _PATH.match(address):
            address = self._resolved(guid, address, channel.base)
        draft.put("id", address, "guid")
        draft.put("url", link, "link")
        if permanent and address and re.match(r"https?://", address):
            draft.put("url", address, "guid, a permanent link")
        draft.put("id", link, "link")
        draft.put("id", self._resolved(item, attribute(item, "about"), channel.base), "rdf:about")

    def _put_atom(self, draft: Draft, item: Any, channel: _Channel) -> None:
        draft.put("id", self._text(item, ":id"), "id")
        draft.put("url", self._alternate(item, channel), "link rel=alternate")
        draft.put("id", draft.values.get("url"), "link")

    def _alternate(self, item: Any, channel: _Channel) -> str | None:
        """Return the absolute address of the first link to the story itself."""
        found = self._link_element(item, "alternate")
        return self._resolved(found, attribute(found, "href"), channel.base)

    def _link(self, element: Any, relation: str) -> str | None:
        return attribute(self._link_element(element, relation), "href")

    def _link_element(self, element: Any, relation: str) -> Any:
        links = (link for link in element if local_name(link.tag) == "link" and attribute(link, "href"))
        return next((link for link in links if (attribute(link, "rel") or "alternate").lower() == relation), None)

    def _put_headline(self, draft: Draft, item: Any) -> None:
        for element in self._all(item, ":title", "dc:title"):
            draft.put("headline", self._title(element), "title")
        if "headline" not in draft.values:
            for element in item.iter():
                if self.name(element) == "media:title":
                    draft.put("headline", self._title(element), "media:title")

    def _title(self, element: Any) -> str | None:
        kind = (attribute(element, "type") or "").lower()
        if len(element):
            return html_line(xmltree.rendered_line(element) or "")
        text = element.text or ""
        escaped = (attribute(element, "mode") or "").lower()
        if escaped == "base64":
            text = _from_base64(text)
        return text if kind in ("text", "plain", "text/plain") else html_line(text)

    def _put_body(self, draft: Draft, item: Any) -> None:
        names = (
            "content:encoded",
            ":content",
            "xhtml:body",
            ":body",
            ":fullitem",
            "xhtml:div",
            ":description",
            ":summary",
        )
        for name in (*names, "itunes:summary", "dc:description"):
            for element in self._all(item, name):
                draft.put_body(without_notices(_content(element))[0], name.lstrip(":"))
        if not draft.blocks:
            for element in item.iter():
                if self.name(element) == "media:description":
                    draft.put_body(_content(element), "media:description")

    def _put_times(self, draft: Draft, item: Any) -> None:
        published = (
            ":pubdate",
            ":published",
            ":issued",
            "dc:date",
            "dcterms:issued",
            ":created",
            "dcterms:created",
            ":date",
        )
        updated = (":updated", ":modified", "dcterms:modified")
        for field, names in (("published", published), ("updated", updated)):
            for name in names:
                draft.put(field, self._text(item, name), name.lstrip(":"))

    def _put_people(self, draft: Draft, item: Any, channel: _Channel) -> None:
        names = (_person(words) for found in self._all(item, "dc:creator") if (words := xmltree.text_of(found)))
        draft.put("byline", ", ".join(codes.distinct(names)), "dc:creator")
        draft.put("byline", self._authors(item), "author")
        if draft.format == "atom":
            draft.put("byline", channel.authors, "the feed's author")
        draft.put("byline", self._text(item, "itunes:author"), "itunes:author")

    def _put_language(self, draft: Draft, item: Any, channel: _Channel) -> None:
        """Put the language as the feed writes it, mostly in lower case."""
        found = [self._text(item, "dc:language", ":language")]
        found += [attribute(element, "lang") for element in self._all(item, ":content", ":title")]
        found.append(xmltree.xml_language(item))
        found.append(channel.language)
        valid = (language for language in found if language and codes.language(language))
        draft.put("language", next(valid, None), "language")


def _person(words: str) -> str:
    """Return the name of ``press@example.org (Erik Larsen)``: Erik Larsen."""
    match = _PERSON.fullmatch(words.strip())
    return match[1] if match else words


def _content(element: Any) -> list[str]:
    """Return the paragraphs of a text construct: escaped HTML, plain text, markup as elements, or base64."""
    kind = (attribute(element, "type") or "").lower()
    if len(element):
        document = xmltree.descendant(element, "nitf")
        return tree_paragraphs(element) if document is None else nitf_paragraphs(document)
    text = element.text or ""
    mode = (attribute(element, "mode") or "").lower()
    binary = "/" in kind and not kind.startswith("text/") and not kind.endswith(("+xml", "/xml"))
    if mode == "base64" or (binary and not mode):
        text = _from_base64(text)
    return body_paragraphs(text) if is_nitf(text) else html_paragraphs(text)


def _from_base64(text: str) -> str:
    try:
        found = decode(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return ""
    return found if is_text(found) else ""
