"""Messages of watches as sinks get them."""

from __future__ import annotations

from typing import Any

from desk.sinks.alert_message import Alert, AlertKind, AlertMessage, AlertStory
from tests.support.outgoing import AT


def alert_message(n: int, *, stories: int = 1, more: int = 0, **fields: Any) -> AlertMessage:
    """Return message N of a watch that found some stories."""
    story = AlertStory(headline="Bridge to open", lead="LYON, May 8", source="Xample", published=AT, urgency=4)
    given: dict[str, Any] = {
        "watch": "bridges", "kind": AlertKind.NEW, "at": AT, "version": 1, "story": story,
        "passages": ('"It opens in June," said Mayor Anna Kovac.',),
    }  # fmt: skip
    alerts = tuple(
        Alert.model_validate({"n": number, "change": number, "id": f"s{number}", **given, **fields})
        for number in range(1, stories + 1)
    )
    return AlertMessage(n=n, watch="bridges", query={"q": "bridge"}, at=AT, alerts=alerts, more=more)
