"""What wiredesk itself asks the broker: how long the queues are, and what server it is."""

from __future__ import annotations

from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.retry import Retry

from wiredesk.errors import BrokerAuthError, BrokerUnavailable, ConfigError
from wiredesk.queue.embedded import broker_url, socket_path
from wiredesk.settings import Settings, without_secret
from wiredesk.store.ledger import QUEUES

TIMEOUT = 5.0
"""Seconds to connect and to wait for an answer."""
INFO_FIELDS = (
    "role", "maxmemory_policy", "used_memory", "maxmemory", "aof_enabled", "aof_last_write_status",
    "rdb_last_bgsave_status",
)  # fmt: skip
"""Fields of ``INFO``; sizes are bytes."""
BROKER_ERRORS = (RedisError, ConnectionError, TimeoutError, OSError)


def queue_depths(settings: Settings) -> dict[str, int]:
    """Messages in each queue, and how many are delivered but not acknowledged (``unacked``).

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
    """The broker's clock, seconds since 1970.

    Raises:
        BrokerUnavailable: it does not answer.
    """
    try:
        with client(settings) as redis:
            told: Any = redis.time()
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error
    return float(told[0] + told[1] / 1e6)


def server_info(settings: Settings) -> dict[str, Any]:
    """What the broker says of itself: ``server``, and of ``INFO`` what tells whether it keeps what it takes.

    Raises:
        BrokerUnavailable: it does not answer.
    """
    try:
        with client(settings) as redis:
            info: dict[str, Any] = redis.info()
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error
    kind = "Valkey" if "valkey_version" in info else "Redis"
    number = info.get("valkey_version") or info.get("redis_version")
    return {"server": f"{kind} {number}"} | {key: info[key] for key in INFO_FIELDS if key in info}


def client(settings: Settings) -> Redis:
    """A connection to the broker; sentinels are asked for their master.

    Raises:
        ConfigError: the URL is none of Redis.
    """
    url = broker_url(settings)
    once = Retry(NoBackoff(), 0)  # the caller tries again; redis-py's own retries would multiply the timeout
    limits: dict[str, Any] = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT, "retry": once}
    if url.startswith("sentinel://"):
        from kombu import Connection

        channel: Any = Connection(url, transport_options={"socket_timeout": TIMEOUT}).default_channel
        return channel.client  # type: ignore[no-any-return]
    if url.startswith("redis+socket://"):
        url = f"unix://{url.removeprefix('redis+socket://')}"
    try:
        return Redis.from_url(url, **limits)
    except ValueError as error:
        hint = "give a redis://, rediss://, redis+socket:// or sentinel:// URL"
        raise ConfigError("WIREDESK_BROKER_URL", str(error), hint) from None


def _cached_client(settings: Settings) -> Redis:
    """The client that asks again and again, with every story of a live wire: to make one costs more than to ask."""
    url = broker_url(settings)
    if url.startswith("sentinel://"):
        return client(settings)
    if url not in _clients:
        _clients[url] = client(settings)
        # the server may have been restarted since the last question
        _clients[url].set_retry(Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)))
    return _clients[url]


_clients: dict[str, Redis] = {}
"""By URL; safe among threads, and a forked process connects anew."""


def to_broker_error(settings: Settings, error: Exception) -> BrokerUnavailable:
    """The broker's error in our words, without the password."""
    url = without_secret(broker_url(settings))
    cause = " ".join(str(error).split()) or type(error).__name__
    if "DENIED" in cause:
        cause = "refuses connections from other hosts without a password (protected mode)"
    elif "NOAUTH" in cause or "HELLO must" in cause or "Authentication required" in cause:
        cause = "asks for a password"
    elif "WRONGPASS" in cause or "invalid username-password" in cause:
        cause = "does not take this user and password"
    if "password" in cause:
        return BrokerAuthError(f"broker {url}", cause, "correct user and password in WIREDESK_BROKER_URL")
    if not settings.broker_url:
        gone = isinstance(error, (RedisConnectionError, OSError)) and not socket_path(settings.home).exists()
        where = f"embedded broker under {settings.home}"
        return BrokerUnavailable(where, "is not running" if gone else cause, "celery -A worker worker starts it")
    return BrokerUnavailable(f"broker {url}", cause, "start it, or correct WIREDESK_BROKER_URL")
