"""NewsML 1.0 to 1.2; specification: NewsML 1.2 Functional Specification, IPTC 2003."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from producer.formats import codes, nitf, xmltree
from producer.formats.body_markup import body_paragraphs, is_nitf, nitf_paragraphs, story_paragraphs
from producer.formats.draft import Draft
from producer.formats.results import Skipped
from producer.formats.text.line_layout import plain_paragraphs
from producer.formats.text.markup import has_markup, local_name
from producer.formats.text.times import parse_time
from producer.formats.wire_file import WireFile
from producer.formats.xmltree import attribute, child, descendant, descendants

_NOT_BODY_ROLES = frozenset(
    """
    stylesheet contact headline subheadline logo caption photo picture graphic video audio thumbnail preview byline
    abstract summary keyword slugline dateline copyright title subtitle photocaption imagecaption advisory
    """.split()  # noqa: SIM905
)
_REFERENCE = re.compile(r"</?NewsComponentRef\b[^<>]{0,200}>|(?:(?<=\n)|\A)[ \t]*+NewsComponentRef[ \t]*(?=\r|\n|\Z)")
"""A reference to a sound within the text of a bulletin: as escaped markup, or what a converter left of it."""
_STARS = re.compile(r"(?:(?<=[\r\n])|\A)[ \t]*+\*{3,10}")
"""The mark between the items of a bulletin."""
_NO_TEXT = frozenset(["photo", "audio", "video", "graphic", "picture", "image", "animation"])


def parse(file: WireFile) -> Iterator[Draft | Skipped]:
    """Yield one draft for each news item that contains text."""
    root = xmltree.load(file.data, file.name, charset=file.envelope.charset)
    items = [root] if local_name(root.tag) == "newsitem" else list(descendants(root, "newsitem"))
    for number, item in enumerate(items, 1):
        yield _item_draft(item, f"NewsItem {number}" if len(items) > 1 else "")


def _item_draft(item: Any, place: str) -> Draft | Skipped:
    draft = Draft("newsml-1.2", place)
    identifier = descendant(child(item, "identification"), "newsidentifier")
    management = child(item, "newsmanagement")
    _put_identity(draft, identifier)
    _put_management(draft, management)
    component, content, blocks = _chosen(item)
    draft.put_body(blocks, f"ContentItem/DataContent, Role {_role(content) or 'none'}")
    components = _outwards(component, item)
    _put_lines(draft, components)
    _put_metadata(draft, components, item)
    document = descendant(content, "nitf") if content is not None else None
    if document is not None:
        draft.put("headline", *nitf.headline(document))
        draft.put("byline", nitf.byline(document), "body.head/byline")
    titles = (found for found in descendants(item, "contentitem") if _role(found).lower() in ("headline", "title"))
    title = next((text for found in titles if (text := xmltree.text_of(child(found, "datacontent")))), None)
    draft.put("headline", title, "ContentItem of Role HeadLine or Title")
    media = {word for kind in descendants(item, "mediatype") if (word := _name(kind).lower())}
    if not draft.blocks and draft.values.get("status", "usable") == "usable" and media and media <= _NO_TEXT:
        return Skipped("/".join(sorted(media)), place, draft.values.get("id"))
    return draft


def _put_identity(draft: Draft, identifier: Any) -> None:
    """Put the id without its revision, so that all revisions share it."""
    revision = child(identifier, "revisionid")
    draft.put_version(xmltree.text_of(revision), "NewsIdentifier/RevisionId")
    public = xmltree.text_of(child(identifier, "publicidentifier")) or ""
    parts = public.split(":")
    if (
        len(parts) >= 5
        and all(part.strip() for part in parts[:5])
        and [part.lower() for part in parts[:2]] == ["urn", "newsml"]
    ):
        cut = len(parts) > 5 and re.fullmatch(r"\d+[NAU]?", parts[-1])
        draft.put("id", ":".join(parts[:-1]) if cut else public, "PublicIdentifier without its revision")
        if cut:
            draft.put_version(re.sub(r"\D", "", parts[-1]), "PublicIdentifier's revision")
    own = [xmltree.text_of(child(identifier, name)) for name in ("providerid", "dateid", "newsitemid")]
    if all(own):
        draft.put("id", ":".join(["urn:newsml", *(part or "" for part in own)]), "ProviderId, DateId, NewsItemId")
    draft.put("id", public, "PublicIdentifier")


def _put_management(draft: Draft, management: Any) -> None:
    created, revised = (xmltree.text_of(child(management, name)) for name in ("firstcreated", "thisrevisioncreated"))
    draft.put("published", created, "NewsManagement/FirstCreated")
    draft.put("updated", revised, "NewsManagement/ThisRevisionCreated")
    urgency = child(management, "urgency")
    draft.put_code("urgency", _name(urgency) or xmltree.text_of(urgency), codes.urgency, "NewsManagement/Urgency")
    _put_status(draft, management)
    notes = []
    for note in descendants(management, "instruction") if management is not None else ():
        notes.append(xmltree.text_of(note))
        draft.take(_name(note), "NewsManagement/Instruction")
    draft.put("editor_note", "\n\n".join(filter(None, notes)), "NewsManagement/Instruction")
    draft.take(_name(child(management, "newsitemtype")), "NewsManagement/NewsItemType")


def _put_status(draft: Draft, management: Any) -> None:
    element = child(management, "status")
    status = (_name(element) or xmltree.text_of(element) or "").lower()
    if status != "embargoed":
        draft.put_code("status", status, codes.status, "NewsManagement/Status")
        return
    change = child(management, "statuswillchange")
    future = _name(child(change, "futurestatus")).lower()
    until = parse_time(xmltree.text_of(child(change, "dateandtime")))
    if until and future in {"", "usable"}:
        draft.put("embargo_until", until, "Status Embargoed, StatusWillChange/DateAndTime")
    else:
        draft.put("status", "withheld", "Status Embargoed, no time of release")


def _chosen(item: Any) -> tuple[Any, Any, list[str]]:
    """Return component, content item and paragraphs of the story: of Role Main or Body, else of the longest text."""
    best: tuple[int, int, Any, list[str]] | None = None
    for content in descendants(item, "contentitem"):
        if _name(child(content, "mediatype")).lower() in _NO_TEXT:
            continue
        role = _role(content).lower()
        if role in _NOT_BODY_ROLES or "css" in _name(child(content, "format")).lower():
            continue
        blocks = [block for data in descendants(content, "datacontent") for block in _paragraphs(data)]
        rank = (1 if role.startswith(("main", "body")) and blocks else 0, sum(map(len, blocks)))
        if best is None or rank > best[:2]:
            best = (*rank, content, blocks)
    if best is None:
        return descendant(item, "newscomponent"), None, []
    return best[2].getparent(), best[2], best[3]


def _paragraphs(data: Any) -> list[str]:
    document = descendant(data, "nitf")
    if document is not None:
        return nitf_paragraphs(document)
    if len(data):
        return story_paragraphs(data)
    text = data.text or ""
    if _REFERENCE.search(text):
        return plain_paragraphs(_STARS.sub("\n\n", _REFERENCE.sub("\n\n", text)))
    return body_paragraphs(text) if has_markup(text) or is_nitf(text) else plain_paragraphs(text)


def _role(content: Any) -> str:
    """Return the role of the nearest enclosing component that has one."""
    element = content
    while element is not None:
        if local_name(element.tag) == "newscomponent" and (role := _name(child(element, "role"))):
            return role
        element = element.getparent()
    return ""


def _outwards(component: Any, item: Any) -> list[Any]:
    """Return the text's component and those around it, the nearest first, then all others in document order."""
    chain = []
    element = component
    while element is not None and element is not item:
        if local_name(element.tag) == "newscomponent":
            chain.append(element)
        element = element.getparent()
    others = [found for found in descendants(item, "newscomponent") if found not in chain]
    return [*chain, *others]


