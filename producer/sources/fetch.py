"""One HTTP request for a feed: conditional, limited in time and size, with checked redirects."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from producer.sources.addresses import is_private, origin, private_redirect, public_only
from wiredesk.errors import BadData, TooLarge, Unavailable

MAX_REDIRECTS = 5
"""Redirects followed in one request; a feed that needs more is misconfigured."""
MAX_RETRY_AFTER_SECONDS = 86_400.0
"""A longer ``Retry-After`` is cut to a day: a typing error must not silence a feed for ever."""
HTTP_SECONDS = 30.0
"""Time for each step of a request: connect, send, next bytes."""
ACCEPT = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Limits of one request.  ``seconds`` counts from its start to the last byte, including redirects."""

    bytes: int
    """After decompression."""
    seconds: float = 60.0
    private: bool = False
    """Whether redirects may lead into private networks."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.  ``data`` is empty unless the status is 200."""

    status: int
    data: bytes = b""
    etag: str | None = None
    modified: str | None = None
    retry_after: float | None = None
    """Seconds."""
    moved: str | None = None
    """New address of the feed, from a permanent redirect."""


def http_client(user_agent: str) -> httpx.AsyncClient:
    """Return an HTTP client for many feeds; it keeps one connection to each host alive."""
    headers = {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    return httpx.AsyncClient(headers=headers, timeout=HTTP_SECONDS, follow_redirects=False)


async def fetch(http: httpx.AsyncClient, url: str, conditions: Mapping[str, str], limits: RequestLimits) -> Fetched:
    """Get ``url`` unless it is unchanged.

    Raises:
        Unavailable: there is no answer, or it is late or broke off: try again.
        TooLarge: more bytes than the limits allow.
        BadData: the answer cannot be used: a redirect to an invalid or private address, or an encoding that was not
            requested.
    """
    try:
        async with asyncio.timeout(limits.seconds):
            return await _follow(http, url, conditions, limits)
    except TimeoutError:
        raise Unavailable(url, f"no whole answer within {limits.seconds:g} s") from None
    except httpx.TimeoutException as error:
        raise Unavailable(url, f"no answer ({type(error).__name__})") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise BadData(url, str(error)) from None
    except httpx.HTTPError as error:
        raise Unavailable(url, str(error) or type(error).__name__) from None


async def _follow(http: httpx.AsyncClient, url: str, conditions: Mapping[str, str], limits: RequestLimits) -> Fetched:
    here, moved, permanent = url, None, True
    for _ in range(MAX_REDIRECTS + 1):
        foreign = origin(here) != origin(url)
        if foreign and not limits.private:
            await public_only(here)
        headers = {} if foreign else dict(conditions)
        async with http.stream("GET", here, headers=headers) as answer:
            if foreign and not limits.private:
                _check_peer(here, answer)  # the name may have a new address since it was resolved
            if answer.status_code in _MOVED and (target := answer.headers.get("location")):
                here = urljoin(here, target)
                permanent = permanent and answer.status_code in (301, 308)
                moved = here if permanent else moved
                continue
            data = await _body(answer, here, limits.bytes) if answer.status_code == 200 else b""
            return Fetched(
                answer.status_code,
                data,
                answer.headers.get("etag"),
                answer.headers.get("last-modified"),
                parse_retry_after(answer.headers.get("retry-after")),
                moved,
            )
    raise BadData(url, f"more than {MAX_REDIRECTS} redirects")


def _check_peer(url: str, answer: httpx.Response) -> None:
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and is_private(str(peer[0])):
        raise private_redirect(url, str(peer[0]))


async def _body(answer: httpx.Response, url: str, max_bytes: int) -> bytes:
    """Return the decoded body; decompress no more than ``max_bytes`` bytes."""
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise BadData(url, f"content encoding {encoding}, which was not requested")
    packed = zlib.decompressobj(47) if encoding not in ("identity", "") else None
    data = bytearray()
    async for chunk in answer.aiter_raw():
        try:
            data += packed.decompress(chunk, max_bytes + 1 - len(data)) if packed else chunk
        except zlib.error:
            raise Unavailable(url, f"the {encoding} data are damaged") from None
        if len(data) > max_bytes:
            raise TooLarge(url, f"more than {max_bytes:,} bytes", "raise WIREDESK_FILE_BYTES if the feed is that large")
    if packed and not packed.eof:
        raise Unavailable(url, f"the {encoding} data end too early")
    return bytes(data)


def parse_retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds of a ``Retry-After``, a number or a date (RFC 9110, 10.2.3); None if missing or invalid."""
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            at = parsedate_to_datetime(value)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        seconds = (at - (now or datetime.now(UTC))).total_seconds()
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS) if seconds == seconds else None
