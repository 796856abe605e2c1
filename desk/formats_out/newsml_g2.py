"""Write NewsML-G2 2.35 at the conformance level power: https://iptc.org/standards/newsml-g2/."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from desk.formats_out.found_subjects import Subject, SubjectKind, language_of, located, market_and_symbol, subjects
from desk.formats_out.html_body import html_body
from desk.formats_out.written_times import in_utc, moment
from desk.views.story import summary_of
from wiredesk import __version__
from wiredesk.contract import Article, Extraction
from wiredesk.story_uri import story_uri

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_NAMESPACES: Any = {None: NAMESPACE}
XHTML = "http://www.w3.org/1999/xhtml"
CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
"""IPTC's catalogue of the schemes; the receiver looks the aliases of the codes up in it."""
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPES: Mapping[SubjectKind, str] = {
    "topic": "cpnat:abstract", "person": "cpnat:person", "organisation": "cpnat:organisation",
    "place": "cpnat:geoArea", "event": "cpnat:event", "object": "cpnat:object", "concept": "cpnat:abstract",
}  # fmt: skip
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BREAK = re.compile(r"[\t\n\r]")
_ONE_LINE = {"name", "keyword", "slugline", "generator"}
"""Elements whose text the schema wants without tabs and line breaks (``IntlStringType``)."""
_SIGNALS = {"correction": {"qcode": "sig:correction"}, "update": {"qcode": "sig:update"},
            "advisory": {"literal": "advisory"}}  # fmt: skip
"""Kind of a story → its signal; IPTC has no code for an advisory."""


def write_newsml(article: Article, found: Extraction | None, at: datetime) -> bytes:
    """Return a story as a ``newsItem``, a whole document in UTF-8.

    Args:
        found: what was extracted; None for a story without results, such as a cancellation.
        at: the time of the version where its provider gives none: the standard requires one.
    """
    document: bytes = _etree().tostring(news_item(article, found, at), xml_declaration=True, encoding="utf-8")
    return document


def news_item(article: Article, found: Extraction | None, at: datetime) -> Any:
    """Return the element ``newsItem`` of a story; see :func:`write_newsml`."""
    item = _etree().Element(
        _name("newsItem"), guid=story_uri(article.id), version=str(article.version), standard="NewsML-G2",
        standardversion="2.35", conformance="power", nsmap=_NAMESPACES,
    )  # fmt: skip
    if language := language_of(article, found):
        item.set(_LANGUAGE, language)
    _add(item, "catalogRef", href=CATALOGUE)
    if article.rights:
        _add(_add(item, "rightsInfo"), "copyrightNotice", article.rights)
    _add_item_meta(item, article, at)
    listed = subjects(article, found)
    _add_content_meta(item, article, found, listed)
    item.extend(details for subject in listed if (details := _details(subject)) is not None)
    if article.body:
        _add_body(item, article)
    return item


def _add_item_meta(item: Any, article: Article, at: datetime) -> None:
    meta = _add(item, "itemMeta")
    _add(meta, "itemClass", qcode="ninat:text")
    provider = _add(meta, "provider", **({"literal": article.source} if article.source else {}))
    if article.source:
        _add(provider, "name", article.source)
    _add(meta, "versionCreated", moment(article.updated or article.published or at))
    for name, time in (("firstCreated", article.published), ("embargoed", article.embargo_until)):
        if time:
            _add(meta, name, moment(time))
    _add(meta, "pubStatus", qcode=f"stat:{article.status}")
    _add(meta, "generator", "wiredesk", versioninfo=__version__)
    if article.editor_note:
        _add(meta, "edNote", article.editor_note)
    if signal := _SIGNALS.get(article.kind):
        _add(meta, "signal", **signal)


