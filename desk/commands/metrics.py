"""``wiredesk metrics``: what Prometheus would scrape."""

from __future__ import annotations

import sys

import typer

from desk.cli_context import settings_of, store_of


def metrics(context: typer.Context) -> None:
    """Print the metrics once; the web desk serves the same at /metrics.

    Example: wiredesk metrics > /var/lib/node_exporter/wiredesk.prom
    """
    from desk.ops.prometheus import Metrics

    settings = settings_of(context)
    sys.stdout.buffer.write(Metrics(settings, store_of(settings)).text())
