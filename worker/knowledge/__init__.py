"""What the extractors know of the world before they read a story: facts in data files, read once.

The files are tables in plain text: a line a row, ``|`` between columns, ``;`` between values of one column, ``#``
begins a comment.  ``docs/reference/knowledge.md`` describes them.
"""

from __future__ import annotations

from worker.knowledge.countries import Country, countries
from worker.knowledge.gazetteer import Fact, Gazetteer, gazetteer
from worker.knowledge.lexicon import Lexicon, lexicon
from worker.knowledge.things import Thing, things

__all__ = ["Country", "Fact", "Gazetteer", "Lexicon", "Thing", "countries", "gazetteer", "lexicon", "things"]
