"""The pages in the order in which a user reads them: a page may use what the pages before it created."""

from __future__ import annotations

from tests.support.paths import ROOT

FIRST = ("README.md", "docs/README.md", "docs/tutorial.md")
PAGES = [ROOT / name for name in FIRST] + sorted(set((ROOT / "docs").rglob("*.md")) - {ROOT / name for name in FIRST})
