"""Connections whose responses are repaired before the HTTP library reads them, and which refuse private addresses."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from producer.sources.addresses import Reach
from producer.sources.chunked_body import ChunkedBody
from producer.sources.response_head import END_BYTES, MAX_HEAD_BYTES, MAX_LEADING_BYTES, head_end, repair_head

READ_BYTES = 65_536
"""Bytes of one read."""


class RefusedAddress(httpcore.ConnectError):
    """The connection leads where it may not.  Its message is the address."""


class LenientStream(httpcore.AsyncNetworkStream):
    """One connection: the heads of its responses are repaired, and a chunked body is given without its chunks.

    It carries one response, with any number of interim ones before it.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._held = b""
        self._is_in_body = self._is_over = False
        self._chunks: ChunkedBody | None = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        while True:
            if not self._is_in_body:
                if head := await self._head(timeout):
                    return head
                self._is_in_body = True  # no HTTP at all: the library says so
            if self._chunks is None:
                data, self._held = self._held[:max_bytes], self._held[max_bytes:]
                return data or await self._inner.read(max_bytes, timeout)
            if self._is_over:
                return b""
            data = self._held or await self._inner.read(READ_BYTES, timeout)
            self._held = b""
            body = self._decode(self._chunks, data)
            self._is_over = self._chunks.is_complete
            if body or self._is_over:
                return body

    @staticmethod
    def _decode(chunks: ChunkedBody, data: bytes) -> bytes:
        if not data:
            raise httpcore.RemoteProtocolError("the connection ended within a chunked body")
        try:
            return chunks.feed(data)
        except ValueError as error:
            raise httpcore.RemoteProtocolError(str(error)) from None

    async def _head(self, timeout: float | None) -> bytes:
        """Return the next head; empty if what arrives is not one."""
        searched = 0
        while True:
            start = len(self._held) - len(self._held.lstrip(b" \t\r\n"))
            end = head_end(self._held, max(start, searched - END_BYTES))
            searched = len(self._held)
            if end and start <= MAX_LEADING_BYTES:
                found = repair_head(self._held[start:end])
                if not found:
                    return b""
                self._held = self._held[end:]
                self._is_in_body = found.status >= 200 or found.status == 101
                self._chunks = ChunkedBody() if found.is_chunked else None
                return found.data
            if len(self._held) > MAX_HEAD_BYTES:
                raise httpcore.RemoteProtocolError(f"a head of more than {MAX_HEAD_BYTES:,} bytes")
            more = await self._inner.read(READ_BYTES, timeout)
            if not more:
                return b""
            self._held += more

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return LenientStream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class LenientBackend(httpcore.AsyncNetworkBackend):
    """Opens connections as the backend within does."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, reach: Reach | None) -> None:
        """Wrap a backend.

        Args:
            inner: opens the connections.
            reach: a connection that leads elsewhere is refused before anything is sent; None: it may lead anywhere.
        """
        self._inner, self._reach = inner, reach

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        opened = await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)
        peer = opened.get_extra_info("server_addr")
        if self._reach is not None and (not peer or self._reach.refuses(str(peer[0]))):
            await opened.aclose()
            raise RefusedAddress(str(peer[0]) if peer else host)
        return LenientStream(opened)

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        return await self._inner.connect_unix_socket(path, timeout, socket_options)

    async def sleep(self, seconds: float) -> None:
        await self._inner.sleep(seconds)


def make_lenient(client: httpx.AsyncClient, reach: Reach | None = None) -> httpx.AsyncClient:
    """Let a client open its connections here; also those to the proxies that the environment names.

    A proxy's own address may be private: whoever set the proxy trusts it.
    """
    # httpx has no parameter for the network backend of its connection pools
    for transport in {client._transport, *client._mounts.values()}:
        pool = getattr(transport, "_pool", None)
        if isinstance(pool, httpcore.AsyncConnectionPool):
            is_proxy = isinstance(pool, (httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy))
            pool._network_backend = LenientBackend(pool._network_backend, None if is_proxy else reach)
    return client
