"""NewsML-G2: news items alone or in a news message; https://iptc.org/standards/newsml-g2/."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

from producer.formats import codes, nitf, xmltree
from producer.formats.body_markup import body_paragraphs, nitf_paragraphs, story_paragraphs
from producer.formats.draft import Draft
from producer.formats.namespaces import Namespace
from producer.formats.results import Skipped
from producer.formats.text.decoding import decode
from producer.formats.text.line_layout import plain_paragraphs
from producer.formats.text.markup import has_markup, html_paragraphs, local_name, tree_paragraphs
from producer.formats.wire_file import WireFile
from producer.formats.xmltree import attribute, child, children, descendant, descendants
from wiredesk.story_uri import story_id

_NO_STORY = {
    "packageitem": "package",
    "conceptitem": "concept",
    "knowledgeitem": "knowledge item",
    "planningitem": "planning item",
    "catalogitem": "catalogue",
}
_PROSE = frozenset(("p", "div", "html", "nitf", "body", "brodtext", "section", "pre", "table", "body.content"))


def parse(file: WireFile) -> Iterator[Draft | Skipped]:
    """Yield one draft for each news item of text, and a skipped part for each other item."""
    root = xmltree.load(file.data, file.name, charset=file.envelope.charset)
    schemes = _schemes(root)
    names = ("newsitem", *_NO_STORY)
    if local_name(root.tag) in names:
        yield item_draft(root, schemes, "")
        return
    for number, item in enumerate(descendants(root, *names), 1):
        yield item_draft(item, schemes, f"item {number}")


def item_draft(item: Any, schemes: dict[str, str], place: str) -> Draft | Skipped:
    """Return the draft of one item, or a skipped part if it contains no story."""
    id = story_id(attribute(item, "guid"))
    if what := _NO_STORY.get(local_name(item.tag)):
        return Skipped(what, place, id)
    draft = Draft("newsml-g2", place)
    meta = child(item, "itemmeta")
    status = child(meta, "pubstatus")
    draft.put_code("status", _code(status) or xmltree.text_of(status), codes.status, "itemMeta/pubStatus")
    withdrawn = draft.values.get("status", "usable") != "usable"
    kind = re.split(r"[:/]", _code(child(meta, "itemclass")) or "")[-1].lower()
    documents = _put_body(draft, item)
    if kind != "text" and not (kind == "" and (draft.blocks or withdrawn)):
        return Skipped(kind or "item without class and text", place, id)
    draft.namespace = Namespace(is_declared=True)
    draft.put("id", id, "newsItem@guid")
    draft.put_version(attribute(item, "version"), "newsItem@version")
    content = child(item, "contentmeta")
    _put_item_meta(draft, meta)
    _put_content_meta(draft, item, content, schemes)
    _put_from_documents(draft, documents)
    creator = next((name for found in _all(content, "creator") if (name := _name(found))), None)
    draft.put_byline(creator, "contentMeta/creator/name")
    rights = next((text for info in children(item, "rightsinfo") if (text := _text(info, "copyrightnotice"))), None)
    draft.put("rights", rights, "rightsInfo/copyrightNotice")
    _put_source(draft, meta, content)
    return draft


def _put_item_meta(draft: Draft, meta: Any) -> None:
    notes = ["\n\n".join(_prose(note)) for note in _all(meta, "ednote")]
    draft.put("editor_note", "\n\n".join(note for note in notes if note), "itemMeta/edNote")
    draft.put("updated", _text(meta, "versioncreated"), "itemMeta/versionCreated")
    draft.put("published", _text(meta, "firstcreated"), "itemMeta/firstCreated")
    draft.put("embargo_until", _text(meta, "embargoed"), "itemMeta/embargoed")
    for element in _all(meta, "signal"):
        word = re.split(r"[:/#]", _code(element) or xmltree.text_of(element) or "")[-1].lower()
        if word.startswith(("correct", "recti")):
            draft.put("kind", "correction", f"itemMeta/signal {word}")
        elif word.startswith(("update", "replace", "writethru")):
            draft.put("kind", "update", f"itemMeta/signal {word}")
        elif word.startswith("advisory"):
            draft.put("kind", "advisory", f"itemMeta/signal {word}")
    for name in ("signal", "profile", "role"):
        for element in _all(meta, name):
            draft.put_correction(_words(element), f"itemMeta/{name}")
    for note in _all(meta, "ednote"):
        if re.search(r"[:/](?:correct|korrektur|berichtig|recti)", attribute(note, "role") or "", re.IGNORECASE):
            draft.put("kind", "correction", "itemMeta/edNote@role")
    for element in _all(meta, "role"):
        if re.split(r"[:/#]", _code(element) or "")[-1].lower() == "advisory":
            draft.put("kind", "advisory", "itemMeta/role")


def _put_content_meta(draft: Draft, item: Any, content: Any, schemes: dict[str, str]) -> None:
    draft.put("published", _text(content, "contentcreated"), "contentMeta/contentCreated")
    tags = (attribute(language, "tag") for language in _all(content, "language"))
    draft.put("language", codes.language(next(filter(None, tags), None)), "contentMeta/language@tag")
    draft.put("language", codes.language(xmltree.xml_language(item)), "xml:lang")
    wanted = codes.primary_language(draft.values.get("language"))
    headlines = sorted(
        _all(content, "headline"),
        key=lambda found: codes.primary_language(attribute(found, "lang")) not in (wanted, None),
    )
    for headline in headlines:
        role = re.split(r"[:/]", attribute(headline, "role") or "")[-1].lower()
        if not role or role.startswith("main") or role == "headline":
            draft.put("headline", xmltree.rendered_line(headline), "contentMeta/headline")
    draft.put("byline", _text(content, "by"), "contentMeta/by")
    for element in _all(content, "genre"):
        draft.put_correction(_words(element), "contentMeta/genre")
    draft.put("slugline", _text(content, "slugline"), "contentMeta/slugline")
    draft.put_code("urgency", _text(content, "urgency"), codes.urgency, "contentMeta/urgency")
    draft.put("keywords", codes.distinct(map(xmltree.text_of, _all(content, "keyword"))), "contentMeta/keyword")
    subjects = (_subject(subject, schemes) for subject in _all(content, "subject"))
    draft.put("subjects", codes.distinct(subjects), "contentMeta/subject")


def _put_from_documents(draft: Draft, documents: list[Any]) -> None:
    """Put the fields that only the content has: NITF's headline and byline, an HTML page's title."""
    for document in documents:
        if local_name(document.tag) == "nitf":
            draft.put("headline", *nitf.headline(document))
            draft.put("byline", nitf.byline(document), "body.head/byline")
        else:
            draft.put("headline", xmltree.rendered_line(descendant(document, "title")), "title of the HTML")


def _put_source(draft: Draft, meta: Any, content: Any) -> None:
    for why, found in (
        ("contentMeta/infoSource", _all(content, "infosource")),
        ("itemMeta/provider", _all(meta, "provider")),
    ):
        for element in found:
            draft.put("source", _name(element) or attribute(element, "literal"), why)
            if why.endswith("provider"):
                draft.put("source", (attribute(element, "qcode") or "").rpartition(":")[2], f"{why}@qcode")


def _put_body(draft: Draft, item: Any) -> list[Any]:
    """Put the body from one of the renditions; return the elements of XML content, which may have other fields."""
    documents: list[Any] = []
    plain: list[tuple[list[str], str]] = []
    for content in descendants(item, "inlinexml", "inlinedata"):
        kind = attribute(content, "contenttype") or "no content type"
        why = f"{'inlineXML' if local_name(content.tag) == 'inlinexml' else 'inlineData'}, {kind}"
        roots = [element for element in content if local_name(element.tag)]
        if roots:
            documents += roots
            draft.put_body(_xml_paragraphs(content, roots), why)
            continue
        text = _inline_text(content)
        if has_markup(text) or "<nitf" in text[:500]:
            draft.put_body(body_paragraphs(text), why)
        elif "image" not in kind and "video" not in kind:
            plain.append((html_paragraphs(text) if "html" in kind else plain_paragraphs(text), why))
    for blocks, why in plain:
        draft.put_body(blocks, why)
    return documents


def _inline_text(content: Any) -> str:
    text = content.text or ""
    if "base64" not in (attribute(content, "encoding") or "").lower():
        return text
    try:
        return decode(base64.b64decode("".join(text.split()), validate=True))
    except (binascii.Error, ValueError):
        return text


def _xml_paragraphs(content: Any, roots: list[Any]) -> list[str]:
    first = roots[0]
    if local_name(first.tag) == "nitf":
        return nitf_paragraphs(first)
    names = {local_name(element.tag) for element in content.iter()}
    return story_paragraphs(content) if names & _PROSE else []


def _prose(element: Any) -> list[str]:
    """Return the paragraphs of a note that may contain XHTML, as elements or escaped."""
    return [" ".join(part.split()) for part in tree_paragraphs(element)]


def _schemes(root: Any) -> dict[str, str]:
    """Return alias → URI of the schemes that inline catalogues declare."""
    found = {
        attribute(scheme, "alias"): attribute(scheme, "uri")
        for scheme in root.iter()
        if local_name(scheme.tag) == "scheme"
    }
    return {alias: uri for alias, uri in found.items() if alias and uri}


def _subject(subject: Any, schemes: dict[str, str]) -> str | None:
    for element in (subject, *children(subject, "mainconcept")):
        qcode = attribute(element, "qcode") or ""
        alias, _, code = qcode.partition(":")
        for value in ((schemes[alias] + code) if alias in schemes else "", qcode, attribute(element, "uri")):
            if value and (found := codes.subject(value)):
                return found
    return None


def _code(element: Any) -> str | None:
    return attribute(element, "qcode") or attribute(element, "uri") or attribute(element, "literal")


def _words(element: Any) -> list[str | None]:
    """Return code, names and text of a controlled value."""
    names = [xmltree.text_of(name) for name in _all(element, "name")]
    return [_code(element), *names, None if names else xmltree.text_of(element)]


def _name(element: Any) -> str | None:
    return _text(element, "name")


def _text(element: Any, name: str) -> str | None:
    """Return the text of the first child of that name that has text."""
    return next((text for found in _all(element, name) if (text := xmltree.rendered_line(found))), None)


def _all(element: Any, name: str) -> Iterator[Any]:
    if element is not None:
        yield from children(element, name)
