"""TLS to the broker: both halves, redis-py and Celery, verify the server's certificate by default."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError

from tests.support.requirements import need_redis_with_tls
from tests.support.servers import RedisServer, free_port
from wiredesk.errors import BrokerUnavailable
from wiredesk.queue.app import app_for
from wiredesk.queue.broker import queue_depths
from wiredesk.settings import Settings


@dataclass
class SecureRedis:
    """A Redis that also listens with TLS, with a certificate of an authority of its own."""

    url: str
    authority: Path


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureRedis]:
    need_redis_with_tls()
    folder = tmp_path_factory.mktemp("tls")
    authority, key, request, certificate = (folder / name for name in ("ca.pem", "ca.key", "redis.csr", "redis.pem"))
    own = folder / "redis.key"

    def openssl(*words: object) -> None:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=folder)

    new = ("req", "-newkey", "rsa:2048", "-nodes")
    openssl(*new, "-x509", "-days", 2, "-subj", "/CN=desk authority", "-keyout", key, "-out", authority)
    openssl(*new, "-subj", "/CN=localhost", "-keyout", own, "-out", request)
    names = folder / "names"
    names.write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
    openssl("x509", "-req", "-days", 2, "-in", request, "-CA", authority, "-CAkey", key, "-CAcreateserial",
            "-extfile", names, "-out", certificate)  # fmt: skip
    port = free_port()
    redis = RedisServer(
        folder / "redis", tls_port=str(port), tls_cert_file=str(certificate), tls_key_file=str(own),
        tls_ca_cert_file=str(authority), tls_auth_clients="no",
    )  # fmt: skip
    redis.start()
    yield SecureRedis(f"rediss://localhost:{port}/0", authority)
    redis.stop()


def lengths(url: str, home: Path) -> dict[str, int]:
    return queue_depths(Settings(home=home, broker_url=url))


def connect(url: str, home: Path) -> None:
    """Connect as a worker and a producer do."""
    with app_for(Settings(home=home, broker_url=url)).connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        connection.default_channel.client.ping()


@pytest.mark.parametrize("query", ["", "?ssl_cert_reqs=required", "?ssl_cert_reqs=CERT_REQUIRED"])
def test_a_certificate_of_an_unknown_authority_is_refused(server: SecureRedis, tmp_path: Path, query: str) -> None:
    with pytest.raises(BrokerUnavailable, match="certificate verify failed"):
        lengths(server.url + query, tmp_path)
    with pytest.raises((OperationalError, ConnectionError), match="certificate verify failed"):
        connect(server.url + query, tmp_path)


@pytest.mark.parametrize("verification", ["", "&ssl_cert_reqs=required", "&ssl_cert_reqs=CERT_REQUIRED"])
def test_the_authority_is_named_in_the_url(server: SecureRedis, tmp_path: Path, verification: str) -> None:
    url = f"{server.url}?ssl_ca_certs={server.authority}{verification}"
    assert sum(lengths(url, tmp_path).values()) == 0
    connect(url, tmp_path)


@pytest.mark.parametrize("spelling", ["none", "CERT_NONE"])
def test_only_an_explicit_parameter_switches_verification_off(
    server: SecureRedis, tmp_path: Path, spelling: str
) -> None:
    url = f"{server.url}?ssl_cert_reqs={spelling}"
    assert sum(lengths(url, tmp_path).values()) == 0
    connect(url, tmp_path)
