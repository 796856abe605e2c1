"""The two views of a list of stories: with first words and names, or one line for each story."""

from __future__ import annotations

from desk.queries.query_syntax import BadQuery

VIEWS = ("cards", "compact")


def parse_view(text: str) -> str:
    """Return the view that a request asks for; cards if it asks for none.

    Raises:
        BadQuery: there is no such view.
    """
    view = text or VIEWS[0]
    if view not in VIEWS:
        raise BadQuery("view", f'unknown view "{view[:40]}"', f"one of {', '.join(VIEWS)}")
    return view
