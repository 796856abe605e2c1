"""The languages of the wire: whether each that waits is read by a worker."""

from __future__ import annotations

from desk.ops.checks.check import Check
from wiredesk.settings import Settings
from wiredesk.store import ledger, open_store


def languages(settings: Settings) -> Check:
    """Report stories that wait because no worker reads their language, and those that were read without a model."""
    opened = open_store(settings)
    try:
        with opened.read() as connection:
            found = ledger.language_states(connection, settings.language_wait)
            fleet = ledger.read_fleet(connection)
    finally:
        opened.close()
    if problems := [one.problem for one in found if one.problem]:
        hint = "install a model and name it in WIREDESK_MODELS, or start a worker without WIREDESK_LANGUAGES"
        return Check("languages", "warning", "; ".join(problems), hint)
    models = sorted({f"{code} by {name}" for row in fleet.live for code, name in row.models.items()})
    parts = [f"workers read {', '.join(models)}"] if models else []
    for one in found:
        without = one.tiers.get("0", 0)
        if not models and sum(one.tiers.values()) > without:
            parts.append(f"{one.language}: {sum(one.tiers.values()) - without:,} with a model")
        if without:
            parts.append(f"{one.language}: {without:,} without a model")
    return Check("languages", "ok", "; ".join(parts) or "no story yet")
