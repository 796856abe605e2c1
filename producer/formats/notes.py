"""Paragraphs addressed to editors rather than readers."""

from __future__ import annotations

import re

_NOTE = re.compile(
    r"[\s(*]*(?:eds?\s*[.:]|editors?['’]?s? ?notes?\b|editors\s*:|notes? to (?:the )?editors?\b"
    r"|(?:attention|attn\.?) editors\b|(?:strictly )?embargo(?:ed)?\s*(?::|for\b|until\b|till\b|to\b)"
    r"|strictly embargoed\b|for (?:immediate )?release\b|not for (?:publication|release)\b"
    r"|sperrfrist\s*[:\d]|hinweis an die redaktion(?:en)?\b|\(?achtung redaktionen\b"
    r"|the following information is not intended for publication\b|nota a los editores\b|note aux rédactions\b)",
    re.IGNORECASE,
)
_CHANGES = re.compile(
    r"\((?:adds|updates|recasts|corrects|refiles|rewrites|repeats|releads|removes|fixes|clarifies"
    r"|writes through|new throughout)\b[^()]*\)\.?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(\([^()\n]*\)\)\.?")
_CONTACT = re.compile(r"@|\d[ -]?\d{2}|messaging|newsroom", re.IGNORECASE)
"""An agency's contact for its clients, in double parentheses: ``((erik.larsen@example.org; +1 646 555 0100))``."""
_NOTEBOOK = re.compile(
    r"[ \t]*(?:#+[ \t]*(?:[\w.-]+[\s-]+)?(?:notebook|notizblock|notes? to (?:the )?editors?|redaktionelle hinweise"
    r"|editorial contacts)\b[^\n]*|(?:dpa[ -])?(?:notizblock|notebook)[ \t]*:?|\*(?:[ \t]*\*){2,}[ \t]*)",
    re.IGNORECASE,
)
MAX_NOTE_CHARS = 400
"""Maximum characters of a note; a longer paragraph that begins like a note is prose."""


def is_note(block: str, max_chars: int = MAX_NOTE_CHARS) -> bool:
    """Return whether a paragraph is addressed to editors: ``Eds:``, ``EMBARGOED FOR 0001 GMT``, ``(Adds quotes)``."""
    if len(block) > max_chars:
        return False
    text = block.strip()
    contact = _BRACKETS.fullmatch(text) and _CONTACT.search(text)
    return any((_NOTE.match(block), _CHANGES.fullmatch(text), contact))


def is_notebook(line: str) -> bool:
    """Return whether a line begins the editors' part of a story: ``# Notebook``, ``# dpa-Notizblock``, ``* * * *``."""
    return len(line) <= 100 and _NOTEBOOK.fullmatch(line) is not None


def without_notes(blocks: list[str]) -> tuple[list[str], list[str]]:
    """Return a story's paragraphs, and its notes: among the first three, at the end, and from the notebook on."""
    blocks, notebook = _without_notebook(blocks)
    notes = [block for block in blocks[:3] if is_note(block)]
    kept = [block for block in blocks[:3] if not is_note(block)] + blocks[3:]
    ending: list[str] = []
    while kept and is_note(kept[-1]):
        ending.insert(0, kept.pop())
    return kept, [*notes, *ending, *notebook]


def _without_notebook(blocks: list[str]) -> tuple[list[str], list[str]]:
    for index, block in enumerate(blocks):
        if "#" not in block and "*" not in block and "not" not in block.lower():
            continue
        lines = block.split("\n")
        for number, line in enumerate(lines):
            if is_notebook(line):
                above = [text] if (text := "\n".join(lines[:number]).strip("\n")) else []
                return [*blocks[:index], *above], ["\n".join(lines[number:]), *blocks[index + 1 :]]
    return blocks, []
