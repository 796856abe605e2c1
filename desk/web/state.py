"""What the pages work with: settings, store, the live wire, the templates."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from desk.ops.prometheus import Metrics
from desk.queries.live import Live
from wiredesk.settings import Settings
from wiredesk.store import Store


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    store: Store
    live: Live
    metrics: Metrics


def desk_of(request: Request) -> Desk:
    """The desk that this request came to."""
    desk: Desk = request.app.state.desk
    return desk
