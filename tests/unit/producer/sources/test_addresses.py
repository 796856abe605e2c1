"""Private addresses, origins of URLs, and addresses to listen on."""

from __future__ import annotations

import asyncio

import pytest

from producer.sources.addresses import PUBLIC, host_and_port, is_loopback, is_private, origin, require_reachable
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
        ("0.0.0.0", True),
        ("0.1.2.3", True),
        ("100.64.0.1", True),
        ("100.128.0.1", False),
        ("172.16.0.1", True),
        ("172.32.0.1", False),
        ("192.0.0.1", True),
        ("192.0.2.1", True),
        ("198.18.0.1", True),
        ("198.51.100.1", True),
        ("203.0.113.1", True),
        ("240.0.0.1", True),
        ("255.255.255.255", True),
        ("::", True),
        ("::127.0.0.1", True),
        ("::8.8.8.8", True),
        ("::ffff:0:127.0.0.1", True),
        ("::ffff:0:8.8.8.8", False),
        ("64:ff9b::127.0.0.1", True),
        ("64:ff9b::10.0.0.1", True),
        ("64:ff9b::a9fe:a9fe", True),
        ("64:ff9b::8.8.8.8", False),
        ("64:ff9b:1::8.8.8.8", True),
        ("2002:7f00:1::", True),
        ("2002:a9fe:a9fe::1", True),
        ("2002:808:808::1", False),
        ("2001:0:4136:e378:8000:63bf:3fff:fdd2", True),
        ("fec0::1", True),
        ("feff::1", True),
        ("fc00::1", True),
        ("ff02::1", True),
        ("100::1", True),
        ("2001:db8::1", True),
        ("4000::1", True),
        ("5f00::1", True),
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
        asyncio.run(require_reachable("http://127.0.0.1/feed", PUBLIC))