def _put_lines(draft: Draft, components: list[Any]) -> None:
    fields = (("headline", "headline"), ("byline", "byline"), ("slugline", "slugline"), ("copyrightline", "rights"))
    for component in components:
        lines = child(component, "newslines")
        for name, field in fields:
            draft.put(field, xmltree.rendered_line(child(lines, name)), f"NewsLines/{name}")
        if lines is None:
            continue
        words = [xmltree.text_of(line) for line in descendants(lines, "keywordline")]
        draft.put(
            "keywords",
            codes.distinct(part for text in words if text for part in re.split("[,;/]", text)),
            "NewsLines/KeywordLine",
        )
        for line in descendants(lines, "newsline"):
            if re.sub(r"\W", "", _name(child(line, "newslinetype")).lower()) in {
                "editornote",
                "ednote",
                "advisoryline",
            }:
                draft.put("editor_note", xmltree.text_of(child(line, "newslinetext")), "NewsLine EditorNote")


def _put_metadata(draft: Draft, components: list[Any], item: Any) -> None:
    for component in components:
        described = child(component, "descriptivemetadata")
        draft.put("language", codes.language(_name(child(described, "language"))), "DescriptiveMetadata/Language")
        if described is not None:
            _put_keywords(draft, described)
            subjects = (code for found in descendants(described, "subjectcode") for code in _subjects(found))
            draft.put("subjects", codes.distinct(subjects), "DescriptiveMetadata/SubjectCode")
        administrative = child(component, "administrativemetadata")
        for name in ("provider", "source"):
            party = descendant(child(administrative, name), "party")
            draft.put("source", _name(party), f"AdministrativeMetadata/{name.title()}/Party")
        if described is not None:
            draft.put_correction(map(_name, descendants(described, "genre")), "DescriptiveMetadata/Genre")
    draft.put("language", codes.language(xmltree.xml_language(item)), "xml:lang")


def _put_keywords(draft: Draft, described: Any) -> None:
    values = [
        attribute(found, "value") for found in descendants(described, "property") if _name(found).lower() == "keyword"
    ]
    draft.put("keywords", codes.distinct(values), "Property Keyword")


def _subjects(element: Any) -> Iterator[str | None]:
    for found in element.iter():
        name = _name(found)
        yield codes.subject(name) if re.fullmatch(r"\d{8}", name) else None


def _name(element: Any) -> str:
    return attribute(element, "formalname") or ""
