"""The knowledge base: data files of countries, entities and words, read once.

The files are tables in plain text: one row a line, ``|`` between columns, ``;`` between values of one column, ``#``
begins a comment. ``docs/reference/knowledge.md`` describes them.
"""

from __future__ import annotations

from wiredesk.nlp.knowledge.countries import Country, countries
from wiredesk.nlp.knowledge.entity_lexicon import EntityLexicon, Gender, entity_lexicon
from wiredesk.nlp.knowledge.known_entities import KnownEntity, known_entities
from wiredesk.nlp.knowledge.known_names import KnownName, KnownNames, load_known_names

__all__ = [
    "Country",
    "EntityLexicon",
    "Gender",
    "KnownEntity",
    "KnownName",
    "KnownNames",
    "countries",
    "entity_lexicon",
    "known_entities",
    "load_known_names",
]
