"""The pages, in the order in which a reader would take them: what one leaves behind, the next may use."""

from __future__ import annotations

from tests.support.paths import ROOT

FIRST = ("README.md", "docs/README.md", "docs/tutorial.md")
PAGES = [ROOT / name for name in FIRST] + sorted(set((ROOT / "docs").rglob("*.md")) - {ROOT / name for name in FIRST})
