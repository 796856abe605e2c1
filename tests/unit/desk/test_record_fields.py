"""Fields and templates of printed records."""

from __future__ import annotations

from typing import Any

import pytest

from desk.queries.query_syntax import BadQuery
from desk.views.record_fields import record_writer

RECORD: dict[str, Any] = {
    "id": "s1", "headline": "Ferry\x1b sinks", "urgency": 1, "published": None,
    "article": {"source": "Coast"}, "names": [{"name": "Mombasa"}, {"name": "Kenya"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "template", "line"),
    [
        ("id,article.source", "", '{"id":"s1","article.source":"Coast"}'),
        ("names.name, names.1.name", "", '{"names.name":["Mombasa","Kenya"],"names.1.name":"Kenya"}'),
        ("published, published.day", "", '{"published":null,"published.day":null}'),
        ("names.7.name", "", '{"names.7.name":null}'),
        ("", "{headline} ({article.source})", "Ferry\\x1b sinks (Coast)"),
        ("", "{{{ urgency }}} {names.name}{published}", "{1} Mombasa, Kenya"),
    ],
)
def test_a_record_is_printed_as_asked(fields: str, template: str, line: str) -> None:
    write = record_writer(fields, template)
    assert write is not None and write(RECORD) == line


@pytest.mark.parametrize(
    ("fields", "template", "words"),
    [
        ("headlin", "", 'there is no field "headlin"; did you mean headline?'),
        ("article.sauce", "", "did you mean article.source?"),
        ("id.x", "", "id has no fields"),
        ("zzz", "", "one of id, headline, urgency"),
        ("a,,b", "", '"" is no field'),
        ("", "{head line}", "is no field"),
        ("", "{id", "a brace stands alone"),
        ("id", "{id}", "exclude each other"),
    ],
)
def test_what_is_not_there_is_named(fields: str, template: str, words: str) -> None:
    with pytest.raises(BadQuery) as refused:
        write = record_writer(fields, template)
        assert write is not None
        write(RECORD)
    assert words in str(refused.value)


def test_without_options_there_is_no_writer() -> None:
    assert record_writer() is None
