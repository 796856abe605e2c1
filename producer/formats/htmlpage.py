"""A news page in HTML: its text by trafilatura, its other fields from the page's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from producer.formats import codes, xmltree
from producer.formats.draft import Draft
from producer.formats.links import absolute, is_home_page
from producer.formats.page_body import PageText, page_body, visible_text
from producer.formats.page_links import is_front
from producer.formats.page_scripts import script_values
from producer.formats.plain_text import is_text
from producer.formats.text.decoding import decode_markup
from producer.formats.text.line_layout import same_words
from producer.formats.text.markup import MAX_BLOCK_CHARS, has_markup, html_tree, local_name, without_crowds
from producer.formats.walls import PageSigns, wall_of, word_count
from producer.formats.wire_file import WireFile
from wiredesk.errors import NoStory, TooLarge, UnknownFormat

MIN_MAIN_WORDS = 25
"""Words of a page's main text above which its menus, forms and footers say nothing of what it is."""
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w.:-]+)", re.I
)
_FOREIGN = re.compile(r"\S\s{0,200}<\?xml\s|<(rss|feed|rdf:RDF|NewsML|newsMessage|newsItem|nitf|urlset|opml)[\s>]")
MAX_FOREIGN_CHARS = 16_384
"""Characters in which the document of a broken server begins behind its own messages."""
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|head|body|title|meta|main)\b", re.IGNORECASE)
_ARTICLE_TYPES = re.compile(r"article|blogposting|liveblog|reportage|newsitem", re.IGNORECASE)
MAX_PAGE_TAGS = 200_000
"""Maximum tags of a page.  A news page has some thousands; 10 KB of gzip can hold a million."""
MAX_JSON_LD_VALUES = 2_000
"""Maximum number of JSON-LD values that are searched."""


def parse(file: WireFile) -> Iterator[Draft]:
    """Yield one draft for a page outside an archive; its id is the page's canonical address."""
    html = page_text(file.data, file.envelope.charset)
    if not is_markup(html):
        raise UnknownFormat(file.name, "binary data, not a page", "wiredesk formats lists what is read")
    if foreign := _FOREIGN.search(html, 0, MAX_FOREIGN_CHARS):
        raise UnknownFormat(file.name, f"a page with a damaged <{foreign[1] or '?xml'}> document in it")
    draft = Draft("html")
    if what := put_page(draft, html):
        raise NoStory(file.name, f"{what}, not a story")
    draft.put("id", draft.values.get("url"), "the page's canonical address")
    yield draft


def page_text(data: bytes, charset: str | None) -> str:
    """Decode a page by its byte order mark, the given charset, or the charset that it declares."""
    match = _META_CHARSET.search(data[:4096])
    declared = (match[1] or match[2]).decode("ascii") if match else None
    return decode_markup(data, declared, charset)


def is_markup(html: str) -> bool:
    """Return whether a decoded page is printable and has the tags of a page."""
    return is_text(html) and (has_markup(html) or _DOCUMENT.search(html, 0, 4096) is not None)


def put_page(draft: Draft, html: str) -> str | None:
    """Put headline, body, times and the other fields of a page; return what it is if it is not a story, else None.

    Raises:
        TooLarge: it has too many tags for a page, or a text that is too long for a paragraph.
    """
    if (tags := html.count("<")) > MAX_PAGE_TAGS:
        raise TooLarge("", f"a page of {tags:,} tags", f"the limit is {MAX_PAGE_TAGS:,}")
    html = without_crowds(html)
    root = html_tree(html)
    if root is None:
        return None
    if len(html) > MAX_BLOCK_CHARS:
        _refuse_long_text(root)
    base = next((href for tag in root.iter("base") if (href := xmltree.attribute(tag, "href"))), None)
    draft.base = absolute(base, draft.values.get("url")) if base else draft.values.get("url")
    for field, value, why in _facts(root):
        draft.put(field, value, why)
    pages = list(_json_ld(root))
    heading = next((text for h1 in xmltree.descendants(root, "h1") if (text := xmltree.rendered_line(h1))), None)
    title = xmltree.text_of(xmltree.descendant(root, "title"))
    draft.put("headline", heading, "h1")
    for field, value, why in _stated(pages):
        draft.put(field, value, why)
    draft.put("headline", title, "title")
    draft.put("language", codes.language(xmltree.attribute(_html(root), "lang")), "html@lang")
    stated = max(map(_stated_text, pages), key=len, default="")
    found = page_body(html, root, stated)
    draft.put_body(found.blocks, found.why)
    if heading and draft.blocks and same_words(draft.blocks[0], heading):
        draft.blocks.pop(0)
    return _instead_of_story(draft, root, title or heading or "", found, "published" in draft.values or bool(pages))


def _refuse_long_text(root: Any) -> None:
    """Raise :class:`TooLarge` for a page with a text that no story may have: its words alone would fill the memory."""
    for element in root.iter():
        for text in ("" if element.tag in ("script", "style") else element.text, element.tail):
            if text and len(text) > MAX_BLOCK_CHARS:
                raise TooLarge("", f"a paragraph of {len(text):,} characters", f"the limit is {MAX_BLOCK_CHARS:,}")


