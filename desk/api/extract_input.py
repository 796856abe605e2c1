"""The story in the body of a request: an article as JSON, or a wire story in a format that producers read."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from desk.api.problem import pointer
from wiredesk.contract import Article
from wiredesk.errors import BadData
from wiredesk.settings import Settings
from wiredesk.text_ids import text_id

_SURROGATES = re.compile("[\ud800-\udfff]")
NAME = "body"
"""What errors call the body of the request."""


class BadArticle(BadData):
    """The body is no article.

    ``errors`` has what is wrong with its values: ``detail`` and ``pointer`` (RFC 6901) of each.
    """

    errors: tuple[Mapping[str, str], ...] = ()


class NotJson(BadData):
    """The body is no JSON."""


def article_of_json(body: bytes) -> Article:
    """Return the article of a JSON document: the article itself, or an object that has it as ``article``, as an export
    has.  ``text`` stands for ``body``, and without an id the article gets one that is made from its text.

    Raises:
        NotJson, BadArticle: the body has no article.
    """
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise NotJson(NAME, f"not JSON: {error}", "send an article, or text/plain") from None
    prefix = ""
    if isinstance(value, dict) and isinstance(value.get("article"), dict):
        value, prefix = value["article"], "/article"
    if not isinstance(value, dict):
        raise _bad_article("a JSON object is needed", [{"detail": "is no object", "pointer": prefix}])
    try:
        article = Article.model_validate(_with_id(value))
    except ValidationError as error:
        errors = [
            {"detail": str(one["msg"]), "pointer": prefix + pointer(one["loc"])}
            for one in error.errors(include_url=False, include_input=False, include_context=False)
        ]
        raise _bad_article(f"{errors[0]['pointer']}: {errors[0]['detail']}", errors) from None
    return article


def article_of_wire(body: bytes, settings: Settings) -> Article:
    """Return the only story of a wire file, parsed as :mod:`wiredesk extract <desk.commands.extract>` parses its stdin.

    Raises:
        BadData: it is in no format that producers read, or it has no story, or several.
    """
    # lazy: they import Celery and the parsers, which a desk that reads only does not need
    from producer.formats import Limits, Skipped, articles_of
    from producer.ingest.isolated_parsing import read

    errors: list[BadData] = []
    skipped: list[Skipped] = []
    parts = read(io.BytesIO(body), limits=Limits.from_settings(settings))
    found = [article for article, _ in articles_of(parts, skipped.append, errors.append)]
    if errors:
        raise errors[0]
    if len(found) != 1:
        cause = f"has {len(found)} stories" if found else "has no story"
        raise BadData(NAME, cause, "send one story, or use wiredesk extract")
    return found[0]


def _with_id(value: dict[str, Any]) -> dict[str, Any]:
    """Return an article's values with an id and with the text as the body."""
    value = dict(value)
    if "text" in value and "body" not in value:
        value["body"] = value.pop("text")
    if "id" not in value and isinstance(value.get("body", ""), str) and isinstance(value.get("headline", ""), str):
        text = "\n\n".join(filter(None, (value.get("headline", ""), value.get("body", ""))))
        value["id"] = text_id(_SURROGATES.sub("\ufffd", text))
    return value


def _bad_article(cause: str, errors: list[dict[str, str]]) -> BadArticle:
    error = BadArticle(NAME, cause, "see wiredesk schema article")
    error.errors = tuple(errors)
    return error
