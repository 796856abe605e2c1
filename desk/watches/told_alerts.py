"""Alerts as readers and sinks get them: with their story as it is now, and without text that may not be shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, select

from desk.queries.plan_hints import in_list
from desk.queries.story_list import Card, cards
from desk.sinks.alert_message import Alert, AlertKind, AlertMessage, AlertStory
from desk.watches.watched_story import article_text
from wiredesk.store import watch_state
from wiredesk.store.parameter_chunks import chunks
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined
from wiredesk.store.watch_state import AlertRow, MessageRow

MAX_PASSAGE_CHARACTERS = 400
_CHUNK = 500


def told_alerts(connection: Connection, rows: Sequence[AlertRow]) -> list[Alert]:
    """Return alerts in the order of their rows.

    The headline is that of the version that was found, as long as readers see the story; a story that was withdrawn, or
    whose visible version is under an embargo again, has neither headline nor passages.
    """
    seen = _seen(connection, sorted({row.id for row in rows}))
    shown = sorted({row.seq for row in rows if row.id in seen})
    by_seq = {card.seq: card for card in cards(connection, shown)}
    texts = _texts(connection, shown)
    return [_alert(row, by_seq.get(row.seq), texts) for row in rows]


def told_messages(
    connection: Connection, rows: Sequence[MessageRow], queries: Mapping[str, Mapping[str, str]]
) -> list[AlertMessage]:
    """Return messages of watches in the order of their rows.

    Args:
        queries: the filters of each watch, by its name.
    """
    known = watch_state.alerts_by_number(connection, sorted({n for row in rows for n in row.alerts}))
    told = {one.n: one for one in told_alerts(connection, list(known.values()))}
    return [
        AlertMessage(
            n=row.n, watch=row.watch, query=dict(queries.get(row.watch, {})), at=row.at,
            alerts=tuple(told[n] for n in row.alerts if n in told), more=row.more,
        )
        for row in rows
    ]  # fmt: skip


def _alert(row: AlertRow, card: Card | None, texts: Mapping[int, str]) -> Alert:
    story: AlertStory | None = None
    passages: tuple[str, ...] = ()
    if card is not None:
        story = AlertStory(
            headline=card.title, lead=card.lead, source=card.source, published=card.published, urgency=card.urgency
        )
        passages = tuple(_passage(texts[row.seq], start, end) for start, end in row.spans)
    return Alert(
        n=row.n, watch=row.watch, kind=AlertKind(row.kind), at=row.at, change=row.change, id=row.id,
        version=row.version, story=story, passages=passages,
    )  # fmt: skip


def _passage(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    return words if len(words) <= MAX_PASSAGE_CHARACTERS else words[:MAX_PASSAGE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def _seen(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of some stories that readers see in any version."""
    found: set[str] = set()
    for part in chunks(ids, _CHUNK):
        found.update(connection.scalars(select(articles.c.id).where(articles.c.id.in_(part), is_visible_joined())))
    return found


def _texts(connection: Connection, seqs: Sequence[int]) -> dict[int, str]:
    query = select(articles.c.seq, articles.c.headline, articles.c.body)
    rows = connection.execute(query.where(in_list(connection, articles.c.seq, seqs)))
    return {row[0]: article_text(row[1], row[2]) for row in rows}