def _instead_of_story(draft: Draft, root: Any, title: str, found: PageText, is_article: bool) -> str | None:
    """Return what a page is instead of a story: a wall, a notice, a page of links; None for a story."""
    if not draft.blocks and found.notice:
        return found.notice
    if not is_article and is_front(root):
        return "a page of headlines"
    words = word_count(draft.blocks)
    text = draft.blocks if words >= MIN_MAIN_WORDS else visible_text(root)
    signs = PageSigns(title, "\n".join(text), words, is_article, True, *_shape(root))
    if wall := wall_of(signs):
        return wall
    return "a page without text" if not words and not is_article else None


def _shape(root: Any) -> tuple[bool, bool]:
    """Return whether a page asks for a password, and whether it wants to be neither listed nor kept."""
    password = any((field.get("type") or "").lower() == "password" for field in root.iter("input"))
    for meta in root.iter("meta"):
        content = (meta.get("content") or "").lower()
        robots = (meta.get("name") or "").lower() in ("robots", "googlebot") and (
            "noindex" in content or content == "none"
        )
        if robots or (meta.get("http-equiv") or "").lower() == "refresh":
            return password, True
    return password, False


def _html(root: Any) -> Any:
    return root if local_name(root.tag) == "html" else xmltree.descendant(root, "html")


def _facts(root: Any) -> Iterator[tuple[str, Any, str]]:
    """Yield the fields in ``meta`` and ``link`` elements, the preferred ones first."""
    metas: dict[str, list[str]] = {}
    for meta in xmltree.descendants(root, "meta"):
        name = (
            xmltree.attribute(meta, "property")
            or xmltree.attribute(meta, "name")
            or xmltree.attribute(meta, "itemprop")
        )
        content = xmltree.attribute(meta, "content")
        if name and content:
            metas.setdefault(name.lower(), []).append(content)
    for field, names in _METAS.items():
        for name in names:
            for content in metas.get(name, ()):
                yield field, _of_story(content) if field == "url" else content, f"meta {name}"
    for link in xmltree.descendants(root, "link"):
        if (xmltree.attribute(link, "rel") or "").lower() == "canonical":
            yield "url", _of_story(xmltree.attribute(link, "href")), "link rel=canonical"
    words = [
        word for name in ("article:tag", "news_keywords") for text in metas.get(name, ()) for word in text.split(",")
    ]
    yield "keywords", codes.distinct(words), "meta article:tag, news_keywords"


def _of_story(address: object) -> str | None:
    """Return a page's address; None for that of the site's home page, which some sites give on every page."""
    return address if isinstance(address, str) and not is_home_page(address) else None


def _stated(pages: list[dict[str, Any]]) -> Iterator[tuple[str, Any, str]]:
    """Yield the fields in a page's JSON-LD."""
    for page in pages:
        yield "published", page.get("datePublished"), "JSON-LD datePublished"
        yield "updated", page.get("dateModified"), "JSON-LD dateModified"
        yield "byline", _names(page.get("author")), "JSON-LD author"
        yield "source", _names(page.get("publisher")), "JSON-LD publisher"
        yield "headline", page.get("headline"), "JSON-LD headline"
        yield "language", codes.language(_names(page.get("inLanguage"))), "JSON-LD inLanguage"
        yield "url", _of_story(page.get("url")), "JSON-LD url"
        words = page.get("keywords")
        words = words if isinstance(words, list) else str(words or "").split(",")
        yield "keywords", codes.distinct(word for word in words if isinstance(word, str)), "JSON-LD keywords"


_METAS = {
    "headline": ("og:title",),
    "published": ("article:published_time", "og:published_time", "datepublished"),
    "updated": ("article:modified_time", "og:updated_time", "datemodified"),
    "byline": ("author", "article:author_name"),
    "source": ("og:site_name",),
    "url": ("og:url",),
}


def _json_ld(root: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in the page's JSON-LD whose type is a type of article."""
    for script in xmltree.descendants(root, "script"):
        if "ld+json" not in (xmltree.attribute(script, "type") or "").lower():
            continue
        waiting = list(script_values(script.text or ""))
        for _ in range(MAX_JSON_LD_VALUES):
            if not waiting:
                break
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                if _ARTICLE_TYPES.search(str(value.get("@type"))):
                    yield value
                waiting += [inner for key in ("@graph", "mainEntity", "mainEntityOfPage") if (inner := value.get(key))]


def _stated_text(page: dict[str, Any]) -> str:
    """Return ``articleBody`` of a JSON-LD object, or of the updates of a live report, the empty string without one."""
    given = page.get("articleBody")
    parts = given if isinstance(given, list) else [given]
    if not given and isinstance(updates := page.get("liveBlogUpdate"), list):
        parts = [update.get("articleBody") for update in updates if isinstance(update, dict)]
    return "\n\n".join(part for part in parts if isinstance(part, str))


def _names(value: Any) -> str | None:
    values = value if isinstance(value, list) else [value]
    names = (item.get("name") if isinstance(item, dict) else item for item in values)
    return ", ".join(name for name in names if isinstance(name, str)) or None
