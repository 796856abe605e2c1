"""One polite HTTP request for a feed: conditional, bounded in time and size, careful where redirects lead."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

import httpx

from producer.sources.addresses import is_private, origin, public_only, refused
from wiredesk.errors import BadData, TooLarge, Unavailable

REDIRECTS = 5
"""Redirects followed in one request."""
LONGEST_WAIT = 86_400.0
"""Seconds of Retry-After that are believed."""
ACCEPT = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may take.  ``seconds`` counts from its start to the last byte, redirects and all."""

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
    """Where a permanent redirect says that the feed now is."""


def client(agent: str) -> httpx.AsyncClient:
    """A client for many feeds; one connection a host is kept alive."""
    headers = {"User-Agent": agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    return httpx.AsyncClient(headers=headers, timeout=30, follow_redirects=False)


async def fetch(http: httpx.AsyncClient, url: str, conditions: Mapping[str, str], bounds: Bounds) -> Fetched:
    """Get ``url`` unless it is unchanged.

    Raises:
        Unavailable: no answer, too late, or one that broke off: try again.
        TooLarge: more bytes than the bounds allow.
        BadData: an answer that cannot be used: a redirect that leads nowhere or into a private network, an encoding
            that nobody asked for.
    """
    try:
        async with asyncio.timeout(bounds.seconds):
            return await _follow(http, url, conditions, bounds)
    except TimeoutError:
        raise Unavailable(url, f"no whole answer within {bounds.seconds:g} s") from None
    except httpx.TimeoutException as error:
        raise Unavailable(url, f"no answer ({type(error).__name__})") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise BadData(url, str(error)) from None
    except httpx.HTTPError as error:
        raise Unavailable(url, str(error) or type(error).__name__) from None


async def _follow(http: httpx.AsyncClient, url: str, conditions: Mapping[str, str], bounds: Bounds) -> Fetched:
    here, moved, permanent = url, None, True
    for _ in range(REDIRECTS + 1):
        foreign = origin(here) != origin(url)
        if foreign and not bounds.private:
            await public_only(here)
        headers = {} if foreign else dict(conditions)
        async with http.stream("GET", here, headers=headers) as answer:
            if foreign and not bounds.private:
                _check_peer(here, answer)  # a name that changed its address since it was looked up
            if answer.status_code in _MOVED and (target := answer.headers.get("location")):
                here = urljoin(here, target)
                permanent = permanent and answer.status_code in (301, 308)
                moved = here if permanent else moved
                continue
            data = await _body(answer, here, bounds.bytes) if answer.status_code == 200 else b""
            return Fetched(
                answer.status_code,
                data,
                answer.headers.get("etag"),
                answer.headers.get("last-modified"),
                retry_after(answer.headers.get("retry-after")),
                moved,
            )
    raise BadData(url, f"more than {REDIRECTS} redirects")


def _check_peer(url: str, answer: httpx.Response) -> None:
    stream = answer.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if peer and is_private(str(peer[0])):
        raise refused(url, str(peer[0]))


async def _body(answer: httpx.Response, url: str, most: int) -> bytes:
    """The decoded body, unpacked no further than ``most`` bytes."""
    encoding = answer.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise BadData(url, f"content encoding {encoding}, which was not asked for")
    packed = zlib.decompressobj(47) if encoding not in ("identity", "") else None
    data = bytearray()
    async for chunk in answer.aiter_raw():
        try:
            data += packed.decompress(chunk, most + 1 - len(data)) if packed else chunk
        except zlib.error:
            raise Unavailable(url, f"the {encoding} data are damaged") from None
        if len(data) > most:
            raise TooLarge(url, f"more than {most:,} bytes", "raise WIREDESK_FILE_BYTES if the feed is that large")
    if packed and not packed.eof:
        raise Unavailable(url, f"the {encoding} data end too early")
    return bytes(data)


def retry_after(value: str | None, now: datetime | None = None) -> float | None:
    """Seconds of a ``Retry-After``, a number or a date (RFC 9110, 10.2.3); None for none and for nonsense."""
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
    return min(max(seconds, 0.0), LONGEST_WAIT) if seconds == seconds else None
