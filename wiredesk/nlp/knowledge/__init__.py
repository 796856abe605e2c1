"""What the extractors know of the world before they read a story: facts in data files, read once.

The files are tables in plain text: a line a row, ``|`` between columns, ``;`` between values of one column, ``#``
begins a comment.  ``docs/reference/knowledge.md`` describes them.
"""

from __future__ import annotations

from wiredesk.nlp.knowledge.countries import Country, countries
from wiredesk.nlp.knowledge.known_entities import Thing, things
from wiredesk.nlp.knowledge.known_names import Fact, Gazetteer, gazetteer
from wiredesk.nlp.knowledge.word_lists import Lexicon, lexicon

__all__ = ["Country", "Fact", "Gazetteer", "Lexicon", "Thing", "countries", "gazetteer", "lexicon", "things"]
