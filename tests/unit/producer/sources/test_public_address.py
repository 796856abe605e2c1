"""Addresses as they may be shown, and what tells two of them apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from producer.sources.addressed_source import marked_where_alike
from producer.sources.events import EventStream
from producer.sources.feeds import Feed
from producer.sources.public_address import base_address, fingerprint, hide_secrets, public_address
from producer.sources.source_registry import runnable_sources
from producer.sources.websocket import WebSocket
from wiredesk.errors import ConfigError

OPEN = [
    "https://example.org/rss",
    "http://[::1]:8080/rss?format=atom&id=1042",
    "https://example.org/2026/11/24/mayor-of-oberfeld-charged-with-fraud-20261124.html",
    "https://example.org/rss?keywords=flood&keyword=dam&author=roth&section=world",
    "https://social.example/@desk.rss",
    "https://video.example/feeds/videos.xml?channel_id=UCBJycsmduvYEL83R_Z4JriQ",
    "https://example.org/rss?since=20261124T080000Z&page=2#top",
    "feed without an address",
    "",
]


@pytest.mark.parametrize("url", OPEN)
def test_an_address_without_secrets_is_shown_as_it_is(url: str) -> None:
    assert public_address(url) == url == hide_secrets(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://desk:geheim@example.org/auth", "https://***@example.org/auth"),
        ("https://geheim@example.org/auth", "https://***@example.org/auth"),
        ("https://:geheim@example.org", "https://***@example.org"),
        ("https://desk:ge/he?i#m@example.org/x", "https://***@example.org/x"),
        ("https://desk:ge@heim@example.org/x", "https://***@example.org/x"),
        ("wss://example.org/wire?token=geheim&id=7", "wss://example.org/wire?token=***&id=7"),
        ("https://example.org/rss?id=7&apikey=geheim", "https://example.org/rss?id=7&apikey=***"),
        ("https://example.org/rss?api%5Fkey=geheim", "https://example.org/rss?api%5Fkey=***"),
        ("https://example.org/rss?API-Key=geheim;x=1", "https://example.org/rss?API-Key=***;x=1"),
        ("https://example.org/rss?accessToken=geheim", "https://example.org/rss?accessToken=***"),
        ("https://example.org/rss?X-Amz-Signature=geheim", "https://example.org/rss?X-Amz-Signature=***"),
        ("https://example.org/rss?u=desk&p=geheim", "https://example.org/rss?u=***&p=***"),
        ("https://example.org/rss?sv=1&sig=geheim", "https://example.org/rss?sv=1&sig=***"),
        ("https://example.org/rss#access_token=geheim", "https://example.org/rss#access_token=***"),
        ("https://example.org/rss;jsessionid=geheim?a=1", "https://example.org/rss;jsessionid=***?a=1"),
        ("https://example.org/rss?PHPSESSID=geheim7", "https://example.org/rss?PHPSESSID=***"),
        ("https://example.org/private/3f2b8c9d-1111-4222-8333-123456789abc.rss", "https://example.org/private/***.rss"),
        ("https://example.org/feed/a81bc81b0dead4e5/rss", "https://example.org/feed/***/rss"),
        ("https://example.org/rss?x=9aB3kQ7zLm2PpX0v", "https://example.org/rss?x=***"),
        ("https://example.org/rss?9aB3kQ7zLm2PpX0v", "https://example.org/rss?***"),
        ("https://example.org/?url=https%3A%2F%2Fa%3Ageheim%40b.example%2F", "https://example.org/?url=***"),
    ],
)
def test_secrets_are_hidden_by_name_and_by_look(url: str, shown: str) -> None:
    assert public_address(url) == shown == public_address(shown)
    assert hide_secrets(f'a redirect to "{url}" failed') == f'a redirect to "{shown}" failed'


@given(st.text(max_size=80))
def test_any_text_can_be_hidden(text: str) -> None:
    assert isinstance(hide_secrets(text), str) and isinstance(public_address(f"https://{text}"), str)


@given(st.from_regex(r"[a-zA-Z0-9!$&'()*+,;=~._-]{4,20}", fullmatch=True))
def test_no_password_is_shown(password: str) -> None:
    url = f"https://example.org/rss?token={password.replace('&', '').replace(';', '')}"
    assert password not in public_address(f"https://desk:{password}@x.de/").replace("***", "")
    assert public_address(url) in ("https://example.org/rss?token=***", "https://example.org/rss?token=")


def test_relative_addresses_start_from_an_address_without_a_log_in() -> None:
    assert base_address("https://desk:geheim@example.org/a/rss") == "https://example.org/a/rss"


def test_sources_that_differ_only_in_secrets_are_told_apart() -> None:
    plain, first, second = (Feed(url=f"https://x.example/rss{end}") for end in ("", "?key=a", "?key=b"))
    names = [source.name for source in marked_where_alike([plain, first, second])]
    assert names == [
        "feed https://x.example/rss",
        f"feed https://x.example/rss?key=*** [{fingerprint(first.url)}]",
        f"feed https://x.example/rss?key=*** [{fingerprint(second.url)}]",
    ]
    assert [source.name for source in marked_where_alike([first])] == ["feed https://x.example/rss?key=***"]


def test_one_address_twice_is_an_error_that_hides_its_key() -> None:
    with pytest.raises(ConfigError, match="configured twice") as caught:
        runnable_sources([Feed(url="https://x.example/?key=geheim")] * 2)
    assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (EventStream(url="https://u:geheim@x.example/e"), "sse https://***@x.example/e"),
        (WebSocket(url="wss://x.example/e?token=geheim"), "websocket wss://x.example/e?token=***"),
        (Feed(url="https://x.example/rss"), "feed https://x.example/rss"),
    ],
)
def test_names_of_sources_have_no_secrets(source: Feed | EventStream | WebSocket, name: str) -> None:
    assert source.name == name and source.namespace == name.partition(" ")[2]


def test_the_provider_is_the_namespace_of_ids() -> None:
    assert Feed(url="https://x.example/rss", provider="dpa").namespace == "dpa"
