"""Remove DOCTYPEs and expand entities before the XML parser runs, so that it reads no DTD and fetches nothing."""

from __future__ import annotations

import html.entities
import re

from wiredesk.errors import BadData

_DECLARATION = re.compile(r"<\?xml\b")
_DOCTYPE = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(?P<name>[\w.:-]+)\s+(?:(?P<value>"[^"]*"|'[^']*')\s*+|(?:SYSTEM|PUBLIC)\b[^<>]*+)>""", re.IGNORECASE
)
_SECTION = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|&(?:(?P<name>[\w.:-]+);|(?P<number>#\w+);)?", re.S)
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_EXTRA_NAMES = {"tstr": "–", "apos": "'"}
MAX_EXPANDED_CHARS = 100_000
"""Maximum characters that all entities of a document expand to: guards against exponential expansion."""


def without_doctype(text: str, subject: str) -> str:
    """Return an XML document without XML declaration and DOCTYPE, with entities expanded and stray ampersands escaped.

    Line ends are kept, so that line numbers stay correct.  External entities are removed.

    Raises:
        BadData: entities expand without bound.
    """
    text = _without_declaration(text)
    own: dict[str, str] = {}
    start = _doctype_start(text)
    if start >= 0:
        end = _doctype_end(text, start)
        doctype = text[start:end]
        own = {match["name"]: (match["value"] or '""')[1:-1] for match in _ENTITY.finditer(doctype)}
        text = text[:start] + "\n" * doctype.count("\n") + text[end:]
    return _Expander(own, subject)(text)


def _without_declaration(text: str) -> str:
    """Return a document without its XML declaration; the line ends in it are kept."""
    start = _DECLARATION.search(text)
    end = text.find("?>", start.end()) if start else -1
    return (
        text
        if start is None or end < 0
        else text[: start.start()] + "\n" * text.count("\n", start.start(), end) + text[end + 2 :]
    )


def _doctype_start(text: str) -> int:
    """Return the offset of the DOCTYPE after blanks, comments and instructions; -1 if there is no DOCTYPE."""
    at = 0
    while match := re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.S).match(text, at):
        at = match.end()
    return at if _DOCTYPE.match(text, at) else -1


def _doctype_end(text: str, start: int) -> int:
    """Return the offset after the DOCTYPE's ``>``; strings, comments and the internal subset are skipped."""
    depth = 0
    for match in re.compile(r"\"[^\"]*\"|'[^']*'|<!--.*?(?:-->|\Z)|[<\[\]>]", re.S).finditer(text, start + 2):
        if match[0] in "[<":
            depth += 1
        elif match[0] in "]>":
            if match[0] == ">" and depth <= 0:
                return match.end()
            depth -= 1
    return len(text)


class _Expander:
    """Replaces references outside CDATA and comments."""

    def __init__(self, own: dict[str, str], subject: str) -> None:
        self._own = own
        self._subject = subject
        self._values: dict[str, str] = {}
        self._spent = 0

    def __call__(self, text: str) -> str:
        return _SECTION.sub(self._replace, text)

    def _replace(self, match: re.Match[str]) -> str:
        if match[0][0] != "&":
            return match[0]
        if match["number"]:
            return _reference(match["number"])
        name = match["name"]
        if not name:
            return "&amp;"
        if name in _XML_NAMES:
            return match[0]
        if name in self._own:
            value = self._value(name, ())
            self._spend(len(value))
            return value
        return self._named(name)

    def _named(self, name: str) -> str:
        known = _EXTRA_NAMES.get(name) or html.entities.html5.get(name + ";")
        return known.replace("&", "&amp;").replace("<", "&lt;") if known else f"&amp;{name};"

    def _value(self, name: str, outer: tuple[str, ...]) -> str:
        """Return the text of a declared entity with the entities in it expanded."""
        if name in outer or len(outer) > 8:
            raise BadData(self._subject, f"XML entity {name} expands without bound")
        if name not in self._values:
            parts = re.split(r"&([\w.:-]+);", self._own[name])
            for index in range(1, len(parts), 2):
                inner = parts[index]
                parts[index] = self._value(inner, (*outer, name)) if inner in self._own else f"&{inner};"
                self._spend(len(parts[index]))
            self._values[name] = "".join(parts)
        return self._values[name]

    def _spend(self, characters: int) -> None:
        self._spent += characters
        if self._spent > MAX_EXPANDED_CHARS:
            raise BadData(self._subject, "XML entities expand without bound")


def _reference(number: str) -> str:
    """Return the character of a numeric reference; empty for one that XML does not allow."""
    try:
        code = int(number[2:], 16) if number[1:2] in "xX" else int(number[1:])
    except ValueError:
        return f"&amp;{number};"
    if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000:
        if 0x80 <= code < 0xA0:  # the author meant Windows-1252
            return bytes((code,)).decode("cp1252", "replace")
        return f"&#{code};"
    return ""
