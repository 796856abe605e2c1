"""Legislators of the United States as a table: the 540 members and delegates of the 117th Congress in January 2022.

Facts of ``legislators-current.csv`` (github.com/unitedstates/congress-legislators, commit 02085613, CC0): the columns
``id``, ``name``, ``aliases`` and ``born`` are the member's id in the Biographical Directory (bioguide), official name,
usual names and birthday; ``about`` and ``words`` are made of party, state and chamber.  Addresses and accounts are left
out.
"""

from __future__ import annotations

from pathlib import Path

LEGISLATORS = Path(__file__).with_name("legislators.csv")
NUMBER = 540
"""Rows of the table."""
