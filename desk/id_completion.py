"""What the Tab key offers for ids: those of the store that start with what is typed."""

from __future__ import annotations

import typer

MAX_OFFERED = 30
"""Ids that are offered at once."""


def complete_id(context: typer.Context, incomplete: str) -> list[str]:
    """Return ids that start so, and short ids of those that wiredesk made; nothing where there is no store.

    A shell that asks for completions cannot show an error, so every failure means that nothing is offered.
    """
    # lazy: only the Tab key needs the store here
    from desk.cli_context import settings_of, store_of
    from desk.queries.short_ids import MADE_ID, ids_from, short_id

    above = context.find_root().params
    try:
        settings = settings_of(context, **{name: above.get(option) for name, option in FLAGS.items()})
        with store_of(settings).read() as connection:
            found = ids_from(connection, incomplete, MAX_OFFERED)
            made = ids_from(connection, MADE_ID + incomplete, MAX_OFFERED)
            return found + [short for id in made if (short := short_id(connection, id)).startswith(incomplete)]
    except Exception:
        return []


FLAGS = {"home": "home", "broker_url": "broker", "store_url": "store"}
"""Settings, and the options before the verb that give them."""
