"""Recognise the format of a JSON value by its keys."""

from __future__ import annotations

from typing import Any, Literal

Shape = Literal["jsonfeed", "ninjs", "article"]
_WRAPPERS = ("items", "_items", "newsitems", "assets", "docs", "documents", "data", "results", "articles", "stories")
_PARTS = frozenset(
    ("associations", "altids", "renditions", "subject", "subjects", "place", "places", "person", "people")
)
"""Keys of lists that belong to an item; they are never a wrapper around items."""
_ERROR_KEYS = frozenset(("error", "errors", "exception", "traceback", "stacktrace"))


def detect_shape(value: Any) -> Shape | None:
    """Return the format of an object, or of an array by the first object whose format is known."""
    if isinstance(value, list):
        return next((found for item in value[:100] if isinstance(item, dict) and (found := _object_shape(item))), None)
    if not isinstance(value, dict):
        return None
    if found := _object_shape(value):
        return found
    key = wrapped_items(value)
    return detect_shape(value[key]) if key else None


def _is_error(item: dict[str, Any]) -> bool:
    """Return whether an object is a server's message that something failed (``{"statusCode": 500, "body": …}``)."""
    if item.get("headline") or item.get("uri") or item.get("guid"):
        return False
    keys = {key.lower() for key, value in item.items() if value}
    status = next((item[key] for key in item if key.lower() in ("status", "statuscode", "status_code", "code")), None)
    failed = not isinstance(status, bool) and isinstance(status, int) and status >= 400
    return failed or not keys.isdisjoint(_ERROR_KEYS)


def _object_shape(item: dict[str, Any]) -> Shape | None:
    if str(item.get("version", "")).startswith(("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")):
        return "jsonfeed"
    if _is_error(item):
        return None
    if isinstance(item.get("uri"), str) or isinstance(item.get("guid"), str):
        return "ninjs"
    if isinstance(item.get("article"), dict) or "body" in item or ("headline" in item and "id" in item):
        return "article"
    return None


def wrapped_items(value: dict[str, Any]) -> str | None:
    """Return the key of the list of items in a wrapper object; None for an item."""
    if _object_shape(value):
        return None
    for key in (*_WRAPPERS, *value):
        inner = value.get(key)
        if (
            key.lower() not in _PARTS
            and isinstance(inner, list)
            and any(isinstance(item, dict) and _object_shape(item) for item in inner[:100])
        ):
            return key
    return None
