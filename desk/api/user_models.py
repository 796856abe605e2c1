"""The models of users, stars and notes, as the API takes and returns them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from desk.users.story_reads import MAX_VERSION
from desk.users.user_list import UserRole

MAX_IDS = 200
MAX_ID_CHARACTERS = 2000
MAX_TEXT_CHARACTERS = 50_000
"""Characters of a text that is received; what is longer than a note may be is refused with its own limit."""


class MeOut(BaseModel):
    """Who sends a request."""

    name: str | None = Field(description="null: the desk does not know")
    role: UserRole | None = Field(description="null: not a user, nor a login of the proxy")


class StarsIn(BaseModel):
    """Stories to star."""

    model_config = ConfigDict(extra="forbid")

    stories: list[str] = Field(min_length=1, max_length=MAX_IDS, description="ids of stories")


class StarsOut(BaseModel):
    """Stories that have a star now, or none."""

    starred: list[str]
    unstarred: list[str]


class ReadsIn(BaseModel):
    """Versions of stories that were read, or not."""

    model_config = ConfigDict(extra="forbid")

    stories: dict[str, Annotated[int, Field(ge=1, le=MAX_VERSION)]] = Field(
        min_length=1, max_length=MAX_IDS, description="the version that was read, by the id of the story"
    )
    read: bool = Field(default=True, description="false: they are unread again")


class ReadsOut(BaseModel):
    """The last version of each of the stories that the reader has read; without those that are unread."""

    read: dict[str, int]


class NewNoteIn(BaseModel):
    """A note to write."""

    model_config = ConfigDict(extra="forbid")

    story: str = Field(max_length=MAX_ID_CHARACTERS, description="the story id")
    text: str = Field(max_length=MAX_TEXT_CHARACTERS)


class NoteTextIn(BaseModel):
    """Another text of a note."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=MAX_TEXT_CHARACTERS)


class NoteOut(BaseModel):
    """A note."""

    note: int = Field(description="its number")
    story: str
    by: str
    text: str
    made_at: datetime
    changed_at: datetime | None


class NotesOut(BaseModel):
    notes: list[NoteOut] = Field(description="the newest first")
    next: str | None = Field(description="the cursor of the next page; null on the last one")
