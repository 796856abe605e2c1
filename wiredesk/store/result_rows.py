"""An article as a row of the ledger, and back."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from wiredesk.contract import Article

FIELDS = tuple(Article.model_fields)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_TIMES = ("published", "updated", "embargo_until")


def to_row(article: Article) -> dict[str, Any]:
    """The article's columns, with its word count, text hash and the zone of its times."""
    row: dict[str, Any] = {name: _storable(getattr(article, name)) for name in FIELDS}
    row["keywords"], row["subjects"] = [*map(_storable, article.keywords)], [*map(_storable, article.subjects)]
    stamp = article.published or article.updated
    offset = stamp.utcoffset() if stamp else None
    row["utc_offset"] = int(offset.total_seconds() // 60) if offset is not None else None
    row["words"] = article.text.count(" ") + article.text.count("\n") + 1
    row["text_hash"] = text_hash(article)
    return row


def _storable(value: Any) -> Any:
    """A string without what no database takes, NUL and lone surrogates: one character for one, so offsets stay."""
    if not isinstance(value, str):
        return value
    return _UNSTORABLE.sub("\ufffd", value)


def to_article(row: Mapping[str, Any]) -> Article:
    """The article of a row; its times stand in the provider's zone again."""
    values = {name: row[name] for name in FIELDS}
    if row["utc_offset"]:
        zone = timezone(timedelta(minutes=row["utc_offset"]))
        for name in _TIMES:
            if isinstance(values[name], datetime):
                values[name] = values[name].astimezone(zone)
    return Article.model_validate(values)


def text_hash(article: Article) -> str:
    """Equal for two articles that must give the same extraction.

    That is the text with case, width and white space folded, and what relative dates are resolved against: the
    day of publication.
    """
    folded = " ".join(unicodedata.normalize("NFKC", article.text).casefold().split())
    day = article.published.date().isoformat() if article.published else ""
    return hashlib.blake2b(
        f"{article.language}\0{day}\0{folded}".encode("utf-8", "replace"), digest_size=16
    ).hexdigest()
