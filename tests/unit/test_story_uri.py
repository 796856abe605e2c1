"""Ids of stories as URIs: RFC 3986 says which ids may stay as they are."""

from __future__ import annotations

import pytest

from wiredesk.story_uri import PREFIX, story_id, story_uri


@pytest.mark.parametrize(
    "id",
    [
        "urn:newsml:xp.example:20260508:bridge", "tag:example.org,2026:a/b", "http://example.org/a?b=c/d?e#f/g?h",
        "https://user:word@example.org:8443/a//b", "http://example.org", "http://a.example/%C3%A9",
        "mailto:desk@example.org", "a:b", "file:///srv/a", "x:?", "urn:a:",
    ],
)  # fmt: skip
def test_an_id_that_is_a_uri_stays(id: str) -> None:
    assert story_uri(id) == id == story_id(id)


@pytest.mark.parametrize(
    "id",
    [
        "urn:a[b]", "http://example.org/a?tags[]=b", "http://example.org/#a#b", "http://example.org:port/a",
        "http://a@b@c/", "http://a:1:2/", "http://example.org/50%", "http://example.org/a b", "http://example.org/é",
        "a\\b:c", "urn:", "1:a", "//example.org/a", "AB 12", "urn:x-wiredesk:story:a", "http://example.org/\n", "x:a|b",
    ],
)  # fmt: skip
def test_any_other_id_stands_in_a_urn_and_comes_back(id: str) -> None:
    assert story_uri(id).startswith(PREFIX) and story_uri(id).isascii()
    assert story_id(story_uri(id)) == id