def _add_content_meta(item: Any, article: Article, found: Extraction | None, listed: list[Subject]) -> None:
    meta = _add(item, "contentMeta")
    if article.urgency:
        _add(meta, "urgency", str(article.urgency))
    if article.published:
        _add(meta, "contentCreated", moment(article.published))
    if place := located(found):
        _add(_add(meta, "located", type="loctyp:City"), "name", place)
    if language := language_of(article, found):
        _add(meta, "language", tag=language)
    for word in article.keywords:
        _add(meta, "keyword", word)
    for subject in listed:
        _add_subject(meta, subject)
    summary = summary_of(found) if found else ""
    for name, text, role in (
        ("slugline", article.slugline, ""), ("headline", article.headline, ""), ("by", article.byline, ""),
        ("description", summary, "drol:summary"),
    ):  # fmt: skip
        if text:
            _add(meta, name, text, **({"role": role} if role else {}))


def _add_subject(meta: Any, subject: Subject) -> None:
    given = {"type": _TYPES[subject.kind], **_identity(subject)}
    if subject.confidence is not None:
        given |= {"confidence": str(subject.confidence), "how": "howextr:tool"}
    if subject.relevance is not None:
        given["relevance"] = str(subject.relevance)
    element = _add(meta, "subject", **given)
    if subject.name:
        _add(element, "name", subject.name)
    for code in subject.codes[1:]:
        _add(element, "sameAs", qcode=code.qcode)


def _identity(subject: Subject) -> dict[str, str]:
    return {"qcode": subject.codes[0].qcode} if subject.codes else {"literal": subject.literal}


def _details(subject: Subject) -> Any:
    """Return an ``assert`` with what else is known of a subject: where it lies, its share; None without any."""
    if subject.location is None and subject.ticker is None:
        return None
    known = _etree().Element(_name("assert"), _clean(_identity(subject)))
    if subject.ticker:
        market, symbol = market_and_symbol(subject.ticker)
        given = {"symbol": symbol, **({"marketlabel": market} if market else {})}
        _add(_add(known, "organisationDetails"), "hasInstrument", **given)
    elif subject.location:
        place = subject.location
        _add(_add(known, "geoAreaDetails"), "position", latitude=_decimal(place.lat), longitude=_decimal(place.lon))
    return known


def _add_body(item: Any, article: Article) -> None:
    content = _add(_add(item, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
    body = _NOT_XML.sub("", html_body(article.body))
    page = _etree().fromstring(f'<html xmlns="{XHTML}"><head><title/></head><body>{body}</body></html>')
    page[0][0].text = _NOT_XML.sub("", article.headline)
    content.append(page)


def news_message(items: Iterator[bytes], sent: datetime) -> Iterator[bytes]:
    """Yield the pieces of a ``newsMessage`` around whole documents of :func:`write_newsml`."""
    yield b'<?xml version="1.0" encoding="utf-8"?>\n'
    time = in_utc(sent).isoformat()
    yield f'<newsMessage xmlns="{NAMESPACE}"><header><sent>{time}</sent></header><itemSet>\n'.encode()
    for item in items:
        yield item.partition(b"?>")[2].strip() + b"\n"
    yield b"</itemSet></newsMessage>\n"


def _etree() -> Any:
    from lxml import etree  # lazy: an export in another format does not wait for it

    return etree


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(given: Mapping[str, str]) -> dict[str, str]:
    return {name: _one_line(_NOT_XML.sub("", value)) for name, value in given.items()}


def _one_line(text: str) -> str:
    return " ".join(text.split()) if _BREAK.search(text) else text


def _decimal(value: float) -> str:
    """Return a number as ``xs:decimal`` has it: without an exponent."""
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _add(parent: Any, name: str, text: str | None = None, **attributes: str) -> Any:
    """Add an element; characters that XML cannot have are left out, and a text that must be one line becomes one."""
    element = _etree().SubElement(parent, _name(name), _clean(attributes))
    if text is not None:
        cleaned = _NOT_XML.sub("", text)
        element.text = _one_line(cleaned) if name in _ONE_LINE else cleaned
    return element
