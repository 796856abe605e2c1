"""Private addresses, origins of URLs, and addresses to listen on."""

from __future__ import annotations

import asyncio

import pytest

from producer.sources.addresses import host_and_port, is_loopback, is_private, origin, public_only
from wiredesk.errors import BadData


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("10.1.2.3", True),
        ("127.0.0.1", True),
        ("169.254.169.254", True),
        ("192.168.0.1", True),
        ("224.0.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:10.0.0.1", True),
        ("not an address", True),
        ("8.8.8.8", False),
        ("2606:4700::1111", False),
        ("::ffff:8.8.8.8", False),
    ],
)
def test_addresses_that_are_not_public_are_private(address: str, private: bool) -> None:
    assert is_private(address) is private


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("localhost", True), ("127.8.8.8", True), ("::1", True), ("0.0.0.0", False), ("example.org", False)],
)
def test_only_loopback_needs_no_token(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://Example.org/rss", ("https", "example.org", 443)),
        ("http://example.org:8080", ("http", "example.org", 8080)),
        ("http://[::1]/", ("http", "::1", 80)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, found: tuple[str, str, int]) -> None:
    assert origin(url) == found


@pytest.mark.parametrize("url", ["", "example.org", "ftp://example.org", "http://", "http://x:99999", "http://[x"])
def test_other_urls_have_no_origin(url: str) -> None:
    with pytest.raises(BadData):
        origin(url)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("9000", ("127.0.0.1", 9000)),
        (":9000", ("127.0.0.1", 9000)),
        ("0.0.0.0:9000", ("0.0.0.0", 9000)),
        ("host", ("host", 8310)),
        ("[::1]:0", ("::1", 0)),
    ],
)
def test_an_address_to_listen_on_has_defaults(address: str, found: tuple[str, int]) -> None:
    assert host_and_port(address, 8310) == found


@pytest.mark.parametrize("address", ["host:x", "99999", "host:-1"])
def test_a_port_is_a_number(address: str) -> None:
    with pytest.raises(BadData, match="write HOST:PORT"):
        host_and_port(address, 8310)


def test_a_redirect_into_a_private_network_is_refused() -> None:
    with pytest.raises(BadData, match=r"private network \(127\.0\.0\.1\); allow it with private = true"):
        asyncio.run(public_only("http://127.0.0.1/feed"))
