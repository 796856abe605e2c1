"""The form of a sink: what it is given, what it promises, and how it fails."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Any, ClassVar, Protocol, Self

from pydantic import BaseModel, ConfigDict, Field

from desk.queries.related_stories import Across
from desk.queries.stories import Story
from desk.sinks.alert_message import AlertMessage
from desk.views.records import story_document
from wiredesk.errors import WiredeskError


class Promise(StrEnum):
    """How often a change arrives at a sink."""

    AT_LEAST_ONCE = "at least once"
    """It may arrive again with the same number, after a crash between the answer and the cursor."""
    EXACTLY_ONCE = "exactly once"
    """The target itself keeps the number of the last change, or refuses a number that it has."""


class SinkUnavailable(WiredeskError):
    """The sink cannot be reached, or does not accept anything at present."""

    n: int | None = None
    """The number of the first change that did not arrive; None if it is not known."""

    def __init__(self, subject: str = "", cause: str = "", hint: str = "", retry_after: float | None = None) -> None:
        """``retry_after``: seconds that the sink asks for."""
        super().__init__(subject, cause, hint)
        self.retry_after = retry_after


class SinkGone(WiredeskError):
    """The sink says that it wants nothing more."""


class ChangeRefused(WiredeskError):
    """The sink refuses this change for good, and may accept others."""

    def __init__(self, subject: str = "", cause: str = "", hint: str = "", n: int = 0) -> None:
        """``n``: the number of the change."""
        super().__init__(subject, cause, hint)
        self.n = n


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A change as it leaves: what happened to which version of which story, and the story as readers see it now."""

    n: int
    """The number of the change; it grows in the order of the commits."""
    what: str
    """``stored``, ``replaced``, ``corrected``, ``withdrawn`` and so on, see the change log."""
    at: datetime
    id: str
    version: int
    backfill: bool
    """Whether it is history that was fed in, or read again: no news."""
    story: Story | None
    """The version as it is stored now; None where readers no longer see it."""
    others: Across | None = None
    """What is known of the story from others."""
    watches: tuple[str, ...] = ()
    """The watches that it matches."""
    thing: str | None = None
    """The id of the thing that changed; of a change of the directory, which is about no story."""
    other: str | None = None
    """The id of the thing that it was joined to or parted from."""

    @property
    def document(self) -> bytes | None:
        """The story as ``wiredesk export --format jsonl`` writes it; None where readers no longer see this version."""
        return story_document(self.story, others=self.others) if self.story else None


class Sink(Protocol):
    """A place where changes are sent.  A context manager: it connects at the first send, and closes on exit."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...

    def position(self) -> int | None:
        """Return the number of the last change that the target has; None if the target does not keep it.

        Raises:
            SinkUnavailable: the target does not answer.
        """

    def send(self, changes: Sequence[Outgoing]) -> None:
        """Send changes in their order; return when the target has all of them.

        Raises:
            SinkUnavailable: nothing, or only the first of them, arrived; the same call may be repeated.
            ChangeRefused: those before the refused one arrived.
            SinkGone: the target wants nothing more.
        """


class AlertSink(Sink, Protocol):
    """A sink that watches may name: it also gets alerts."""

    def send_alerts(self, messages: Sequence[AlertMessage]) -> None:
        """Send the messages of watches in their order; return when the target has all of them.

        Raises:
            SinkUnavailable: nothing, or only the first of them, arrived; the same call may be repeated.
            ChangeRefused: those before the refused one arrived; ``n`` is the number of the message.
            SinkGone: the target wants nothing more.
        """


class SinkConfig(BaseModel, ABC):
    """A sink as it is configured: a row ``[[sink]]`` of ``wire.toml``.  Unknown fields are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    promise: ClassVar[Promise]
    default_batch: ClassVar[int] = 100
    takes_backfill: ClassVar[bool] = False
    """Whether it is sent history unless its row says otherwise: a copy of the store is, a person is not."""
    takes_things: ClassVar[bool] = False
    """Whether it can be sent changes of the directory of things."""
    takes_alerts: ClassVar[bool] = False
    """Whether ``open`` returns an :class:`AlertSink`, so that watches may name it."""

    type: str
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$", description="its name in commands, logs and metrics")
    filter: dict[str, Any] = Field(
        default_factory=dict, description="only stories that fit these filters of search; empty: all"
    )
    watches: tuple[str, ...] | None = Field(
        default=None,
        description="only stories that one of these watches found, each with its change; empty list: any watch",
    )
    backfill: bool | None = Field(
        default=None,
        description="send history that was fed in, and what was extracted again; by default copies of the store get it",
    )
    things: bool = Field(
        default=False, description="send also what changes in the directory: things merged, split, renamed, ruled on"
    )
    since: str = Field(
        default="now", pattern=r"^(now|beginning)$", description="where a new sink begins: `now` or `beginning`"
    )
    batch: int | None = Field(default=None, ge=1, le=10_000, description="most changes that are sent at once")

    @property
    def wants_backfill(self) -> bool:
        """Whether it is sent history that was fed in, and what was extracted again."""
        return self.takes_backfill if self.backfill is None else self.backfill

    @property
    def pause_seconds(self) -> float:
        """Shortest time between two deliveries, so that people get one message and not many."""
        return 0.0

    @property
    def rest_seconds(self) -> float:
        """Shortest time between two deliveries while nothing more waits, where each one takes much by itself."""
        return 0.0

    @abstractmethod
    def open(self) -> Sink:
        """Return the sink; nothing is connected yet.

        Raises:
            ConfigError: the fields contradict each other.
        """


class PeopleConfig(SinkConfig, ABC):
    """A sink that people read: what happens within some minutes comes in one message."""

    takes_alerts: ClassVar[bool] = True

    every: float = Field(
        default=5.0, ge=0, le=1440, description="minutes between two messages; the first comes at once; 0: no pause"
    )
    desk: str = Field(
        default="", pattern=r"^(https?://\S+)?$", description="address of the desk, for links: https://wire.example"
    )

    @property
    def pause_seconds(self) -> float:
        """Shortest time between two messages."""
        return 60 * self.every
