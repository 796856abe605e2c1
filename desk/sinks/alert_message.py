"""What a watch found, as sinks and programs get it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class AlertKind(StrEnum):
    """Why a reader is told of a story."""

    NEW = "new"
    """The watch finds the story for the first time."""
    UPDATE = "update"
    """A later version of a story that was told has something new in what is watched."""
    CORRECTION = "correction"
    """A story that was told was corrected."""
    WITHDRAWAL = "withdrawal"
    """A story that was told was withdrawn by its provider."""


class AlertStory(BaseModel):
    """A story as a list shows it."""

    model_config = ConfigDict(frozen=True)

    headline: str = Field(description="its headline, else its first words")
    lead: str = Field(description="its first words")
    source: str | None = Field(description="the agency")
    published: datetime | None
    urgency: int | None = Field(description="1, the highest, to 8")


class Alert(BaseModel):
    """One story that a watch found."""

    model_config = ConfigDict(frozen=True)

    n: int = Field(description="its number; it grows in the order in which alerts were made")
    watch: str = Field(description="the name of the watch")
    kind: AlertKind
    at: datetime = Field(description="when the watch found it")
    change: int = Field(description="the number of the change in the change log")
    id: str = Field(description="the id of the story")
    version: int
    story: AlertStory | None = Field(description="null where readers no longer see the story")
    passages: tuple[str, ...] = Field(description="the sentences or quotes by which it was found, at most five")

    @property
    def title(self) -> str:
        """One line: the headline, after the word for a kind that is not new."""
        headline = self.story.headline if self.story else self.id
        return headline if self.kind is AlertKind.NEW else f"{self.kind.value.capitalize()}: {headline}"


class AlertMessage(BaseModel):
    """One or more alerts of one watch; the same message has the same number whenever it is sent."""

    model_config = ConfigDict(frozen=True)

    n: int = Field(description="the number of the message; it grows in the order in which sinks get them")
    watch: str = Field(description="the name of the watch")
    query: dict[str, str] = Field(description="the filters of the watch")
    at: datetime = Field(description="when the message was made")
    alerts: tuple[Alert, ...] = Field(description="the alerts, the oldest first; at most twenty")
    more: int = Field(description="number of further alerts that the message does not list")

    @property
    def id(self) -> str:
        """An id that is the same whenever the message is sent again."""
        return f"wiredesk-alert-{self.n}"

    @property
    def title(self) -> str:
        """One line: the watch, and the story or the number of stories."""
        number = len(self.alerts) + self.more
        return f"{self.watch}: {self.alerts[0].title if number == 1 else f'{number} stories'}"

    @property
    def rest(self) -> str:
        """``and 40 more`` where the message does not list all; else empty."""
        return f"and {self.more:,} more" if self.more else ""
