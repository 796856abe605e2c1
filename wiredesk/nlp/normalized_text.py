"""The text as the extractors read it: without the characters that web pages and word processors add for the eye.

A soft hyphen, a no-break space or an emoji changes how a text looks and not what it says, but it cuts a word in two for
a parser and for every list of names. Therefore the extractors get a *normalised* text: invisible characters are left
out, each kind of blank is a blank. Spans are mapped back, so that an extraction indexes the text as received.

Most texts need none of this. They cost one search.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from wiredesk.contract import Article, Span
from wiredesk.nlp.lexicon import word_set

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff"
)
"""Soft hyphen, zero-width spaces and joiners, bidirectional marks, variation selectors, tags, byte order mark:
Default_Ignorable_Code_Point of the Unicode Character Database, without letters of Korean and Khmer."""
_PICTURES = (
    "\u231a\u231b\u23e9-\u23fa\u2600-\u275a\u2761-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55\U0001f000-\U0001faff"
)
"""Emoji and dingbats, without the ornamental quotation marks U+275B to U+2760."""
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""General category Zs without the blank: no-break, thin, figure, ideographic space."""
_SUBSTITUTES = {
    "\u2028": "\n",
    "\u2029": "\n\n",
    "\u2010": "-",
    "\u2011": "-",
    "\u02bc": "’",
}
"""Line and paragraph separator, hyphen, no-break hyphen, modifier apostrophe, each with the character in common use."""
_ESCAPES = {"&lt;": "<", "&gt;": ">"}
"""Brackets as pages and SGML write them, which agencies put around the codes of shares."""
_LIGATURES = "\ufb00-\ufb06"
"""Latin ligatures, which come from typeset pages."""
_ACCENTS = "\u0300-\u036f"
"""Combining accents. A letter with its accents is one character in every list of names (normalization form C)."""
_ODD = re.compile(
    rf"\u00ad\n(?=[^\W\d_])"
    rf"|[{_INVISIBLE}{_PICTURES}]+"
    r"|&[lg]t;"
    rf"|[{_BLANKS}{_LIGATURES}{''.join(_SUBSTITUTES)}]"
    rf"|[^\W\d_][{_ACCENTS}]{{1,8}}"
    r"|(?<![ \t])[ \t]*+\r?\n[ \t]*+"
    r"|(?<=[^\W\d_]) {2}(?=[^\W\d_])"
    r"|(?<=[^\W\d_][’']) (?=s\b)|(?<=n[’']) (?=t\b)|(?<=\w) - (?=[a-zA-Z])"
)
"""What is not read as it stands. A soft hyphen at the end of a line joins the word that it divides; tokenizers leave
blanks around apostrophes and hyphens: NATO’ s, US - backed."""
_LOOSE = ("\r\n", "&lt;", "&gt;", " \n", "\t\n")
"""Escaped brackets, and blanks before a line break."""
_IS_INDENTED = re.compile(r"\n(?<=[\w,]\n)[ \t]")
"""Blanks behind a line break inside a paragraph.  Like the next pattern it begins with the part that is found at once,
and looks back from there."""
_HAS_TWO_BLANKS = re.compile(r"  (?<=[^\W\d_]  )(?=[^\W\d_])")
"""Two blanks between words.  Three blanks make columns (wiredesk.layout)."""
_IS_PARTED = re.compile(r"[’'] [st]\b")
"""A blank behind an apostrophe."""
MIN_SMALL_WORDS = 2
"""Words in small letters that make an indented line prose, not an item of a list."""
_FIRST, _LAST = word_set("split_words", "first"), word_set("split_words", "last")
_WORD_BEFORE, _WORD_BEHIND = re.compile(r"[^\W\d_]+\Z"), re.compile(r"[^\W\d_]+")
_IS_ODD = re.compile(rf"[{_INVISIBLE}{_PICTURES}{_BLANKS}{_LIGATURES}{''.join(_SUBSTITUTES)}{_ACCENTS}]")


@dataclass(slots=True)
class OffsetMap:
    """Maps spans of a normalised text to the text as received."""

    start: list[int] = field(default_factory=list)
    """Offset of the first character that each character of the normalised text stands for."""
    end: list[int] = field(default_factory=list)
    """Offset after the last one."""

    def span(self, span: Span) -> Span:
        """Return the span in the text as received; an empty span stays empty."""
        start, end = span
        if start >= end:
            at = self.start[start] if start < len(self.start) else (self.end[-1] if self.end else 0)
            return at, at
        return self.start[start], self.end[end - 1]


