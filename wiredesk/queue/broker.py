"""Query the broker: the length of each queue, the kind of server, and its clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AskError, ClusterCrossSlotError, ClusterError, RedisError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry
from redis.sentinel import MasterNotFoundError

from wiredesk.contract import QUEUES
from wiredesk.errors import BrokerAuthError, BrokerUnavailable, ConfigError
from wiredesk.queue.broker_address import NO_CLUSTER, parse_broker_url
from wiredesk.queue.embedded import broker_url, socket_path
from wiredesk.settings import Settings, without_secret

INFO_FIELDS = (
    "role", "maxmemory_policy", "used_memory", "maxmemory", "aof_enabled", "aof_last_write_status",
    "rdb_last_bgsave_status", "cluster_enabled",
)  # fmt: skip
"""Fields of the Redis command ``INFO`` that :func:`server_info` returns; sizes are bytes."""
CLUSTER_ERRORS = (ClusterError, ClusterCrossSlotError, AskError)
"""What a node of Redis Cluster answers where one server would carry out the command; MOVED is a kind of ASK."""
BROKER_ERRORS = (RedisError, ConnectionError, TimeoutError, OSError)


def queue_depths(settings: Settings, lanes: Iterable[str] = ()) -> dict[str, int]:
    """Return the messages in each queue, and how many are delivered but not acknowledged (key ``unacked``).

    Args:
        lanes: queues of single languages that are counted too.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    return _depths(settings, dict.fromkeys((*QUEUES, *lanes)), "unacked")


def lane_depths(settings: Settings, lanes: Iterable[str]) -> dict[str, int]:
    """Return the messages in each of some queues.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    return _depths(settings, lanes)


def _depths(settings: Settings, queues: Iterable[str], *hashes: str) -> dict[str, int]:
    """Return the lengths of queues and of hashes, in one round trip."""
    names = list(queues)
    try:
        with _cached_client(settings).pipeline(transaction=False) as pipe:
            for name in names:
                pipe.llen(f"{settings.key_prefix}{name}")
            for name in hashes:
                pipe.hlen(f"{settings.key_prefix}{name}")
            return dict(zip((*names, *hashes), pipe.execute(), strict=True))
    except BROKER_ERRORS as error:
        raise to_broker_error(settings, error) from error


def drop_queue(settings: Settings, queue: str) -> None:
    """Delete the messages of a queue that no worker takes any more; the ledger sends their stories again.

    Raises:
        BrokerUnavailable: the broker does not answer.
    """
    try:
        _cached_client(settings).delete(f"{settings.key_prefix}{queue}")
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


def refuse_cluster(settings: Settings) -> None:
    """Check at the start of a worker that the broker is no node of Redis Cluster; a broker that is down may come later.

    Raises:
        ConfigError: it is one.
    """
    if not settings.broker_url:
        return
    try:
        found = server_info(settings).get("cluster_enabled")
    except BrokerUnavailable:
        return
    if found:
        raise ConfigError(f"broker {without_secret(settings.broker_url)}", *NO_CLUSTER)


def client(settings: Settings) -> Redis:
    """Return a connection to the broker; Sentinel URLs lead to the current master.

    Raises:
        ConfigError: the URL is not valid.
    """
    # the caller tries again; redis-py's own retries would multiply the timeout
    return parse_broker_url(broker_url(settings)).client(Retry(NoBackoff(), 0))


def _cached_client(settings: Settings) -> Redis:
    """Return a client that is kept: every story of a live wire needs one, and a new one takes longer than the query."""
    return _client_for(broker_url(settings))


@lru_cache(maxsize=8)
def _client_for(url: str) -> Redis:
    """One client a URL. Threads may share it, and in a forked process its pool opens new connections."""
    # one retry, for the server may have been restarted since the last question
    return parse_broker_url(url).client(Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,)))


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


def _original(error: BaseException) -> BaseException:
    """Return redis-py's error that kombu has wrapped in one of its own, else the error itself."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, RedisError):
        found = found.__cause__ or found.__context__
    return found or error


def to_broker_error(settings: Settings, error: Exception) -> BrokerUnavailable:
    """Return a client library's error as one of ours, without the password of the URL."""
    url = without_secret(broker_url(settings))
    cause = " ".join(str(error).split()) or type(error).__name__
    original = _original(error)
    if isinstance(original, MasterNotFoundError):
        cause = f"no Sentinel names a master {parse_broker_url(broker_url(settings)).master!r}"
        hint = "start the Sentinels, or give the master's name in WIREDESK_BROKER_URL: ?master_name=NAME"
        return BrokerUnavailable(f"broker {url}", cause, hint)
    if isinstance(original, CLUSTER_ERRORS):
        return BrokerUnavailable(f"broker {url}", *NO_CLUSTER)
    for row in REJECTIONS:
        if row.pattern in cause:
            return BrokerAuthError(f"broker {url}", row.cause, "correct user and password in WIREDESK_BROKER_URL")
    if settings.broker_url:
        return BrokerUnavailable(f"broker {url}", cause, "start it, or correct WIREDESK_BROKER_URL")
    if isinstance(error, (RedisConnectionError, OSError)) and not socket_path(settings.home).exists():
        cause = "is not running"
    return BrokerUnavailable(f"embedded broker under {settings.home}", cause, "celery -A worker worker starts it")
