"""The verdict on a row: compares what the producer got confirmed with what the store contains."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from sqlalchemy import select, text

from wiredesk.contract import ENDED_STATES, Extraction
from wiredesk.store import Store, results
from wiredesk.store.ledger import CRASH_TOLERANCE, Key
from wiredesk.store.tables import articles

TRIGGERS = {
    "sqlite": (
        "CREATE TABLE audit (seq INTEGER, at REAL)",
        "CREATE TRIGGER audit AFTER INSERT ON extractions BEGIN "
        "INSERT INTO audit VALUES (new.seq, (julianday('now') - 2440587.5) * 86400); END",
    ),
    "postgresql": (
        "CREATE TABLE audit (seq bigint, at double precision)",
        "CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "INSERT INTO audit VALUES (new.seq, extract(epoch FROM clock_timestamp())); RETURN new; END $$",
        "CREATE TRIGGER audit AFTER INSERT ON extractions FOR EACH ROW EXECUTE FUNCTION audit()",
    ),
}
"""The witness, a table of the tests in the database: every result that was ever committed, and when."""


@dataclass
class Published:
    """What the producer published and what was confirmed."""

    accepted: set[Key] = field(default_factory=set)
    tried: set[Key] = field(default_factory=set)
    """Passed to publish, whether it confirmed them or not."""
    poison: set[Key] = field(default_factory=set)
    canceled: set[Key] = field(default_factory=set)
    """Stories that may end as canceled."""
    kills: bool = False
    """Workers are killed at random: a story may need more than the usual number of attempts."""
    refused: int = 0
    """Number of times that publish raised an error."""
    slowest: float = 0.0
    """Longest duration of a call of publish, seconds."""


@dataclass
class Verdict:
    """One line of the table.  It is clean if nothing was lost, duplicated or unexpected."""

    fault: str
    accepted: int = 0
    done: int = 0
    quarantined: int = 0
    canceled: int = 0
    lost: int = 0
    duplicated: int = 0
    unexpected: int = 0
    gap: float = 0.0
    notes: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicated or self.unexpected)

    def __str__(self) -> str:
        mark = "ok " if self.is_clean else "RED"
        numbers = f"{self.accepted:>8}{self.done:>8}{self.quarantined:>6}{self.canceled:>6}"
        faults = f"{self.lost:>6}{self.duplicated:>6}{self.unexpected:>6}{self.gap:>8.1f} s"
        return f"{mark} {self.fault:<38}{numbers}{faults}  {'; '.join(self.notes)}".rstrip()


HEAD = (
    f"    {'fault':<38}{'accepted':>8}{'done':>8}{'quar.':>6}{'canc.':>6}{'lost':>6}{'dupl.':>6}{'unex.':>6}{'gap':>10}"
)


def witness(store: Store) -> None:
    """Create the witness in a new store."""
    with store.write() as connection:
        for statement in TRIGGERS[store.dialect]:
            connection.execute(text(statement))


def judge(fault: str, store: Store, published: Published, attempts: int) -> Verdict:
    """Compare; errors are missing or unfinished stories, results stored twice, and anything unexpected."""
    verdict = Verdict(fault, accepted=len(published.accepted))
    with store.read() as connection:
        rows = connection.execute(select(articles)).mappings().all()
        stored = connection.execute(text("SELECT seq, at FROM audit ORDER BY at")).all()
        found = {(row["id"], row["version"]): row for row in rows}
        times: dict[int, int] = {}
        for seq, _ in stored:
            times[seq] = times.get(seq, 0) + 1
        for key in published.accepted:
            row = found.get(key)
            ended = row is not None and row["state"] in ENDED_STATES
            if row is None or not ended or (row["state"] == "done" and not times.get(row["seq"])):
                verdict.lost += 1
                _note(verdict, f"lost {key}: {row and row['state']}")
        for key, row in found.items():
            wrong = _wrong(key, row, published, attempts * (CRASH_TOLERANCE if published.kills else 1))
            if row["state"] == "done" and (document := results.document(connection, row["seq"])):
                extraction = Extraction.model_validate_json(document)
                own = f"{row['headline']}\n\n{row['body']}" if row["headline"] else row["body"]
                if (extraction.id, extraction.version, extraction.text) != (*key, own):
                    wrong = "holds another story's result"
            if wrong:
                verdict.unexpected += 1
                _note(verdict, f"{key} {wrong}")
    verdict.duplicated = sum(number - 1 for number in times.values())
    for state in ENDED_STATES:
        setattr(verdict, state, sum(row["state"] == state for row in rows))
    moments = [at for _, at in stored]
    verdict.gap = max((b - a for a, b in itertools.pairwise(moments)), default=0.0)
    newest: dict[str, int] = {}
    for id, version in found:
        newest[id] = max(newest.get(id, 0), version)
    for (id, version), row in found.items():
        if row["visible"] and (version < newest[id] or row["status"] != "usable"):
            verdict.unexpected += 1
            _note(verdict, f"{id}@{version} is in sight, though there is {newest[id]}")
    return verdict


def _wrong(key: Key, row: object, published: Published, attempts: int) -> str:
    state, tried = row["state"], row["attempts"]  # type: ignore[index]
    if key not in published.tried:
        return "was never published"
    if tried > attempts:
        return f"was tried {tried} times"
    if key in published.poison:
        return "" if state == "quarantined" else f"is poison and {state}"
    if state == "quarantined":
        return f"was quarantined: {row['error']}"  # type: ignore[index]
    if state == "canceled" and key not in published.canceled:
        return "was canceled"
    return ""


def _note(verdict: Verdict, line: str) -> None:
    if len(verdict.notes) < 6:
        verdict.notes.append(line[:200])
