"""An agency's list of ids, in every form in which agencies send it."""

from __future__ import annotations

import pytest

from desk.queries.id_list import ListedId, parse_list
from wiredesk.errors import BadData

TWO = [ListedId("urn:a"), ListedId("urn:b")]


@pytest.mark.parametrize(
    ("text", "column", "found"),
    [
        ("urn:a\nurn:b\n", None, TWO),
        ("# of 26 Nov\n\n  urn:a \r\nurn:b\r\nurn:a\n", None, TWO),
        ("tag:example.org,2026:a\n", None, [ListedId("tag:example.org,2026:a")]),
        ("id\nurn:a\n", None, TWO[:1]),
        ("id,version,time\nurn:a,1,09:30\nurn:b,,10:00\n", None, [ListedId("urn:a", 1), ListedId("urn:b")]),
        ("Time;GUID;Revision\n09:30;urn:a;2\n", None, [ListedId("urn:a", 2)]),
        ("headline\tid\n\"Ferry, at last\"\turn:a\n", None, TWO[:1]),
        ('id,headline\nurn:a,"two\nlines"\nurn:b,x\n', None, TWO),
        ("slug,key\nferry,urn:a\n", "KEY", TWO[:1]),
        ('{"id": "urn:a", "version": 3}\n{"guid": "urn:b"}\n', None, [ListedId("urn:a", 3), TWO[1]]),
        ('{"id": 4711}', None, [ListedId("4711")]),
        ('["urn:a", {"uri": "urn:b"}]', None, TWO),
        ('{"key": "urn:a"}\n{"key": "urn:b"}', "key", TWO),
        ("\ufeffurn:a\nurn:b", None, TWO),
    ],
)  # fmt: skip
def test_lists(text: str, column: str | None, found: list[ListedId]) -> None:
    assert parse_list(text.encode(), "list", column) == found


@pytest.mark.parametrize(
    ("data", "column", "told"),
    [
        (b"", None, "list: no ids in the list"),
        (b"# nothing\n", None, "no ids in the list"),
        (b"\x89PNG\r\n", None, "byte 0 is not UTF-8"),
        (b"urn:a\0", None, "binary data"),
        (b"slug;key\nferry;urn:a\n", None, "line 1: several columns"),
        (b"slug,key\nferry,urn:a\n", "guid", 'no column "guid" in its first line'),
        (b"id,version\nurn:a,one\n", None, 'line 2: invalid version "one"'),
        (b"id,version\n,1\n", None, "line 2: has no id"),
        (b'{"id": "urn:a"}\n{"id": "urn\n', None, "line 2: is not JSON"),
        (b'{"id": "urn:a"}\n{"slug": "x"}\n', None, "line 2: has no id"),
        (b'["urn:a", null]', None, "entry 2: has no id"),
    ],
)
def test_what_is_no_list(data: bytes, column: str | None, told: str) -> None:
    with pytest.raises(BadData) as caught:
        parse_list(data, "list", column)
    assert told in str(caught.value) and "\n" not in str(caught.value)
    assert caught.value.exit_code == 65
