"""``wiredesk feed``: the producer's command under the name that a newcomer looks for."""

from __future__ import annotations

from producer.cli import feed

__all__ = ["feed"]
