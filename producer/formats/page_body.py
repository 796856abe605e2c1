"""The story's text in an HTML page: from trafilatura, from where the most prose stands, or from the page's JSON-LD."""

from __future__ import annotations

import html as html_entities
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from producer.formats import xmltree
from producer.formats.phrases import find, plain, table, without_numbers
from producer.formats.text.decoding import printable
from producer.formats.text.line_layout import one_line, paragraphs, plain_paragraphs
from producer.formats.text.markup import (
    BLOCKS,
    MAX_CELL_CHARS,
    NOT_PROSE,
    has_markup,
    html_paragraphs,
    tree_paragraphs,
)
from producer.formats.text.visibility import drop_element, remove_invisible
from producer.formats.walls import NOTICES, is_notice, without_notices, word_count
from wiredesk.extras import require_extra
from wiredesk.layout import is_preformatted

FURNITURE = NOT_PROSE | {"footer", "aside", "menu"}
MAX_TRAFILATURA_CHARS = 2_000_000
MAX_TRAFILATURA_TAGS = 30_000
"""Maximum characters and tags of a page for trafilatura, which is not linear in either; above, all text is taken."""
MIN_PARAGRAPH_WORDS = 8
"""Minimum words of a paragraph that shows where the story stands; captions, links and buttons have fewer."""
MIN_STORY_WORDS = 30
"""Minimum words in the element with the most prose for its text to replace what trafilatura found."""
MIN_VISIBLE_SHARE = 0.6
"""Share of the words of JSON-LD's text below which the visible text is an excerpt in front of a wall."""
MAX_NOTICE_CHARS = 20_000
MAX_NOTICE_ELEMENTS = 1_000
"""Maximum characters and elements of a box with a consent notice; a larger element holds the page."""
_SKIPPED = frozenset(
    ("head", "script", "style", "noscript", "template", "select", "button", "textarea", "figure", "nav")
)
_COMMENTS = re.compile(
    r"(?:\A|[\s_-])(?:comments?|disqus|kommentare?|commentaires?|comentarios?|reacties)(?:\Z|[\s_-])"
)
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*\Z")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageText:
    """The paragraphs of a page's story, their origin, and the kind of notice that stood among or instead of them."""

    blocks: list[str]
    why: str = ""
    notice: str | None = None


def page_body(html: str, root: Any, stated: str = "") -> PageText:
    """Return the text of a page.  The tree loses what is invisible and its consent notices.

    Args:
        html: the page.
        root: its tree.
        stated: the text that the page's JSON-LD gives, if it gives one.
    """
    changed = remove_invisible(root)
    changed = _open_shadow_roots(root) or changed
    notice = _remove_notices(root)
    short = len(html) <= MAX_TRAFILATURA_CHARS and html.count("<") <= MAX_TRAFILATURA_TAGS
    found, kind = without_notices(_trafilatura_blocks(_source(root) if changed or notice else html) if short else [])
    notice = kind or notice
    why = "the page's main text, by trafilatura"
    dense, kind = without_notices(_densest(root))
    notice = kind or notice
    if word_count(dense) >= MIN_STORY_WORDS and not _holds(found, dense) and word_count(dense) > word_count(found):
        found, why = dense, "the element with the most prose"
    if len(found) < 2:  # nothing, or one run of text without paragraphs
        main = next(xmltree.descendants(root, "article", "main", "body"), root)
        whole, kind = without_notices(tree_paragraphs(main, FURNITURE))
        if not found or _is_run_on(found, whole):
            found, why, notice = whole or dense, "the page's text", kind or notice
    own = _stated_blocks(stated)
    if _is_run_on(found, own) or word_count(found) < MIN_VISIBLE_SHARE * word_count(own):
        found, why = own, "JSON-LD articleBody"
    if not found:
        hidden = [block for box in root.iter("noscript") for block in tree_paragraphs(box, FURNITURE)]
        kept, kind = without_notices(hidden)
        notice = kind or notice
        if word_count(kept) >= MIN_STORY_WORDS:
            found, why = kept, "noscript"
    return PageText(found, why, notice)


