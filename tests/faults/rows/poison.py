"""Poisonous stories among good ones in the same messages."""

from __future__ import annotations

from sqlalchemy import select

from tests.faults.rig import Rig, burst
from tests.faults.table import Run, row
from tests.faults.verdict import Verdict
from tests.support.generated_stories import story
from wiredesk.store.tables import articles

KINDS = {
    "raises": "POISON-RAISE",
    "hangs in Python": "POISON-HANG",
    "hangs and swallows": "POISON-DEAF",
    "hangs in C": "POISON-CHANG",
    "raises MemoryError": "POISON-MEMORY",
    "eats memory": "POISON-EATER",
    "recurses without end": "POISON-RECURSE",
    "SIGSEGV": "POISON-SEGFAULT",
    "sys.exit": "POISON-EXIT",
    "os._exit": "POISON-HARDEXIT",
    "killed by the kernel": "POISON-KILLED",
}
COSTS_A_FIELD = frozenset({"raises", "recurses without end"})
"""Kinds of an extractor that raises an error: the story is done without its field, and the ledger keeps the error."""
GOOD = 112
"""Enough stories that several share a message (see wiredesk/queue/dispatch.py)."""


def _poison(run: Run, *kinds: str) -> Verdict:
    limits = {"WIREDESK_STORY_SECONDS": "2", "WIREDESK_STORY_MEMORY": "512", "FAULTS_STORY_MS": "5"}
    with run.rig(real=len(kinds) == 1, **limits) as rig:
        batch = burst(rig.stories(), GOOD)
        for n, kind in enumerate(kinds):
            bad = story(rig.chance, f"bad{n}", headline=f"Council hears {KINDS[kind]}")
            batch.insert(rig.chance.randrange(8, len(batch) - 8), bad)
            if kind not in COSTS_A_FIELD:
                rig.published.poison.add((bad.id, bad.version))
        rig.publish(batch)
        worker = rig.work()
        rig.drain()
        found = rig.verdict(f"{worker.deaths} children died", *_reasons(rig))
        found.unexpected += (not worker.alive) + _unexplained(rig) + _neighbours(rig)
        found.unexpected += worker.deaths > 3 * len(kinds)
        found.unexpected += abs(_incomplete(rig) - len(COSTS_A_FIELD.intersection(kinds)))
        return found


def _reasons(rig: Rig) -> list[str]:
    with rig.store.read() as connection:
        query = select(articles.c.headline, articles.c.error).where(articles.c.state == "quarantined")
        found = connection.execute(query).all()
    return [f"{(error or '?').splitlines()[0][:60]}" for _, error in found] if len(found) == 1 else []


def _unexplained(rig: Rig) -> int:
    """Return the stories that were quarantined without a reason."""
    with rig.store.read() as connection:
        query = select(articles.c.error, articles.c.attempts).where(articles.c.state == "quarantined")
        return sum(not error or attempts != 3 for error, attempts in connection.execute(query))


def _incomplete(rig: Rig) -> int:
    """Return the stories that are done although an extractor raised an error."""
    with rig.store.read() as connection:
        query = select(articles.c.seq).where(articles.c.state == "done", articles.c.error.is_not(None))
        return len(connection.execute(query).all())


def _neighbours(rig: Rig) -> int:
    """Return good stories with more than one attempt; only the story that is being processed may be charged."""
    with rig.store.read() as connection:
        query = select(articles.c.attempts).where(articles.c.state == "done", articles.c.attempts > 1)
        return len(connection.execute(query).all())


@row("poison of every kind at once")
def every_kind(run: Run) -> Verdict:
    return _poison(run, *KINDS)


for _kind in KINDS:
    row(f"poison: {_kind}", full_only=True)(lambda run, kind=_kind: _poison(run, kind))  # type: ignore[misc]
