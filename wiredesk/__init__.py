"""Reads a news wire: who, what, when, where and who said what. This module is the public Python API.

``import wiredesk`` loads nothing else: each name below is imported when it is first used, and nothing connects to a
service or reads a setting before a function is called.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wiredesk.contract import Amount, Article, Date, Dateline, Entity, Extraction, Location, Mention, Quote, Title
    from wiredesk.errors import ConfigError, NotFound, StoreUnavailable, WiredeskError
    from wiredesk.extraction_api import ExtractionError, extract, extract_many
    from wiredesk.nlp.context import Context, Extractor, Options
    from wiredesk.rendering import render, to_displacy
    from wiredesk.settings import Settings
    from wiredesk.store.reader import StoreReader, open

    __version__: str

_MODULES = {
    "wiredesk.contract": "Amount Article Date Dateline Entity Extraction Location Mention Quote Title",
    "wiredesk.errors": "ConfigError NotFound StoreUnavailable WiredeskError",
    "wiredesk.extraction_api": "ExtractionError extract extract_many",
    "wiredesk.nlp.context": "Context Extractor Options",
    "wiredesk.rendering": "render to_displacy",
    "wiredesk.settings": "Settings",
    "wiredesk.store.reader": "StoreReader open",
}
"""The module that defines each public name; a unit test compares it with ``__all__`` and the imports above."""
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names.split()}

__all__ = [
    "Amount", "Article", "ConfigError", "Context", "Date", "Dateline", "Entity", "Extraction", "ExtractionError",
    "Extractor", "Location", "Mention", "NotFound", "Options", "Quote", "Settings", "StoreReader", "StoreUnavailable",
    "Title", "WiredeskError", "__version__", "extract", "extract_many", "open", "render", "to_displacy",
]  # fmt: skip

if not TYPE_CHECKING:  # a type checker reads the imports above and rejects names that are not there

    def __getattr__(name: str) -> object:
        """Import a public name at its first use."""
        if name == "__version__":
            from importlib.metadata import version  # lazy: it takes ten times longer to import than this module

            value: object = version("wiredesk")
        elif name in _MODULE_OF:
            value = getattr(import_module(_MODULE_OF[name]), name)
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
