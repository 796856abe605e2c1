"""Which sources can be set up at the desk: none that reads the host, and no secret is kept."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from producer.sources.desk_kinds import (
    DESK_FIELDS,
    NOT_AT_THE_DESK,
    SourceInvalid,
    any_value,
    desk_source,
)
from producer.sources.public_address import has_named_secret
from producer.sources.source_registry import KINDS

FEED = "https://example.org/rss"


def built(kind: str, variables: dict[str, str] | None = None, **given: Any) -> Any:
    return desk_source("source x", kind, given, (), (variables or {}).get)


def test_every_kind_of_source_either_can_or_cannot_be_set_up_at_the_desk() -> None:
    assert sorted([*DESK_FIELDS, *NOT_AT_THE_DESK]) == sorted(KINDS)


@pytest.mark.parametrize("kind", sorted(NOT_AT_THE_DESK))
def test_a_kind_that_touches_the_host_is_refused_with_the_reason(kind: str) -> None:
    with pytest.raises(SourceInvalid, match=f'"{kind}": can be set up in wire.toml only: it '):
        built(kind)


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("gopher", {}, 'unknown type of source "gopher"; one of feed, sse, '),
        ("feed", {"url": FEED, "private": True}, "private: unknown field; one of url, every, "),
        ("tcp", {"host": "192.0.2.7", "port": 1, "listen": True}, "listen: unknown field"),
        ("feed", {"url": "file:///etc/passwd"}, "source x, url: "),
        ("feed", {"url": FEED, "every": "soon"}, "source x, every: "),
        ("feed", {}, "source x, url: Field required"),
        ("feed", {"url": FEED + "\nx"}, "unprintable"),
        ("feed", {"url": "https://"}, "source x, url: is not a valid address"),
        ("feed", {"url": "https://a.example:99999/"}, "is not a valid address"),
        ("sse", {"url": "https://[x/"}, "is not a valid address"),
        ("feed", {"url": FEED + "x" * 3000}, "longer than 2,000 characters"),
        ("feed", {"url": "https://desk:pw@example.org/rss"}, "no secret is kept at the desk; write {SOURCE_SECRET_"),
        ("feed", {"url": f"{FEED}?apikey=abc"}, "no secret is kept at the desk"),
        ("sse", {"url": FEED, "token": "geheim"}, "no secret is kept at the desk; write env:SOURCE_SECRET_NAME"),
        ("sse", {"url": FEED, "token": "env:WIREDESK_WEB_TOKEN"}, "no secret is kept at the desk"),
        ("sse", {"url": FEED, "token": "file:/etc/passwd"}, "no secret is kept at the desk"),
        ("sse", {"url": FEED, "token": "env:SOURCE_SECRET_A"}, "the variable SOURCE_SECRET_A is not set; set it where"),
        ("feed", {"url": "https://x.example/?key={SOURCE_SECRET_A}"}, "the variable SOURCE_SECRET_A is not set"),
    ],
)
def test_what_cannot_be_set_up_is_refused_with_the_reason(kind: str, given: dict[str, Any], message: str) -> None:
    with pytest.raises(SourceInvalid) as refused:
        built(kind, **given)
    assert message in str(refused.value)


def test_a_variable_stands_for_a_secret_and_its_value_is_in_no_name() -> None:
    variables = {"SOURCE_SECRET_A": "geheim", "WIREDESK_WEB_TOKEN": "mine"}
    given = {"url": "https://{SOURCE_SECRET_A}:x@example.org/rss?k={SOURCE_SECRET_A}&a={WIREDESK_WEB_TOKEN}"}
    with pytest.raises(SourceInvalid, match="no secret is kept"):
        built("feed", variables, **given)
    template = "https://example.org/rss?k={SOURCE_SECRET_A}&a={WIREDESK_WEB_TOKEN}"
    source = built("feed", variables, url=template)
    assert source.url == "https://example.org/rss?k=geheim&a={WIREDESK_WEB_TOKEN}"
    assert "geheim" not in source.name
    same = desk_source("source x", "feed", {"url": template}, (), any_value)
    assert source.name == same.name
    stream = built("sse", variables, url=FEED, token="env:SOURCE_SECRET_A")
    assert stream.token.get_secret_value() == "geheim"


def test_its_connections_lead_to_public_addresses_and_into_the_networks_of_the_setting() -> None:
    assert built("feed", url=FEED).reach.refuses("169.254.169.254")
    assert not built("feed", url=FEED).reach.refuses("93.184.215.14")
    reach = desk_source("source x", "feed", {"url": FEED}, (ip_network("10.1.0.0/16"),)).reach
    assert reach is not None
    assert [reach.refuses(one) for one in ("10.1.2.3", "::ffff:10.1.2.3", "10.2.0.1", "127.0.0.1", "x")] == [
        False, False, True, True, True
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("url", "has"),
    [
        ("https://u@example.org/", True),
        ("https://:@example.org/", False),
        ("https://u:p/w@example.org/", True),
        ("https://example.org/?token=x", True),
        ("https://example.org/?token=", False),
        ("https://example.org/?q=tax;sid=3", True),
        ("https://example.org/author/x?keyword=ferry", False),
        ("https://news.example.org/feeds/4f1c2a9e7b3d4c5e8f90/articles", False),
    ],
)
def test_a_secret_is_recognised_by_its_place_or_name(url: str, has: bool) -> None:
    assert has_named_secret(url) is has
