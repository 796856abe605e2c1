"""Legislators of the United States as a table: facts of their Biographical Directory, 37 who sat in 2026.

The columns ``id``, ``name`` and ``born`` are the member's id there (bioguide), official name and birthday.
"""

from __future__ import annotations

from pathlib import Path

LEGISLATORS = Path(__file__).with_name("legislators.csv")
