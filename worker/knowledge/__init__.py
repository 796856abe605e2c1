"""What the extractors know of the world before they read a story: facts in data files, read once.

The files are tables in plain text: a line a row, ``|`` between columns, ``;`` between values of one column, ``#``
begins a comment.  ``docs/reference/knowledge.md`` describes them.
"""

from __future__ import annotations

from worker.knowledge.countries import Country, countries

__all__ = ["Country", "countries"]
