"""``wiredesk metrics``: the Prometheus metrics on stdout."""

from __future__ import annotations

import sys

import typer

from desk.cli_context import settings_of, store_of
from desk.ops.prometheus import Metrics


def metrics(context: typer.Context) -> None:
    """Print the Prometheus metrics once; the web desk serves them at /metrics.

    Example: wiredesk metrics > /var/lib/node_exporter/wiredesk.prom
    """
    settings = settings_of(context)
    sys.stdout.buffer.write(Metrics(settings, store_of(settings)).text())
