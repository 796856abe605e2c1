"""Names as they are compared between stories."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from wiredesk.contract import EntityType
from wiredesk.nlp.lexicon import word_set

NAMES_KEPT = 4096
"""Names whose folded form is kept in memory: those of a thread of two hundred stories."""


@cache
def _legal_forms() -> frozenset[str]:
    return frozenset(form.strip(".") for form in word_set("org_names", "legal_forms"))


@lru_cache(maxsize=NAMES_KEPT)
def folded_name(name: str, kind: EntityType) -> str:
    """Return a name without case, accents, dots and articles; of an organisation without its legal form."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in decomposed if not unicodedata.combining(char)).replace("’", "'")
    words = plain.replace(".", "").replace(",", " ").replace("-", " ").removesuffix("'s").split()
    if words[:1] == ["the"]:
        words = words[1:]
    while kind == "ORG" and len(words) > 1 and words[-1] in _legal_forms():
        words.pop()
    return " ".join(words)


def without_generation(words: list[str]) -> list[str]:
    """Return the words of a person's folded name without a last one that tells the generation: jr, iii."""
    return words[:-1] if len(words) > 2 and words[-1] in word_set("person_names", "generations") else words
