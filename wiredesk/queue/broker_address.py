"""The broker's URL, read once for both halves: redis-py, which asks for lengths, and Celery, which carries messages.

Both libraries read URLs themselves, but not alike: the one verifies a server's certificate unless it is told not to,
the other does not unless it is told to, and neither knows a parameter for the name of a Sentinel's master.

``redis://``, ``rediss://`` (TLS), ``redis+socket://`` (a unix socket) and ``sentinel://`` are understood.
"""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from redis import Redis
from redis.retry import Retry
from redis.sentinel import Sentinel

from wiredesk.errors import ConfigError

TIMEOUT_SECONDS = 5.0
"""Seconds to connect, and to wait for an answer."""
REDIS_PORT, SENTINEL_PORT = 6379, 26379
DEFAULT_MASTER = "mymaster"
"""Name of the master in the configuration that Redis delivers for its Sentinel."""
_VERIFICATION = {"required": ssl.CERT_REQUIRED, "optional": ssl.CERT_OPTIONAL, "none": ssl.CERT_NONE}
"""Values of ``ssl_cert_reqs``; Celery's documentation writes them ``CERT_REQUIRED``, redis-py's ``required``."""
_TLS_FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
_TLS = (*_TLS_FILES, "ssl_cert_reqs", "ssl_check_hostname")
_SENTINEL = ("master_name", "sentinel_username", "sentinel_password")
_SCHEMES = "redis://, rediss://, redis+socket:// or sentinel://"
NO_CLUSTER = (
    "Redis Cluster cannot carry the queues: a worker waits at several lists at once, and each may be on another server",
    "use one Redis server, Sentinel, or a managed Redis with cluster mode off",
)
"""Cause and way out where the broker is a Redis Cluster."""


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """A broker's URL in parts."""

    url: str = field(repr=False)
    """As it was given."""
    hosts: tuple[tuple[str, int], ...] = ()
    """Host and port of the server, or of each Sentinel; empty for a unix socket."""
    database: str = "0"
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: Mapping[str, Any] | None = None
    """redis-py's arguments for TLS, None without TLS.  The certificate is verified unless the URL says otherwise."""
    master: str = ""
    """The name under which the Sentinels know the server; empty without Sentinel."""
    sentinel: Mapping[str, str] = field(default_factory=dict, repr=False)
    """User and password of the Sentinels themselves, if they require one."""

    def celery_config(self) -> dict[str, Any]:
        """Return Celery's settings of the connection: ``broker_url``, ``broker_use_ssl`` and transport options."""
        if self.master:
            urls = [f"sentinel://{self._user()}{_bracketed(host)}:{port}/{self.database}" for host, port in self.hosts]
            options = {"master_name": self.master, "sentinel_kwargs": _sentinel_options(self.sentinel)}
            return {"broker_url": ";".join(urls), "broker_transport_options": options}
        if self.tls is None:
            return {"broker_url": self.url, "broker_transport_options": {}}
        (host, port) = self.hosts[0]
        url = f"rediss://{self._user()}{_bracketed(host)}:{port}/{self.database}"
        tls = {**self.tls, "ssl_cert_reqs": _VERIFICATION[self.tls["ssl_cert_reqs"]]}
        return {"broker_url": url, "broker_use_ssl": tls, "broker_transport_options": {}}

    def client(self, retry: Retry) -> Redis:
        """Return a client of the server, or of the master that the Sentinels name at each new connection.

        Raises:
            ConfigError: the URL is not valid.
        """
        timeouts: dict[str, Any] = {
            "socket_timeout": TIMEOUT_SECONDS,
            "socket_connect_timeout": TIMEOUT_SECONDS,
            "retry": retry,
        }
        login: dict[str, Any] = {"username": self.username, "password": self.password}
        if self.master:
            sentinels: Any = Sentinel
            found = sentinels(self.hosts, sentinel_kwargs=_sentinel_options(self.sentinel))
            client: Redis = found.master_for(self.master, Redis, db=int(self.database), **login, **timeouts)
            return client
        if self.tls is not None:
            (host, port) = self.hosts[0]
            return Redis(host, port, int(self.database), ssl=True, **self.tls, **login, **timeouts)
        url = self.url
        if url.startswith("redis+socket://"):
            url = f"unix://{url.removeprefix('redis+socket://')}"
        try:
            return Redis.from_url(url, **timeouts)
        except ValueError as error:
            raise _invalid(str(error)) from None

    def _user(self) -> str:
        if self.username is None and self.password is None:
            return ""
        return f"{quote(self.username or '', safe='')}:{quote(self.password or '', safe='')}@"


