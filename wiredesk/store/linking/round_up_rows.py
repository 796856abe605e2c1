"""Which stories are round-ups, told from the parts of other stories that they have."""

from __future__ import annotations

from sqlalchemy import Connection

from wiredesk.store.raw_sql import run
from wiredesk.stories.round_ups import SharedPart, is_made_of_parts

MAX_PARTS = 100
"""Stories with a part in common that are looked at."""
_PAIRS = (
    "SELECT b AS other, longer, shorter FROM copy_pairs WHERE a = ? AND relation = 'part'"
    " UNION ALL SELECT a, longer, shorter FROM copy_pairs WHERE b = ? AND relation = 'part'"
)
_PARTS = (
    "SELECT p.other, m.thread, CASE WHEN theirs.words < own.words THEN p.longer ELSE p.shorter END"
    f" FROM ({_PAIRS}) AS p JOIN thread_members AS m ON m.seq = p.other"
    " JOIN thread_terms AS theirs ON theirs.seq = p.other JOIN thread_terms AS own ON own.seq = ?"
    f" ORDER BY p.other LIMIT {MAX_PARTS}"
)
_RELATED = "SELECT a, b FROM copy_pairs WHERE a IN :numbers AND b IN :numbers"
_SHARING = f"SELECT other FROM ({_PAIRS}) AS p ORDER BY other LIMIT {MAX_PARTS}"
_DUE = (
    "UPDATE links SET state = 'due', tries = 0, at = :now WHERE seq IN :numbers AND state = 'linked'"
    " AND NOT EXISTS (SELECT 1 FROM thread_members AS m WHERE m.seq = links.seq)"
)


def is_round_up(connection: Connection, seq: int) -> bool:
    """Return whether a version is put together from stories of several threads."""
    parts = [SharedPart(*row) for row in run(connection, _PARTS, seq, seq, seq).fetchall()]
    if len(parts) < 2:
        return False
    listed = [part.seq for part in parts]
    return is_made_of_parts(parts, set(run(connection, _RELATED, listed, listed).fetchall()))


def sharing(connection: Connection, seq: int) -> list[int]:
    """Return the versions that have a part in common with a version."""
    return [row[0] for row in run(connection, _SHARING, seq, seq).fetchall()]


def look_again(connection: Connection, seqs: list[int]) -> None:
    """Make versions in no thread due: one of the stories that they have parts of has left."""
    run(connection, _DUE, seqs)
