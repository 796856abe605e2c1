"""NITF 3.x (IPTC News Industry Text Format), alone or inside another format.

Schema: NITF 3.6, https://iptc.org/standards/nitf/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from producer.formats import codes, xmltree
from producer.formats.body_markup import nitf_paragraphs
from producer.formats.draft import Draft
from producer.formats.text import revision_labels
from producer.formats.text.times import parse_time
from producer.formats.wire_file import WireFile
from producer.formats.xmltree import attribute, child, children, descendant, descendants


def parse(file: WireFile) -> Iterator[Draft]:
    """Yield one draft."""
    root = xmltree.load(file.data, file.name, charset=file.envelope.charset)
    draft = Draft("nitf")
    put_all(draft, root)
    yield draft


def headline(document: Any) -> tuple[str | None, str]:
    """Return the headline of an NITF element and its origin."""
    hedline = descendant(document, "hedline")
    if found := xmltree.rendered_line(descendant(hedline, "hl1")):
        return found, "body.head/hedline/hl1"
    if found := xmltree.rendered_line(hedline):
        return found, "body.head/hedline"
    return xmltree.rendered_line(child(document, "head", "title")), "head/title"


def byline(document: Any) -> str | None:
    """Return the text of ``body.head/byline`` and its children, with blanks between them."""
    for found in descendants(document, "byline"):
        if text := xmltree.text_of(found):
            return re.sub(r"\s+([,.;])", r"\1", text)
    return None


def put_all(draft: Draft, root: Any) -> None:
    """Put all fields of an NITF document."""
    head = child(root, "head")
    docdata = descendant(root, "docdata")
    if docdata is None:
        docdata = root.makeelement("docdata")
    draft.put_body(nitf_paragraphs(root), "body.content")
    draft.put("headline", *headline(root))
    draft.put("byline", byline(root), "body.head/byline")
    doc_id = child(docdata, "doc-id")
    draft.put("id", attribute(doc_id, "id-string"), "docdata/doc-id@id-string")
    key = child(docdata, "du-key")
    draft.put_version(attribute(key, "version"), "docdata/du-key@version")
    _put_times(draft, docdata)
    given = attribute(child(docdata, "urgency"), "ed-urg")
    draft.put_code("urgency", given, codes.urgency, "docdata/urgency@ed-urg")
    notes = (attribute(note, "info") or xmltree.rendered_line(note) for note in children(docdata, "ed-msg"))
    draft.put("editor_note", "\n\n".join(filter(None, notes)), "docdata/ed-msg@info")
    keywords = [attribute(word, "key") for word in descendants(docdata, "keyword")]
    draft.put("keywords", codes.distinct(keywords), "docdata/key-list/keyword@key")
    subjects = [_subject(subject) for subject in descendants(root, "tobject.subject")]
    draft.put("subjects", codes.distinct(subjects), "tobject.subject@tobject.subject.refnum")
    language = attribute(root, "lang") or attribute(root, "baselang")
    draft.put("language", codes.language(language), "nitf@xml:lang, @baselang")
    draft.put("rights", _rights(docdata), "docdata/doc.copyright")
    _put_source(draft, root, docdata, doc_id)
    _put_slugline(draft, head)
    _put_kind(draft, root, head)


def _put_kind(draft: Draft, root: Any, head: Any) -> None:
    """Put the kind correction where the object's type or property, or a ``meta`` of profile or genre, says so."""
    for element in descendants(root, "tobject", "tobject.property"):
        words = [attribute(element, "tobject.type"), attribute(element, "tobject.property.type")]
        draft.put_correction(words, "tobject")
    for meta in descendants(head, "meta") if head is not None else ():
        name = attribute(meta, "name") or ""
        if re.search(r"profile|genre|correct|signal|edit-?type", name, re.IGNORECASE):
            draft.put_correction([attribute(meta, "content")], f"meta {name[:40]}")


def _put_times(draft: Draft, docdata: Any) -> None:
    """Put status, embargo and the one time; a story with an embargo but without a release time is withheld."""
    draft.single_time = True
    issue = attribute(child(docdata, "date.issue"), "norm")
    _put_revised(draft, docdata, parse_time(issue))
    draft.put("updated", issue, "docdata/date.issue@norm")
    management = (attribute(docdata, "management-status") or "").lower()
    why = "docdata@management-status"
    if management != "embargoed":
        draft.put_code("status", management, codes.status, why)
    elif release := parse_time(attribute(child(docdata, "date.release"), "norm")):
        draft.put("embargo_until", release, f"{why} embargoed, date.release@norm")
    else:
        draft.put("status", "withheld", f"{why} embargoed, without a date.release")


def _put_revised(draft: Draft, docdata: Any, issue: datetime | None) -> None:
    """Put the time of the last revision, if it is later than the issue, which is then the first publication."""
    revisions = list(descendants(docdata.getparent(), "revision-history")) if docdata.getparent() is not None else []
    for revision in revisions:
        draft.put_correction([attribute(revision, "function")], "revision-history@function")
        if revision_labels.is_correcting(attribute(revision, "comment") or ""):
            draft.put("kind", "correction", "revision-history@comment")
    times = [time for revision in revisions if (time := parse_time(attribute(revision, "norm")))]
    if issue and times and max(times) > issue:
        draft.put("published", issue, "docdata/date.issue@norm")
        draft.put("updated", max(times), "revision-history@norm")


def _subject(subject: Any) -> str | None:
    scheme = (attribute(subject, "tobject.subject.ipr") or "iptc").lower()
    return codes.subject(attribute(subject, "tobject.subject.refnum")) if "iptc" in scheme else None


def _rights(docdata: Any) -> str | None:
    notice = child(docdata, "doc.copyright")
    year = attribute(notice, "year") or ""
    if (time := parse_time(year)) is not None:
        year = str(time.year)
    return " ".join(part for part in (year, attribute(notice, "holder")) if part) or None


def _put_source(draft: Draft, root: Any, docdata: Any, doc_id: Any) -> None:
    distributor = descendant(root, "distributor")
    org = descendant(distributor, "org")
    draft.put("source", xmltree.text_of(org if org is not None else distributor), "body.head/distributor")
    draft.put("source", attribute(doc_id, "regsrc"), "docdata/doc-id@regsrc")
    from_source = descendant(child(docdata, "del-list"), "from-src")
    draft.put("source", attribute(from_source, "src-name"), "docdata/del-list/from-src@src-name")


def _put_slugline(draft: Draft, head: Any) -> None:
    for meta in descendants(head, "meta") if head is not None else ():
        if (attribute(meta, "name") or "").lower() in {"anpa-keyword", "slug", "slugline"}:
            draft.put("slugline", attribute(meta, "content"), "meta anpa-keyword")
    if words := draft.values.get("keywords"):
        draft.put("slugline", words[0], "rule: the first keyword")