def visible_text(root: Any) -> list[str]:
    """Return all visible texts of a page with its forms and menus, to recognise a page that is no story."""
    body = next(root.iter("body"), root)
    found: list[str] = []
    for element in body.iter():
        parent = element.getparent()
        if isinstance(element.tag, str) and element.tag not in ("script", "style", "title", "option"):
            found.append(one_line(element.text or ""))
        if element is not body and isinstance(parent.tag, str):
            found.append(one_line(element.tail or ""))
    return [text for text in found if text]


def _source(root: Any) -> str:
    from lxml import etree  # lazy: plain text needs no lxml

    return str(etree.tostring(root, encoding="unicode", method="html"))


def _open_shadow_roots(root: Any) -> bool:
    """Rename the templates that a browser shows (declarative shadow roots); return whether there were any."""
    shown = [box for box in root.iter("template") if "shadowrootmode" in box.attrib or "shadowroot" in box.attrib]
    for box in shown:
        box.tag = "div"
    return bool(shown)


def _remove_notices(root: Any) -> str | None:
    """Remove the boxes whose name and text are those of a notice; return the kind of the last one, as it is called."""
    names, kind = table("walls")["containers"]["words"], None
    for element in [*root.iter("div", "section", "aside", "form", "dialog", "footer", "p")]:
        called = f"{element.get('id', '')} {element.get('class', '')} {element.get('role', '')}".lower()
        if not called.strip() or not any(name in called for name in names):
            continue
        if element.getparent() is not None and (text := _text_of_box(element)) and (found := _notice_in_box(text)):
            kind = str(table("walls")[found]["name"])
            drop_element(element)
    return kind


def _text_of_box(element: Any) -> str:
    """Return the text of a box of moderate size; empty for one that holds the page or its article."""
    pieces: list[str] = []
    left = MAX_NOTICE_CHARS
    for number, inner in enumerate(element.iter()):
        if number > MAX_NOTICE_ELEMENTS or left < 0 or inner.tag in ("article", "main"):
            return ""
        pieces += (inner.text or "", (inner.tail or "") if inner is not element else "")
        left -= len(pieces[-1]) + len(pieces[-2])
    return " ".join(pieces)


def _notice_in_box(text: str) -> str | None:
    """Return the kind of notice in a box that is named like one: two phrases of it, and no reported speech."""
    if found := is_notice(text):
        return found
    phrases: dict[str, set[str]] = defaultdict(set)
    for hit in find("walls", without_numbers(plain(text))):
        if hit.section == "reporting":
            return None
        if hit.section in NOTICES and hit.key in ("own", "titles"):
            phrases[hit.section].add(hit.phrase)
    best = max(phrases, key=lambda section: len(phrases[section]), default=None)
    return best if best and len(phrases[best]) > 1 else None


def _densest(root: Any) -> list[str]:
    """Return the paragraphs of the element in which the most prose stands, whatever its name."""
    words: dict[Any, int] = {}
    linked: dict[Any, int] = {}
    holders: dict[Any, Any] = {}
    skipped: set[Any] = set()
    for element in root.iter():
        parent = element.getparent()
        tag = element.tag
        if not isinstance(tag, str) or parent in skipped or tag in _SKIPPED or _is_comments(element):
            skipped.add(element)
            continue
        holders[element] = element if tag in BLOCKS or parent is None else holders.get(parent, parent)
        in_link = 0 if tag in BLOCKS else linked.get(parent, 0) if tag != "a" else 1
        linked[element] = in_link
        for text, holder, link in (
            (element.text, holders[element], in_link),
            *((child.tail, holders[element], in_link) for child in element),
        ):
            if text and not link and (count := len(text.split())):
                words[holder] = words.get(holder, 0) + count
    scores: dict[Any, float] = defaultdict(float)
    for holder, count in words.items():
        if count < MIN_PARAGRAPH_WORDS:
            continue
        parent = holder.getparent()
        above = parent.getparent() if parent is not None else None
        whole, half = (parent, above) if holder.tag in ("p", "blockquote", "li", "pre", "dd") else (holder, parent)
        weight = 3 if holder.get("itemprop") == "articleBody" else 1
        for element, share in ((whole, 1.0), (half, 0.5)):
            if element is not None:
                scores[element] += weight * share * count
    if not scores:
        return []
    best = max(scores, key=lambda element: scores[element])
    return tree_paragraphs(best, FURNITURE - {"header"})


