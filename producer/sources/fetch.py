"""One HTTP request for a feed: conditional, limited in time and size, with checked redirects."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx

from producer.formats.text.content_type import charset_of
from producer.sources.addresses import PUBLIC, Reach, origin, require_reachable
from producer.sources.lenient_connection import RefusedAddress, make_lenient
from producer.sources.lying_codings import RAISE_LIMIT, undo_codings
from producer.sources.public_address import address_of_document, hide_secrets, public_address
from wiredesk.errors import BadData, TooLarge, Unavailable

MAX_REDIRECTS = 5
"""Redirects followed in one request; a feed that needs more is misconfigured."""
MAX_RETRY_AFTER_SECONDS = 86_400.0
"""A longer ``Retry-After`` is cut to a day: a typing error must not silence a feed for ever."""
HTTP_SECONDS = 30.0
"""Time for each step of a request: connect, send, next bytes."""
ACCEPT = "application/feed+json, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
MAX_VALIDATOR_BYTES = 2048
"""A longer validator is not sent back: servers refuse requests with headers of more than some kilobytes."""
_BLANK = " \t"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_MOVED = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class RequestLimits:
    """Limits of one request.  ``seconds`` counts from its start to the last byte, including redirects."""

    bytes: int
    """After decompression."""
    seconds: float = 60.0
    private: bool = False
    """Whether redirects may lead into private networks."""
    reach: Reach | None = None
    """Where the address itself and all redirects may lead; None: the address anywhere."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer.  ``data`` is empty unless the status is 200."""

    status: int
    data: bytes = b""
    etag: str | None = None
    """The validators as Latin-1, which keeps every byte."""
    modified: str | None = None
    retry_after: float | None = None
    """Seconds."""
    moved: str | None = None
    """New address of the feed, from a permanent redirect."""
    address: str = ""
    """Address that gave the answer, after all redirects; with its secrets."""
    charset: str | None = None
    """The ``charset`` of its ``Content-Type``."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """Headers that request a document only if it changed, and the digest of the address whose answer had them."""

    headers: Mapping[str, bytes] = field(default_factory=dict)
    at: str | None = None
    """None: the configured address (checkpoints of earlier releases do not say)."""


UNCONDITIONAL = Conditions()
"""Requests the document in any case."""


def address_digest(url: str) -> str:
    """Return what identifies an address in a checkpoint without telling its secrets, which may change."""
    return hashlib.sha256(address_of_document(url).encode("utf-8", "replace")).hexdigest()[:16]


class HttpClient:
    """Requests for many feeds.  A context manager.

    Each request has its own connection: polls are minutes apart, and nothing that a server sends after an answer can
    be taken for another answer.  Cookies are kept while the client lives.
    """

    def __init__(self, user_agent: str) -> None:
        self._user_agent, self._cookies = user_agent, CookieJar()
        self._clients: dict[Reach | None, httpx.AsyncClient] = {}

    async def __aenter__(self) -> HttpClient:
        return self

    async def __aexit__(self, *error: Any) -> None:
        for client in self._clients.values():
            await client.aclose()

    def get(
        self, url: str, headers: Mapping[str, bytes], *, reach: Reach | None
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """Request ``url``; ``reach`` says where the connection may lead, None: anywhere."""
        if reach not in self._clients:
            self._clients[reach] = _client(self._user_agent, self._cookies, reach)
        return self._clients[reach].stream(
            "GET", url, headers=[(name.encode(), value) for name, value in headers.items()]
        )


def http_client(user_agent: str) -> HttpClient:
    """Return an HTTP client for many feeds."""
    return HttpClient(user_agent)


def _client(user_agent: str, cookies: CookieJar, reach: Reach | None) -> httpx.AsyncClient:
    headers = {"User-Agent": user_agent, "Accept": ACCEPT, "Accept-Encoding": "gzip, deflate"}
    client = httpx.AsyncClient(
        headers=headers, timeout=HTTP_SECONDS, follow_redirects=False, cookies=cookies,
        limits=httpx.Limits(max_connections=None, max_keepalive_connections=0),
    )  # fmt: skip
    return make_lenient(client, reach)


def _client_error(error: Exception) -> str:
    return hide_secrets(str(error)) or type(error).__name__


async def fetch(http: HttpClient, url: str, conditions: Conditions, limits: RequestLimits) -> Fetched:
    """Get ``url`` unless it is unchanged.

    Raises:
        Unavailable: there is no answer, or it is late or broke off: try again.
        TooLarge: more bytes than the limits allow.
        BadData: the answer cannot be used: a redirect to an invalid or private address, or an encoding that was not
            requested.
    """
    shown = public_address(url)
    try:
        async with asyncio.timeout(limits.seconds):
            return await _follow(http, url, conditions, limits)
    except TimeoutError:
        raise Unavailable(shown, f"no whole answer within {limits.seconds:g} s") from None
    except httpx.TimeoutException as error:
        raise Unavailable(shown, f"no answer ({type(error).__name__})") from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise BadData(shown, _client_error(error)) from None
    except httpx.HTTPError as error:
        if isinstance(error.__cause__, RefusedAddress):
            raise (limits.reach or PUBLIC).refusal(shown, str(error)) from None
        raise Unavailable(shown, _client_error(error)) from None


async def _follow(http: HttpClient, url: str, conditions: Conditions, limits: RequestLimits) -> Fetched:
    here, moved, permanent = url, None, True
    for _ in range(MAX_REDIRECTS + 1):
        foreign = origin(here) != origin(url)
        reach = limits.reach or (PUBLIC if foreign and not limits.private else None)
        if reach is not None:
            await require_reachable(here, reach)
        is_same = address_digest(here) == conditions.at if conditions.at else not foreign
        headers = conditions.headers if is_same else {}
        async with http.get(here, headers, reach=reach) as answer:
            if answer.status_code in _MOVED and (target := location(answer)):
                here = redirected(url, here, target)
                permanent = permanent and answer.status_code in (301, 308)
                moved = here if permanent else moved
                continue
            data = await _body(answer, here, limits.bytes) if answer.status_code == 200 else b""
            return Fetched(
                answer.status_code,
                data,
                validator(raw_header(answer, b"etag")),
                validator(raw_header(answer, b"last-modified")),
                parse_retry_after(answer.headers.get("retry-after")),
                moved,
                here,
                charset_of(answer.headers.get("content-type")),
            )
    raise BadData(public_address(url), f"more than {MAX_REDIRECTS} redirects")


def redirected(configured: str, here: str, target: str) -> str:
    """Return where a redirect leads.

    User and password of the configured address go along to the same host, also from port 80 to TLS, and nowhere else.
    """
    try:
        there = urljoin(here, target)
        parts, own = urlsplit(there), urlsplit(configured)
    except ValueError:
        raise BadData(public_address(configured), "a redirect to an invalid address") from None
    if "@" not in own.netloc or "@" in parts.netloc or parts.scheme not in ("http", "https"):
        return there
    before, after = origin(configured), origin(there)
    is_upgrade = before[1] == after[1] and (before[0], before[2], after[0], after[2]) == ("http", 80, "https", 443)
    if before != after and not is_upgrade:
        return there
    return parts._replace(netloc=f"{own.netloc.rpartition('@')[0]}@{parts.netloc}").geturl()


def location(answer: httpx.Response) -> str:
    """Return where an answer redirects to: its first ``Location``, in UTF-8 or else in Latin-1; empty without one."""
    raw = raw_header(answer, b"location") or b""
    try:
        return raw.decode("utf-8").strip()
    except UnicodeDecodeError:
        return raw.decode("latin-1").strip()


def raw_header(answer: httpx.Response, name: bytes) -> bytes | None:
    """Return the bytes of a header as they were sent."""
    return next((value for key, value in answer.headers.raw if key.lower() == name), None)


def validator(value: bytes | None) -> str | None:
    """Return an ``ETag`` or date as text that keeps every byte; None if it cannot be sent back."""
    text = value.strip().decode("latin-1") if value else ""
    return text if text and sendable(text) else None


def sendable(text: str) -> bytes | None:
    """Return the bytes of a remembered validator; None if no request can carry them.

    Text beyond Latin-1 was remembered by an earlier release, which could not send it.
    """
    if len(text) > MAX_VALIDATOR_BYTES or _CONTROL.search(text) or text != text.strip(_BLANK):
        return None
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None


async def _body(answer: httpx.Response, url: str, max_bytes: int) -> bytes:
    """Return the decoded body; read and decompress no more than ``max_bytes`` bytes."""
    shown = public_address(url)
    data = bytearray()
    async for chunk in answer.aiter_raw():
        data += chunk
        if len(data) > max_bytes:
            raise TooLarge(shown, f"more than {max_bytes:,} bytes", RAISE_LIMIT)
    names = answer.headers.get("content-encoding", "")
    return await asyncio.to_thread(undo_codings, bytes(data), names, shown, max_bytes)


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
