"""What a user reads when the broker does not answer or does not let them in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from kombu.exceptions import OperationalError
from redis.exceptions import (
    AuthenticationError,
    ClusterCrossSlotError,
    ConnectionError,
    MovedError,
    ResponseError,
)
from redis.sentinel import MasterNotFoundError

from wiredesk.errors import EXIT_CONFIG, EXIT_UNAVAILABLE, BrokerAuthError, BrokerUnavailable, ConfigError
from wiredesk.queue.broker import REJECTIONS, Rejection, client, queue_depths, to_broker_error
from wiredesk.settings import Settings

URL = "redis://:secret@broker.example:6379/0"


def said(error: Exception, **more: object) -> BrokerUnavailable:
    return to_broker_error(Settings.model_validate({"broker_url": URL} | more), error)


@pytest.mark.parametrize("row", REJECTIONS, ids=lambda row: row.pattern)
def test_each_pattern_of_the_table_is_an_authentication_error(row: Rejection) -> None:
    error = said(ResponseError(f"-{row.pattern} and more words of the server"))
    assert isinstance(error, BrokerAuthError)
    assert error.exit_code == EXIT_CONFIG
    assert error.cause == row.cause
    assert error.hint == "correct user and password in WIREDESK_BROKER_URL"


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (AuthenticationError("Authentication required."), "requires a password"),
        (ResponseError("NOAUTH HELLO must be called with the client already authenticated"), "requires a password"),
        (
            AuthenticationError("invalid username-password pair or user is disabled."),
            "does not accept this user and password",
        ),
        (
            ResponseError("DENIED Redis is running in protected mode because no password is set"),
            "refuses connections from other hosts without a password (protected mode)",
        ),
        (
            AuthenticationError(
                "AUTH <password> called without any password configured for the default user. "
                "Are you sure your configuration is correct?"
            ),
            "has no password for this user, but the URL gives one",
        ),
    ],
)
def test_the_words_of_real_servers(error: Exception, cause: str) -> None:
    assert said(error).cause == cause


def test_the_password_of_the_url_is_never_shown() -> None:
    for error in (ConnectionError("Error 111 connecting"), AuthenticationError("Authentication required.")):
        assert "secret" not in str(said(error))


def test_a_server_that_does_not_answer_is_an_outage_with_its_cause() -> None:
    error = said(ConnectionError("Error 111 connecting\nto broker.example:6379."))
    assert type(error) is BrokerUnavailable
    assert error.exit_code == EXIT_UNAVAILABLE
    assert error.cause == "Error 111 connecting to broker.example:6379."
    assert error.hint == "start it, or correct WIREDESK_BROKER_URL"
    assert said(TimeoutError()).cause == "TimeoutError"


def test_the_embedded_broker_that_does_not_run_is_named_by_its_home(tmp_path: Path) -> None:
    error = said(ConnectionError("Error 2 connecting to unix socket"), broker_url=None, home=tmp_path)
    assert error.cause == "is not running"
    assert str(tmp_path) in error.subject
    with pytest.raises(BrokerUnavailable, match="is not running; celery -A worker worker starts it"):
        queue_depths(Settings(home=tmp_path))


def test_a_url_of_another_kind_of_broker_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="give a redis://"):
        client(Settings(broker_url="amqp://localhost"))


def wrapped(error: Exception) -> OperationalError:
    """Return kombu's error around one of redis-py."""
    outer = OperationalError(str(error))
    outer.__cause__ = error
    return outer


@pytest.mark.parametrize("wrap", [lambda error: error, wrapped], ids=["as it is", "in kombu's error"])
def test_a_node_of_a_cluster_is_said_to_be_one(wrap: Callable[[Exception], Exception]) -> None:
    for error in (ClusterCrossSlotError("Keys in request don't hash to the same slot"), MovedError("1 127.0.0.1:7000")):
        assert "Redis Cluster cannot carry the queues" in str(said(wrap(error)))


def test_a_master_that_no_sentinel_names_is_said_with_its_name() -> None:
    error = said(wrapped(MasterNotFoundError("<a client>")), broker_url="sentinel://:pw@one/0?master_name=wire")
    assert str(error) == (
        "broker sentinel://:***@one/0?master_name=wire: no Sentinel names a master 'wire'; start the Sentinels, or "
        "give the master's name in WIREDESK_BROKER_URL: ?master_name=NAME"
    )