def normalize(article: Article) -> tuple[Article, OffsetMap] | None:
    """Return the article with its normalised text and the map of the offsets; None if it is read as it stands."""
    text = article.text
    is_odd = not text.isascii() and _IS_ODD.search(text)
    if not (is_odd or _is_loose(text) or _has_hyphen_between_blanks(text)):
        return None
    offsets = OffsetMap()
    headline, body_at = "", 0
    if article.headline:
        headline = _append(article.headline, 0, offsets)
        at, body_at = len(article.headline), len(article.headline) + 2
        if headline:
            # The blank line between headline and body.
            offsets.start += (at, at + 1)
            offsets.end += (at + 1, at + 2)
    body = _append(article.body, body_at, offsets)
    return article.model_copy(update={"headline": headline, "body": body}), offsets


def _is_loose(text: str) -> bool:
    """Return whether a text has blanks or escaped brackets that are not read as they stand."""
    return (
        any(map(text.__contains__, _LOOSE))
        or (("\n " in text or "\n\t" in text) and _IS_INDENTED.search(text) is not None)
        or ("  " in text and _HAS_TWO_BLANKS.search(text) is not None)
        or (("' " in text or "’ " in text) and _IS_PARTED.search(text) is not None)
    )


def _has_hyphen_between_blanks(text: str) -> bool:
    at = text.find(" - ")
    while at >= 0:
        if _is_between_words(text, at) and _is_in_word(text, at, at + len(" - ")):
            return True
        at = text.find(" - ", at + 1)
    return False


def _is_between_words(text: str, at: int) -> bool:
    """Return whether a word ends before a hyphen between blanks, and one in Latin letters begins behind it."""
    before, behind = text[at - 1 : at], text[at + len(" - ") : at + len(" - x")]
    return (before.isalnum() or before == "_") and behind.isascii() and behind.isalpha()


def _append(text: str, base: int, offsets: OffsetMap) -> str:
    """Return a normalised text and add its characters to the map; ``base`` is the offset of the text."""
    pieces: list[str] = []
    at = 0
    for found in _ODD.finditer(text):
        start, end = found.span()
        if start < at:
            continue
        odd = found.group()
        if odd == " - " and not _is_in_word(text, start, end):
            continue
        _copy(text, at, start, base, pieces, offsets)
        new = _line_break(found) if odd[-1] in "\n \t" and "\n" in odd and odd[0] != "\u00ad" else _substitute(odd)
        if new:
            pieces.append(new)
            offsets.start += [base + start] * len(new)
            offsets.end += [base + end] * len(new)
        elif text[end : end + 1] == " " and (not start or text[start - 1].isspace()):
            end += 1  # what stood between two blanks leaves one
        at = end
    _copy(text, at, len(text), base, pieces, offsets)
    return "".join(pieces)


def _copy(text: str, start: int, end: int, base: int, pieces: list[str], offsets: OffsetMap) -> None:
    pieces.append(text[start:end])
    offsets.start += range(base + start, base + end)
    offsets.end += range(base + start + 1, base + end + 1)


def _line_break(found: re.Match[str]) -> str:
    """Return what is read for a line break: its indent is kept where it begins a paragraph."""
    text, (start, end) = found.string, found.span()
    indent = found.group().rpartition("\n")[2]
    last, following = text[start - 1 : start], text[end : end + 2]
    if not indent or not following.strip():
        return "\n"
    inside = last.isalnum() or last == ","
    further = following[0].isupper() and following[1:].islower() and _ends_further_line(text, start)
    if inside and (indent == " " or following[0].islower() or further):
        return "\n"
    return "\n" + indent


def _ends_further_line(text: str, end: int) -> bool:
    """Return whether a line that ends there is prose, and not the first of its paragraph or an item of a list."""
    start = text.rfind("\n", 0, end) + 1
    line, before = text[start:end], text[start - 2 : start - 1]
    if start < 2 or before in "\n\r" or line.isupper():
        return False
    small = sum(word[0].islower() for word in line.split())
    return not line[:1].isspace() or (before.isalnum() and small >= MIN_SMALL_WORDS)


def _is_in_word(text: str, start: int, end: int) -> bool:
    """Return whether a hyphen between blanks is inside a word, and no dash: ``US - backed``, ``mid - May``."""
    before, behind = _WORD_BEFORE.search(text, max(0, start - 30), start), _WORD_BEHIND.match(text, end)
    return bool(before and before.group().lower() in _FIRST) or bool(behind and behind.group() in _LAST)


def _substitute(found: str) -> str:
    """Return what is read for a match."""
    if found == "  ":
        return " "
    if found == " - ":
        return "-"
    if found == " ":
        return ""
    if found in _ESCAPES:
        return _ESCAPES[found]
    if len(found) == 1:
        if found.isspace() and found not in _SUBSTITUTES:
            return " "
        return _SUBSTITUTES.get(found) or (
            unicodedata.normalize("NFKC", found) if "\ufb00" <= found <= "\ufb06" else ""
        )
    return unicodedata.normalize("NFC", found) if found[0].isalpha() else ""
