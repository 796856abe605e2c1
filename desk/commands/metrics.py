"""``wiredesk metrics``: what Prometheus would scrape."""

from __future__ import annotations

import sys

import typer

from desk.session import settings_of, store_of


def metrics(context: typer.Context) -> None:
    """Print the metrics once; the web desk serves the same at /metrics.

    Example: wiredesk metrics > /var/lib/node_exporter/wiredesk.prom
    """
    from desk.metrics import Metrics

    settings = settings_of(context)
    sys.stdout.buffer.write(Metrics(settings, store_of(settings)).text())
