"""The article of a name: ``told The Associated Press``.

Titles of papers and firms keep a capital article inside a sentence; writers use a small one otherwise. It belongs to
the mention, but not to the name that is typed, compared and shown: ``The Home Depot`` and ``Home Depot`` are one.
"""

from __future__ import annotations

from wiredesk.contract import EntityType
from wiredesk.nlp.tokens import Tokens

_TYPES = frozenset({"ORG", "WORK_OF_ART"})


def start_with_article(tokens: Tokens, start: int, label: EntityType) -> int:
    """Return the first token of a mention: a capital article that begins no sentence or quotation is part of it."""
    at = start - 1
    if label not in _TYPES or at <= tokens.sentence_start[start] or tokens.text[at] != "The":
        return start
    return at if tokens.text[at - 1].islower() or tokens.text[at - 1] == "," else start
