"""Every case file gives what stands in it."""

from __future__ import annotations

from typing import Any

import pytest

from producer.formats import parse
from producer.formats.identity import SERVICE_NUMBER
from tests.support.format_cases import Case, load_all
from wiredesk.contract import Article
from wiredesk.errors import BadData


@pytest.mark.parametrize("case", load_all(), ids=lambda case: case.name)
def test_case(case: Case) -> None:
    expect = case.expect
    if "error" in expect:
        with pytest.raises(BadData) as caught:
            parse(case.data, case.name)
        message = str(caught.value)
        assert expect["error"] in message
        assert message.startswith(case.name)
        assert "\n" not in message
        return
    parsed = parse(case.data, case.name, explain=True)
    assert [skip.what for skip in parsed.skipped] == expect.get("skipped", [])
    assert len(parsed.articles) == len(expect.get("articles", [])), parsed.articles
    for article, fields in zip(parsed.articles, expect.get("articles", []), strict=True):
        _check(article, fields)
    rejected = [str(error) for error in parsed.rejected]
    assert len(rejected) == len(expect.get("rejected", [])), rejected
    for message, passage in zip(rejected, expect.get("rejected", []), strict=True):
        assert passage in message
    assert parsed.format == expect.get("format", parsed.format)
    for article, reasons in zip(parsed.articles, parsed.reasons, strict=True):
        dumped = article.model_dump(mode="json")
        assert set(reasons) - {SERVICE_NUMBER} == set(dumped)
        valued = {field for field, value in dumped.items() if value not in (None, "", [])}
        assert not any(reasons[field] == "not given" for field in valued)


def _check(article: Article, fields: dict[str, Any]) -> None:
    dumped = article.model_dump(mode="json")
    blocks = article.body.split("\n\n") if article.body else []
    for field, value in fields.items():
        if field == "paragraphs":
            assert len(blocks) == value, blocks
        elif field == "body_has":
            assert all(passage in article.body for passage in value), article.body
        elif field == "body_lacks":
            assert not any(passage in article.body for passage in value), article.body
        else:
            assert dumped[field] == value, field


def test_an_identifier_too_long_for_an_index_is_hashed() -> None:
    data = b'{"uri": "urn:x:' + b"a" * 3000 + b'", "version": "1", "headline": "Taxes fall", "body_text": "So."}'
    (article,) = parse(data, "long.json").articles
    assert article.id.startswith("urn:x-wiredesk:long:")
    assert parse(data, "again.json").articles[0].id == article.id