def _is_comments(element: Any) -> bool:
    called = f"{element.get('id', '')} {element.get('class', '')}"
    return bool(called.strip()) and _COMMENTS.search(called.lower()) is not None


def _holds(found: list[str], dense: list[str]) -> bool:
    """Return whether most of the prose of ``dense`` is in ``found``."""
    text = plain(" ".join(found))
    prose = [plain(block) for block in dense if len(block.split()) >= MIN_PARAGRAPH_WORDS]
    inside = sum(len(block) for block in prose if block[:60] in text)
    return 2 * inside >= sum(map(len, prose))


def _is_run_on(found: list[str], blocks: list[str]) -> bool:
    """Return whether ``found`` is the text of ``blocks`` with fewer paragraphs."""
    fewer = len(found) < len(blocks) and word_count(found) <= word_count(blocks)
    return fewer and plain(" ".join(found))[:60] in plain(" ".join(blocks))


def _stated_blocks(text: str) -> list[str]:
    """Return the paragraphs of JSON-LD's text, which may be HTML, escaped or not."""
    if has_markup(text) or (_REFERENCE.search(text) and has_markup(html_entities.unescape(text))):
        found = html_paragraphs(text if has_markup(text) else html_entities.unescape(text))
    else:
        found = plain_paragraphs(html_entities.unescape(text) if _REFERENCE.search(text) else text)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        ends = sum(_SENTENCE_END.search(line) is not None for line in lines)
        if len(found) == 1 and len(lines) > 1 and 2 * ends > len(lines):
            found = lines
    return without_notices(found)[0]


def _trafilatura_blocks(html: str) -> list[str]:
    if sys.modules.get("trafilatura") is None:
        require_extra("sources", "an HTML page")
    from trafilatura import bare_extraction  # lazy: it takes half a second, and an extra installs it

    try:
        found = bare_extraction(printable(html), with_metadata=False, include_comments=False, include_tables=True)
    except Exception:  # trafilatura fails on some pages; page_body then takes all text
        return []
    body = getattr(found, "body", None)
    return list(_blocks(body)) if body is not None else []


def _blocks(body: Any) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's result: ``p head quote list/item table/row/cell``."""
    from lxml import etree  # lazy: as in _trafilatura_blocks()

    walk = etree.iterwalk(body, events=("start",), tag=("p", "head", "quote", "item", "table", "ab", "code"))
    for _, element in walk:
        if element.tag == "table":
            yield from _table(element)
        elif has_columns(raw := _inline(element)):
            yield from paragraphs(raw.replace("\v", "\n"))
        elif text := "\n".join(one_line(part) for part in raw.split("\v")).strip():
            yield text
        walk.skip_subtree()


def has_columns(text: str) -> bool:
    """Return whether a text has several lines in columns, which joining the lines would destroy."""
    return text.count("\n") > 1 and is_preformatted(text)


def _table(element: Any) -> Iterator[str]:
    """Yield a data table as one block, and the cells of a layout table as paragraphs."""
    rows = [[one_line(_inline(cell)) for cell in row.iter("cell")] for row in element.iter("row")]
    cells = [cell for row in rows for cell in row if cell]
    if any(len(cell) > MAX_CELL_CHARS for cell in cells) or not any(sum(map(bool, row)) > 1 for row in rows):
        yield from cells
    else:
        yield "\n".join("\t".join(row).rstrip("\t") for row in rows if any(row))


def _inline(element: Any) -> str:
    from lxml import etree  # lazy: as in _trafilatura_blocks()

    pieces: list[str] = []
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append("\v" if part.tag == "lb" else part.text or "")
        else:
            pieces.append(" " if part.tag in ("p", "item", "quote") else "")
            if part is not element:
                pieces.append(part.tail or "")
    return "".join(pieces)
