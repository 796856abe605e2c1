"""What is wrong with a query, and where."""

from __future__ import annotations

from desk.queries.query_syntax import BadQuery

MAX_SHOWN_CHARACTERS = 40


class QueryNotUnderstood(BadQuery):
    """A part of the query is not understood.

    ``column`` is where the part begins, from 1; ``piece`` is the part itself.
    """

    def __init__(self, subject: str = "", cause: str = "", hint: str = "", column: int = 1, piece: str = "") -> None:
        """Take what every error takes, and the place."""
        super().__init__(subject, cause, hint)
        self.args = (subject, cause, hint, column, piece)
        self.column, self.piece = column, piece


def not_understood(column: int, piece: str, cause: str, hint: str = "") -> QueryNotUnderstood:
    """Return the error for a part of a query; it names column and part."""
    shown = piece if len(piece) <= MAX_SHOWN_CHARACTERS else piece[:MAX_SHOWN_CHARACTERS] + "…"
    return QueryNotUnderstood(f"search, column {column}, {shown}", cause, hint, column, piece)
