"""JSON values: recognised by their keys, and read although they are damaged or deep."""

from __future__ import annotations

from typing import Any

import pytest

from producer.formats.jsonshapes import detect_shape, wrapped_items
from producer.formats.jsontree import load, objects, string, strings
from producer.formats.results import Limits
from wiredesk.errors import BadData


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        ({"version": "https://jsonfeed.org/version/1.1"}, "jsonfeed"),
        ({"uri": "urn:1"}, "ninjs"),
        ({"guid": "urn:1", "body": "x"}, "ninjs"),
        ({"body": "x"}, "article"),
        ({"id": "1", "headline": "x"}, "article"),
        ({"article": {}}, "article"),
        ({"headline": "x"}, None),
        ([1, {"x": 1}, {"uri": "urn:1"}], "ninjs"),
        ({"items": [{"uri": "urn:1"}]}, "ninjs"),
        ({"anything": [{"body": "x"}]}, "article"),
        ({"associations": [{"uri": "urn:1"}]}, None),
        ([], None),
        ("text", None),
        (None, None),
    ],
)
def test_keys_give_the_format(value: Any, shape: str | None) -> None:
    assert detect_shape(value) == shape


def test_an_item_is_not_a_wrapper() -> None:
    assert wrapped_items({"docs": [{"uri": "urn:1"}]}) == "docs"
    assert wrapped_items({"uri": "urn:1", "items": [{"uri": "urn:2"}]}) is None


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b'{"a": 1}', {"a": 1}),
        (b'\xef\xbb\xbf{"a": 1}\0', {"a": 1}),
        (b'{"a": "line\nbreak"}', {"a": "line\nbreak"}),
        (b'{"a": "caf\xe9"}', {"a": "café"}),
        (b"[Infinity]", [float("inf")]),
    ],
)
def test_unusual_json_is_read(data: bytes, value: Any) -> None:
    assert load(data, "a.json", Limits()) == value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"a": ', "a.json, line 1, column 6: not JSON: expecting value; it ends too early"),
        (b'{"a" 1}', "a.json, line 1, column 6: not JSON: expecting ':' delimiter"),
        (b"[" * 300, "a.json: JSON nested deeper than 200 levels"),
        (b'["' + b"[" * 300, "a.json, line 1, column 2: not JSON: unterminated string starting at"),
    ],
)
def test_an_error_says_where(data: bytes, message: str) -> None:
    with pytest.raises(BadData) as caught:
        load(data, "a.json", Limits())
    assert str(caught.value).startswith(message)


def test_values_of_any_type_become_text() -> None:
    assert [string(value) for value in ("a", 3, 1.5, True, None, {})] == ["a", "3", "1.5", None, None, None]
    assert strings(["a", 1, None, []]) == ["a", "1"] and strings("a") == ["a"] and strings(None) == []
    assert objects([{"A": 1}, "x"]) == [{"a": 1}] and objects({"B": 2}) == [{"b": 2}] and objects(None) == []
