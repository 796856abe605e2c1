"""Texts of templates and scripts that a reader sees and that no catalogue has, because they are not marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

NAMES = (
    "wire", "desk", "wiredesk", "API", "SQL", "JSON", "GeoJSON", "Atom", "JSON Feed", "UTC", "openapi.json", "iptc.org",
    "CC BY 4.0", "source:Reuters", "European Union", "Kenya Ports Union", "Claire Fenwick", "Meridian Wire",
    "earthquake OR topic:disaster", "budget &quot;interest rate&quot; -soccer source:Reuters", "MB", "min",
)  # fmt: skip
"""Names, and examples of what is typed: the same in every language."""
_TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?%\}.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_VERBATIM = re.compile(r"<(code|kbd|script|style)\b[^<>]*>[^<>]*</\1>")
_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|placeholder|alt)=(\"[^\"]*\"|'[^']*')")
_TAG = re.compile(r"<[^<>]*>")
_NO_TEXT = re.compile(r"\b[\w-]+=\"[^\"]*\"|(?:&amp;)?\b\w+=(?=\s)|/\w+\?\S*")
"""Attributes and addresses that a macro writes."""
_FIRST_PRIVATE = 0xE000
"""Characters from here on stand for the parts of a template that Jinja replaces."""
_WORD = re.compile(r"[A-Za-z]{2}")
_STRING = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`")
_COMMENT = re.compile(r"^\s*//.*$|(?<=[;{},])\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(
    r"(?:textContent|title|innerText|placeholder|alt)\s*[:=](?!=)\s*$|\"aria-label\",\s*$|\bbutton\(\s*$|"
    r"\b(?:link|append)\([^()]*$|(?:textContent|title)\s*[:=](?!=)[^;]*[?:]\s*$|\breturn\s*$"
)
"""What stands before a string of a script that is shown."""


def unmarked_in_template(source: str) -> Iterator[str]:
    """Yield each text and each named attribute with words that are not marked."""
    held: list[str] = []

    def hold(found: re.Match[str]) -> str:
        held.append(found[0])
        return chr(_FIRST_PRIVATE + len(held) - 1)

    bare = _JINJA.sub(hold, _TRANSLATED.sub("", source))
    for text in (*_ATTRIBUTE.findall(bare), *_TAG.split(_VERBATIM.sub("", bare))):
        parts = [held[ord(char) - _FIRST_PRIVATE] for char in text if _is_private(char)]
        yield from (one for part in parts for one in _shown_literals(part) if _has_words(one))
        shown = _NO_TEXT.sub("", "".join(" " if _is_private(char) else char for char in text))
        if _has_words(shown):
            yield " ".join(text.strip("\"'").split())


def _is_private(char: str) -> bool:
    return _FIRST_PRIVATE <= ord(char) < _FIRST_PRIVATE + 6000


def _shown_literals(part: str) -> Iterator[str]:
    """Yield literals that an expression writes: `{{ "one" if n == 1 else "many" }}`."""
    if part.startswith("{{"):
        inner = re.sub(r"\b(?:_|ngettext)\((?:[^()]|\([^()]*\))*\)", "", part[2:-2])
        if found := re.match(r"\s*(?:\"([^\"]*)\"|'([^']*)')\s+if\b", inner):
            yield found[1] or found[2] or ""
        yield from (one for one in re.findall(r"\belse\s+\"([^\"]*)\"\s*$", inner))


def unmarked_in_script(source: str) -> Iterator[str]:
    """Yield each string that a script shows and that is not marked."""
    code = _COMMENT.sub("", source)
    for found in _STRING.finditer(code):
        before = code[: found.start()].rpartition("\n")[2]
        if not _SHOWN.search(before) or re.search(r"\b_\(\s*$", before):
            continue
        if _has_words(re.sub(r"\$\{[^}]*\}", "", found[0])):
            yield found[0]


def _has_words(text: str) -> bool:
    for name in sorted(NAMES, key=len, reverse=True):
        text = re.sub(rf"(?<![\w&]){re.escape(name)}(?!\w)", "", text)
    return bool(_WORD.search(re.sub(r"&\w+;", "", text)))
