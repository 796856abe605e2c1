"""Query the broker: the length of each queue, the kind of server, and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from wiredesk.contract import QUEUES
from wiredesk.errors import BrokerAuthError, BrokerUnavailable, ConfigError
from wiredesk.queue.embedded import broker_url, socket_path
from wiredesk.settings import Settings, without_secret

TIMEOUT_SECONDS = 5.0
"""Seconds to connect, and to wait for an answer."""
INFO_FIELDS = (
    "role", "maxmemory_policy", "used_memory", "maxmemory", "aof_enabled", "aof_last_write_status",
    "rdb_last_bgsave_status",
)  # fmt: skip
"""Fields of the Redis command ``INFO`` that :func:`server_info` returns; sizes are bytes."""
BROKER_ERRORS = (RedisError, ConnectionError, TimeoutError, OSError)


def queue_depths(settings: Settings) -> dict[str, int]:
    """Return the messages in each queue, and how many are delivered but not acknowledged (key ``unacked``).

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    prefix = settings.key_prefix
    try:
        with _cached_client(settings).pipeline(transaction=False) as pipe:
            for queue in QUEUES:
                pipe.llen(f"{prefix}{queue}")
            pipe.hlen(f"{prefix}unacked")
            return dict(zip((*QUEUES, "unacked"), pipe.execute(), strict=True))
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error


def clock(settings: Settings) -> float:
    """Return the time of the broker's clock, in seconds since 1970.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    try:
        with client(settings) as redis:
            seconds, microseconds = redis.time()
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error
    return float(seconds) + float(microseconds) / 1e6


def server_info(settings: Settings) -> dict[str, Any]:
    """Return name and version of the server (key ``server``), and its :data:`INFO_FIELDS` where it has them.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    try:
        with client(settings) as redis:
            info: dict[str, Any] = redis.info()
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error
    name = "Valkey" if "valkey_version" in info else "Redis"
    number = info.get("valkey_version") or info.get("redis_version")
    return {"server": f"{name} {number}"} | {field: info[field] for field in INFO_FIELDS if field in info}


def client(settings: Settings) -> Redis:
    """Return a connection to the broker; Sentinel URLs lead to the current master.

    Raises:
        ConfigError: the URL is not a Redis URL.
    """
    url = broker_url(settings)
    if url.startswith("sentinel://"):
        from kombu import Connection  # lazy: only Sentinel needs it

        channel: Any = Connection(url, transport_options={"socket_timeout": TIMEOUT_SECONDS}).default_channel
        return channel.client  # type: ignore[no-any-return]
    # the caller tries again; redis-py's own retries would multiply the timeout
    return _connect(url, Retry(NoBackoff(), 0))


def _cached_client(settings: Settings) -> Redis:
    """Return a client that is kept: every story of a live wire needs one, and a new one takes longer than the query."""
    url = broker_url(settings)
    return client(settings) if url.startswith("sentinel://") else _client_for(url)


@lru_cache(maxsize=8)
def _client_for(url: str) -> Redis:
    """One client a URL. Threads may share it, and in a forked process its pool opens new connections."""
    # one retry, for the server may have been restarted since the last question
    return _connect(url, Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)))


def _connect(url: str, retry: Retry) -> Redis:
    if url.startswith("redis+socket://"):
        url = f"unix://{url.removeprefix('redis+socket://')}"
    try:
        return Redis.from_url(url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS, retry=retry)
    except ValueError as error:
        hint = "give a redis://, rediss://, redis+socket:// or sentinel:// URL"
        raise ConfigError("WIREDESK_BROKER_URL", str(error), hint) from None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A part of a server's message that rejects this user, and our message for it."""

    pattern: str
    cause: str


REJECTIONS = (
    Rejection("DENIED", "refuses connections from other hosts without a password (protected mode)"),
    Rejection("NOAUTH", "requires a password"),
    Rejection("HELLO must", "requires a password"),
    Rejection("Authentication required", "requires a password"),
    Rejection("WRONGPASS", "does not accept this user and password"),
    Rejection("invalid username-password", "does not accept this user and password"),
    Rejection("without any password configured", "has no password for this user, but the URL gives one"),
    Rejection("no password is set", "has no password, but the URL gives one"),
)
"""Parts of the messages of Redis and Valkey, the first that matches counts. The servers begin a message with a code
(``NOAUTH``), and redis-py drops the code of some."""


def to_broker_error(settings: Settings, error: Exception) -> BrokerUnavailable:
    """Return a client library's error as one of ours, without the password of the URL."""
    url = without_secret(broker_url(settings))
    cause = " ".join(str(error).split()) or type(error).__name__
    for row in REJECTIONS:
        if row.pattern in cause:
            return BrokerAuthError(f"broker {url}", row.cause, "correct user and password in WIREDESK_BROKER_URL")
    if settings.broker_url:
        return BrokerUnavailable(f"broker {url}", cause, "start it, or correct WIREDESK_BROKER_URL")
    if isinstance(error, (RedisConnectionError, OSError)) and not socket_path(settings.home).exists():
        cause = "is not running"
    return BrokerUnavailable(f"embedded broker under {settings.home}", cause, "celery -A worker worker starts it")
