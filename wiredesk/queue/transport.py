"""kombu's transport over Redis, where an entry of a queue that is no message costs that entry and not the worker.

kombu decodes what it pops in the middle of its event loop, and what is raised there ends the loop.  The ledger sends
again whatever story the entry may have named.
"""

from __future__ import annotations

from json import JSONDecodeError
from typing import Any

import structlog
from kombu.transport import redis, virtual

log = structlog.get_logger()
NO_MESSAGE = (AttributeError, KeyError, TypeError, ValueError)
"""What kombu raises over JSON that is no message."""


class MalformedMessage(Exception):
    """An entry of a queue is not a message."""


class Message(virtual.Message):
    """A message, or :class:`MalformedMessage`."""

    def __init__(self, payload: Any, channel: Any = None, **options: Any) -> None:
        try:
            super().__init__(payload, channel=channel, **options)
            _ = self.delivery_info["exchange"], self.delivery_info["routing_key"]  # asked for when it is acknowledged
        except NO_MESSAGE as error:
            raise MalformedMessage(f"{type(error).__name__}: {error}") from None


class SkipMalformed:
    """A channel that passes over what it cannot decode."""

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]
        except (JSONDecodeError, UnicodeDecodeError, MalformedMessage) as error:
            log.warning("an entry of a queue was no message and is gone", error=str(error))
            return True


class Channel(SkipMalformed, redis.Channel):
    """Of a Redis named by its address."""

    Message = Message


class SentinelChannel(SkipMalformed, redis.SentinelChannel):
    """Of a Redis that sentinels know."""

    Message = Message


class Transport(redis.Transport):
    """Redis."""

    Channel = Channel


class SentinelTransport(redis.SentinelTransport):
    """Redis behind sentinels."""

    Channel = SentinelChannel