def parse_broker_url(url: str) -> BrokerAddress:
    """Return the parts of a broker's URL.

    Args:
        url: several Sentinels are separated by commas, ``sentinel://a:26379,b:26379/0?master_name=wire``, or written
            as Celery does, ``sentinel://a:26379;sentinel://b:26379/0``.

    Raises:
        ConfigError: the URL is not valid, names Redis Cluster, or has a parameter that means nothing here.
    """
    scheme = url.partition("://")[0].lower()
    if "cluster" in scheme:
        raise ConfigError("WIREDESK_BROKER_URL", *NO_CLUSTER)
    if scheme not in {"redis", "rediss", "redis+socket", "sentinel"} or "://" not in url:
        raise _invalid(f"{scheme[:20]!r} is not a scheme of a broker's URL")
    if scheme == "redis+socket":
        return BrokerAddress(url)
    parts = urlsplit(_joined(url))
    login, _, places = parts.netloc.rpartition("@")
    username, _, password = login.partition(":")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    allowed = {"rediss": _TLS, "sentinel": _SENTINEL}.get(scheme, ())
    for name in given:
        if name not in allowed:
            known = ", ".join(allowed) or "none"
            raise _invalid(f"the parameter {name[:40]!r} is not known; those of {scheme}:// are: {known}")
    path = parts.path.strip("/")
    master, _, database = path.rpartition("/") if scheme == "sentinel" and not path.isdecimal() else ("", "", path)
    if scheme == "sentinel" and database and not database.isdecimal():
        master, database = database, ""  # sentinel://host/NAME
    if database and not database.isdecimal():
        raise _invalid(f"{database[:40]!r} is not the number of a database")
    return BrokerAddress(
        url,
        _hosts(places, SENTINEL_PORT if scheme == "sentinel" else REDIS_PORT),
        database or "0",
        unquote(username) or None,
        unquote(password) or None,
        _tls(given) if scheme == "rediss" else None,
        (given.get("master_name") or unquote(master) or DEFAULT_MASTER) if scheme == "sentinel" else "",
        {name.removeprefix("sentinel_"): given[name] for name in _SENTINEL[1:] if given.get(name)},
    )


def _joined(url: str) -> str:
    """Return Celery's form for several Sentinels as one URL with commas; the query stands behind the last."""
    first, *others = url.split(";sentinel://")
    if not others:
        return url
    head, _, _ = first.partition("?")
    scheme, _, rest = head.partition("://")
    login, _, place = rest.partition("/")[0].rpartition("@")
    places = [place, *(other.partition("?")[0].partition("/")[0].rpartition("@")[2] for other in others)]
    tail = "".join(others[-1].partition("/")[1:]) or "/" + rest.partition("/")[2]
    return f"{scheme}://{login}{'@' if login else ''}{','.join(places)}{tail}"


def _hosts(places: str, default_port: int) -> tuple[tuple[str, int], ...]:
    hosts: list[tuple[str, int]] = []
    for place in places.split(","):
        try:
            parts = urlsplit(f"//{place}")
            hosts.append((parts.hostname or "localhost", parts.port or default_port))
        except ValueError as error:
            raise _invalid(f"{place[:60]!r}: {error}") from None
    return tuple(hosts)


def _tls(given: Mapping[str, str]) -> dict[str, Any]:
    """Return redis-py's arguments for TLS.  The server's certificate and name are verified by default."""
    level = given.get("ssl_cert_reqs", "required").lower().removeprefix("cert_")
    if level not in _VERIFICATION:
        raise _invalid(f"ssl_cert_reqs={given['ssl_cert_reqs'][:20]} is not known; use required, optional or none")
    check = given.get("ssl_check_hostname", "true").lower() not in {"false", "0", "no"} and level != "none"
    files = {name: given[name] for name in _TLS_FILES if given.get(name)}
    return {"ssl_cert_reqs": level, "ssl_check_hostname": check, **files}


def _sentinel_options(login: Mapping[str, str]) -> dict[str, Any]:
    return {"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS, **login}


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _invalid(cause: str) -> ConfigError:
    return ConfigError("WIREDESK_BROKER_URL", cause, f"give a {_SCHEMES} URL")
