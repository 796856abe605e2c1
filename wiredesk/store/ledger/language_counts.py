"""How many versions wait in each language, how many were read and how deeply, and who reads them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from wiredesk.store.ledger.fleet import Fleet, read_fleet
from wiredesk.store.ledger.outbox import waiting_by_language
from wiredesk.store.tables import extractions


@dataclass(frozen=True, slots=True)
class LanguageState:
    """One language of the wire."""

    language: str | None
    """ISO 639-1, or ``und``; None for versions that an earlier release accepted."""
    waiting: int
    """Versions that wait."""
    workers: int
    """Running workers that read it: with a model, or because their settings name it."""
    tiers: dict[str, int]
    """Stored versions by how deeply they were read: ``0``, ``1``, ``2``, and ``unknown`` for earlier releases."""
    problem: str = ""
    """Why its versions wait, in one line; empty where they are read."""


def language_states(connection: Connection, wait: float) -> list[LanguageState]:
    """Return the languages that wait or were stored, those with most versions first.

    Args:
        wait: seconds for which stories wait for a worker that read their language to come back.
    """
    waiting = waiting_by_language(connection)
    tiers = stored_tiers(connection)
    fleet = read_fleet(connection, wait)
    found = [
        LanguageState(
            language,
            waiting.get(language, 0),
            fleet.readers(language or ""),
            tiers.get(language, {}),
            _problem(fleet, language, waiting.get(language, 0)),
        )
        for language in {**waiting, **tiers}
    ]
    return sorted(found, key=lambda one: (-one.waiting - sum(one.tiers.values()), one.language or ""))


def stored_tiers(connection: Connection) -> dict[str | None, dict[str, int]]:
    """Return the stored versions of each language by how deeply they were read, see :attr:`LanguageState.tiers`."""
    tiers: dict[str | None, dict[str, int]] = {}
    columns = extractions.c.language, extractions.c.tier
    for language, tier, number in connection.execute(select(*columns, func.count()).group_by(*columns)):
        tiers.setdefault(language, {})["unknown" if tier is None else str(tier)] = number
    return tiers


def _problem(fleet: Fleet, language: str | None, waiting: int) -> str:
    if not waiting or not fleet.live or fleet.lane("wire", language):
        return ""
    stories = "1 story waits" if waiting == 1 else f"{waiting:,} stories wait"
    return f"{language or 'unknown language'}: {stories}, no worker reads {language or 'it'}"
