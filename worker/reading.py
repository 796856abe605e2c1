"""Deprecated: the layout of a text is :mod:`wiredesk.layout`. This name is kept for extractor packages until 0.3."""

from __future__ import annotations

from wiredesk.deprecation import moved_module

__getattr__ = moved_module("worker.reading", "wiredesk.layout", {"Reading": "TextLayout", "read": "analyze"})
