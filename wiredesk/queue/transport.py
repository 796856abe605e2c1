"""kombu's Redis transport, made to skip an entry of a queue that is not a message, and to keep its client.

kombu decodes what it pops in the middle of its event loop, and an exception there ends the loop and with it the worker.
Here only the entry is lost: the ledger sends again every story that it may have named.

An app uses these classes through :class:`WireAMQP`, by public means: Celery's ``amqp`` argument and kombu's
``Connection.get_transport_cls``. ``Channel._brpop_read`` and ``Channel._create_client`` are private to kombu, which
offers no public place around the decoding or for a client. Therefore ``pyproject.toml`` bounds kombu below 5.8, and
``tests/integration/test_transport.py`` fails when kombu no longer calls an override.
"""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

import structlog
from celery.app.amqp import AMQP, Queues
from kombu import Connection
from kombu.transport import redis, virtual

log = structlog.get_logger()
DECODE_ERRORS = (AttributeError, KeyError, TypeError, ValueError)
"""Errors of kombu when it builds a message from JSON that is not a message."""


class MalformedMessage(Exception):
    """An entry of a queue is not a message."""


class Message(virtual.Message):
    """A message that raises :class:`MalformedMessage` where kombu would raise one of many errors."""

    def __init__(self, payload: Any, channel: Any = None, **options: Any) -> None:
        try:
            super().__init__(payload, channel=channel, **options)
            _ = self.delivery_info["exchange"], self.delivery_info["routing_key"]  # an acknowledgement needs both
        except DECODE_ERRORS as error:
            raise MalformedMessage(f"{type(error).__name__}: {error}") from None


class SkipMalformed:
    """A channel that skips entries which it cannot decode."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]
        except (JSONDecodeError, UnicodeDecodeError, MalformedMessage) as error:
            log.warning("skipped a queue entry that is not a message", error=str(error))
            return True


class KeepClient:
    """A channel with one client: kombu makes one for each command, which takes twice as long as the command.

    The client takes its connections from the channel's pool, as the many do; a forked child has another pool.
    """

    _kept: Any = None

    def _create_client(self, asynchronous: bool = False) -> Any:
        if asynchronous:
            return super()._create_client(asynchronous=True)  # type: ignore[misc]
        if self._kept is None or self._kept.connection_pool is not self.pool:  # type: ignore[attr-defined]
            self._kept = super()._create_client()  # type: ignore[misc]
        return self._kept


class Channel(KeepClient, SkipMalformed, redis.Channel):
    """Channel for a standalone Redis."""

    Message = Message


class SentinelChannel(KeepClient, SkipMalformed, redis.SentinelChannel):
    """Channel for Redis behind Sentinel."""

    Message = Message


class Transport(redis.Transport):
    """Transport for a standalone Redis."""

    Channel = Channel


class SentinelTransport(redis.SentinelTransport):
    """Transport for Redis behind Sentinel."""

    Channel = SentinelChannel


TRANSPORTS: dict[Any, type] = {redis.Transport: Transport, redis.SentinelTransport: SentinelTransport}
"""kombu's transports and the ones that replace them."""


class WireConnection(Connection):
    """A connection that replaces kombu's Redis transports with the ones above, and keeps any other."""

    def get_transport_cls(self) -> Any:
        """Return the transport class for this connection's URL."""
        transport = super().get_transport_cls()
        return TRANSPORTS.get(transport, transport)


class LaneQueues(Queues):
    """Celery's queues of an app; who selects one by ``-Q`` selects its lanes of single languages too."""

    def select(self, include: Any) -> None:
        """Take messages from these queues only, and from their lanes."""
        if include:
            names = include.split(",") if isinstance(include, str) else list(include)
            lanes = [name for name in self if name.partition(".")[0] in names]
            include = list(dict.fromkeys([*(name for name in names if name in self or not lanes), *lanes]))
        super().select(include)


class WireAMQP(AMQP):
    """Celery's message layer with :class:`WireConnection`: ``Celery(amqp=WireAMQP)``."""

    queues_cls = LaneQueues

    Connection = WireConnection
    BrokerConnection = WireConnection
