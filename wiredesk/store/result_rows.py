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
"""NUL and lone surrogates: no database stores them in text."""
_TIMES = ("published", "updated", "embargo_until")


def to_row(article: Article) -> dict[str, Any]:
    """Return the article's columns, with its word count, its text hash and the time zone of its times."""
    row: dict[str, Any] = {name: storable(getattr(article, name)) for name in FIELDS}
    row["keywords"], row["subjects"] = [*map(storable, article.keywords)], [*map(storable, article.subjects)]
    stamp = article.published or article.updated
    offset = stamp.utcoffset() if stamp else None
    row["utc_offset"] = int(offset.total_seconds() // 60) if offset is not None else None
    row["words"] = article.text.count(" ") + article.text.count("\n") + 1
    row["text_hash"] = text_hash(article)
    return row


def storable(value: Any) -> Any:
    """Return a string with U+FFFD for each character that cannot be stored, so that offsets stay the same."""
    if not isinstance(value, str):
        return value
    return _UNSTORABLE.sub("\ufffd", value)


def to_article(row: Mapping[str, Any]) -> Article:
    """Return the article of a row, with its times in the provider's time zone again."""
    return Article.model_validate(article_values(row))


def article_values(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of an article that a row has, with its times in the provider's time zone again."""
    values = {name: row[name] for name in FIELDS if name in row}
    if row["utc_offset"]:
        zone = timezone(timedelta(minutes=row["utc_offset"]))
        for name in _TIMES:
            if isinstance(values.get(name), datetime):
                values[name] = values[name].astimezone(zone)
    return values


def text_hash(article: Article) -> str:
    """Return a hash of the text with case, width and white space folded, the language and the day of publication.

    Equal hashes do not mean equal extractions: extraction also reads url, source, hour and time zone.
    """
    folded = " ".join(unicodedata.normalize("NFKC", article.text).casefold().split())
    day = article.published.date().isoformat() if article.published else ""
    return hashlib.blake2b(
        f"{article.language}\0{day}\0{folded}".encode("utf-8", "replace"), digest_size=16
    ).hexdigest()
