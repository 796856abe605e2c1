"""The broker's URL: one reading for redis-py and for Celery."""

from __future__ import annotations

import ssl

import pytest
from kombu import Connection

from wiredesk.errors import ConfigError
from wiredesk.queue.broker_address import parse_broker_url
from wiredesk.settings import without_secret

SENTINELS = [
    ("sentinel://one", (("one", 26379),), "0", "mymaster"),
    ("sentinel://one:26390/0", (("one", 26390),), "0", "mymaster"),
    ("sentinel://one/2?master_name=wire", (("one", 26379),), "2", "wire"),
    ("sentinel://one/wire", (("one", 26379),), "0", "wire"),
    ("sentinel://one/wire/3", (("one", 26379),), "3", "wire"),
    ("sentinel://one,two:26380,[::1]:26381/1", (("one", 26379), ("two", 26380), ("::1", 26381)), "1", "mymaster"),
    ("sentinel://one:1;sentinel://two:2", (("one", 1), ("two", 2)), "0", "mymaster"),
    ("sentinel://:pw@one:1/4;sentinel://:pw@two:2/4", (("one", 1), ("two", 2)), "4", "mymaster"),
    ("sentinel://one:1;sentinel://two:2/4?master_name=wire", (("one", 1), ("two", 2)), "4", "wire"),
]


@pytest.mark.parametrize(("url", "hosts", "database", "master"), SENTINELS)
def test_sentinels_in_either_spelling(url: str, hosts: tuple[tuple[str, int], ...], database: str, master: str) -> None:
    address = parse_broker_url(url)
    assert (address.hosts, address.database, address.master) == (hosts, database, master)


def test_celery_gets_each_sentinel_and_the_name_of_the_master() -> None:
    url = "sentinel://desk:p%40ss@one,two:26380/1?master_name=wire&sentinel_password=s3"
    config = parse_broker_url(url).celery_config()
    assert config["broker_url"] == "sentinel://desk:p%40ss@one:26379/1;sentinel://desk:p%40ss@two:26380/1"
    options = config["broker_transport_options"]
    assert options["master_name"] == "wire" and options["sentinel_kwargs"]["password"] == "s3"
    connection = Connection(config["broker_url"])
    assert (connection.userid, connection.password, connection.virtual_host) == ("desk", "p@ss", "1")


TLS = [
    ("rediss://cache/0", "required", True),
    ("rediss://cache?ssl_cert_reqs=required", "required", True),
    ("rediss://cache?ssl_cert_reqs=CERT_REQUIRED", "required", True),
    ("rediss://cache?ssl_cert_reqs=CERT_OPTIONAL", "optional", True),
    ("rediss://cache?ssl_cert_reqs=none", "none", False),
    ("rediss://cache?ssl_cert_reqs=CERT_NONE", "none", False),
    ("rediss://cache?ssl_check_hostname=false", "required", False),
]


@pytest.mark.parametrize(("url", "level", "check"), TLS)
def test_both_halves_verify_the_certificate_alike(url: str, level: str, check: bool) -> None:
    address = parse_broker_url(url)
    assert address.tls is not None
    assert (address.tls["ssl_cert_reqs"], address.tls["ssl_check_hostname"]) == (level, check)
    config = address.celery_config()
    wanted = {"required": ssl.CERT_REQUIRED, "optional": ssl.CERT_OPTIONAL, "none": ssl.CERT_NONE}[level]
    connection = Connection(config["broker_url"], ssl=config["broker_use_ssl"])
    assert connection.ssl["ssl_cert_reqs"] == wanted and connection.ssl["ssl_check_hostname"] == check
    assert connection.hostname == "cache" and "?" not in config["broker_url"]


def test_files_of_certificates_reach_both_halves() -> None:
    address = parse_broker_url("rediss://:pw@cache:6380/2?ssl_ca_certs=/ca.pem&ssl_certfile=/c.pem&ssl_keyfile=/k.pem")
    config = address.celery_config()
    assert config["broker_url"] == "rediss://:pw@cache:6380/2"
    for name, path in (("ssl_ca_certs", "/ca.pem"), ("ssl_certfile", "/c.pem"), ("ssl_keyfile", "/k.pem")):
        assert address.tls is not None and address.tls[name] == path and config["broker_use_ssl"][name] == path


@pytest.mark.parametrize("url", ["redis://cache", "redis://:pw@cache:6380/2", "redis+socket:///run/wd/broker.sock"])
def test_other_urls_reach_celery_as_they_are(url: str) -> None:
    config = parse_broker_url(url).celery_config()
    assert config == {"broker_url": url, "broker_transport_options": {}}


REFUSED = [
    ("redis-cluster://a,b", "Redis Cluster cannot carry the queues"),
    ("rediss-cluster://a", "Redis Cluster cannot carry the queues"),
    ("redis+cluster://a", "Redis Cluster cannot carry the queues"),
    ("amqp://a", "'amqp' is not a scheme of a broker's URL"),
    ("cache:6379", "is not a scheme of a broker's URL"),
    ("redis://cache/wire", "'wire' is not the number of a database"),
    ("redis://cache:port/0", "'cache:port'"),
    ("redis://cache?master_name=wire", "the parameter 'master_name' is not known"),
    ("rediss://cache?ssl_cert_reqs=maybe", "ssl_cert_reqs=maybe is not known"),
    ("rediss://cache?ssl_ca=/ca.pem", "those of rediss:// are: ssl_ca_certs"),
]


@pytest.mark.parametrize(("url", "cause"), REFUSED)
def test_a_url_that_cannot_work_is_refused_in_one_sentence(url: str, cause: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_broker_url(url)
    assert cause in str(caught.value) and "\n" not in str(caught.value)


SHOWN = [
    ("redis://:pw@cache/0", "redis://:***@cache/0"),
    ("postgresql://wire:pw@db/wire", "postgresql://wire:***@db/wire"),
    ("postgresql://db/wire?user=wire&password=pw", "postgresql://db/wire?user=wire&password=***"),
    ("postgresql://db/wire?sslpassword=pw&sslmode=require", "postgresql://db/wire?sslpassword=***&sslmode=require"),
    ("sentinel://:pw@one;sentinel://:pw@two/0", "sentinel://:***@one;sentinel://:***@two/0"),
    ("sentinel://one?sentinel_password=pw", "sentinel://one?sentinel_password=***"),
    ("redis://cache/0", "redis://cache/0"),
]


@pytest.mark.parametrize(("url", "shown"), SHOWN)
def test_no_secret_of_a_url_is_shown(url: str, shown: str) -> None:
    assert without_secret(url) == shown


def test_the_parts_do_not_show_the_password() -> None:
    assert "pw" not in repr(parse_broker_url("sentinel://:pw@one?sentinel_password=pw"))
