"""Properties of the parse of every message; the property tests and the fuzzer check them."""

from __future__ import annotations

import functools
import json

from producer.formats import Limits, parse
from producer.formats.results import Parsed
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.layout import analyze


@functools.cache
def _limits() -> Limits:
    return Limits(file_bytes=1_000_000, story_bytes=200_000, record_bytes=200_000)


def parse_or_reject(data: bytes) -> Parsed | None:
    try:
        parsed = parse(data, "fuzzed", limits=_limits(), explain=True)
    except BadData as error:
        assert str(error) and "\n" not in str(error)
        return None
    for article, reasons in zip(parsed.articles, parsed.reasons, strict=True):
        check(article, as_given=parsed.format in ("jsonl", "article"))
        assert "body" in reasons or not article.body
    return parsed


def check(article: Article, as_given: bool) -> None:
    dumped = json.loads(article.model_dump_json())
    assert Article.model_validate(dumped) == article
    for text in (article.headline, article.body):
        assert not any(ord(c) < 32 and c not in "\n\t" for c in text)
        text.encode()
    if not as_given:
        assert "\n" not in article.headline
        assert article.body == article.body.strip("\n")
    analyze(article)
