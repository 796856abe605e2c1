"""Changes and alerts as messages of JSON, the same for every kind of sink that sends messages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from desk.sinks.alert_message import AlertMessage
from desk.sinks.sink import Outgoing
from wiredesk.store.types import iso
from wiredesk.story_uri import story_uri

CLOUD_EVENT_TYPE = "application/cloudevents+json"
"""Media type of a CloudEvent in its structured form."""


@dataclass(frozen=True, slots=True)
class SinkMessage:
    """A message to send."""

    n: int
    """The number of the change, or of the message of a watch."""
    id: str
    """The same whenever the message is sent again."""
    type: str
    """Such as ``story.stored``, ``thing.merged`` or ``watch.alert``."""
    of: str
    """The id of the story or the thing, or the name of the watch: messages of the same stay in their order."""
    at: datetime
    source: Outgoing | AlertMessage

    @classmethod
    def of_change(cls, change: Outgoing) -> SinkMessage:
        """Return the message of a change."""
        of = "story" if change.thing is None else "thing"
        return cls(
            change.n, f"wiredesk-{change.n}", f"{of}.{change.what}", change.thing or change.id, change.at, change
        )  # fmt: skip

    @classmethod
    def of_alerts(cls, message: AlertMessage) -> SinkMessage:
        """Return the message of a watch."""
        return cls(message.n, message.id, "watch.alert", message.watch, message.at, message)

    @property
    def body(self) -> bytes:
        """Type, time and data, as Standard Webhooks recommends."""
        return orjson.dumps({"type": self.type, "timestamp": iso(self.at), "data": self._data})

    def cloud_event(self, source: str) -> bytes:
        """Return a CloudEvent 1.0 in its structured form.

        Args:
            source: names the store; with the message's id it is unique, as the standard requires.
        """
        event = {
            "specversion": "1.0", "id": self.id, "source": source, "type": f"wiredesk.{self.type}",
            "subject": self._subject, "time": iso(self.at),
            "datacontenttype": "application/json", "data": self._data,
        }  # fmt: skip
        return orjson.dumps(event)

    @property
    def _subject(self) -> str:
        is_story = isinstance(self.source, Outgoing) and self.source.thing is None
        return story_uri(self.of) if is_story else self.of

    @property
    def _data(self) -> dict[str, Any]:
        if isinstance(self.source, AlertMessage):
            return {"message": self.n} | self.source.model_dump(mode="json", exclude={"n", "at"})
        change = self.source
        if change.thing is not None:
            return {"change": change.n, "what": change.what, "thing": change.thing, "other": change.other}
        return {
            "change": change.n, "what": change.what, "id": change.id, "version": change.version,
            "backfill": change.backfill, "watches": change.watches,
            "story": orjson.Fragment(document) if (document := change.document) else None,
        }  # fmt: skip


class MessageSender(ABC):
    """A sink that sends each change, and what a watch found, as a message."""

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Send the changes; errors as for :meth:`send_messages`."""
        self.send_messages(list(map(SinkMessage.of_change, changes)))

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Send the messages of watches; errors as for :meth:`send_messages`."""
        self.send_messages(list(map(SinkMessage.of_alerts, messages)))

    @abstractmethod
    def send_messages(self, messages: Sequence[SinkMessage]) -> None:
        """Send messages; those of one story or watch stay in their order.

        Raises:
            SinkUnavailable: the target does not answer, or does not acknowledge.
            ChangeRefused: the target does not take one of them.
        """
