"""The models of the API's answers about things."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from desk.api.problem_models import Problem
from desk.queries.counting_window import Window
from wiredesk.contract import EntityType, Tense
from wiredesk.identity.thing_key import ThingKind


class ThingOut(BaseModel):
    thing: str = Field(description="its id, as text: numbers of JSON lose digits of it in many programs")
    kind: ThingKind
    type: EntityType
    name: str


class ChoiceOut(ThingOut):
    """One of the things that a name may mean."""

    about: str = Field(description="what tells it apart from the others: where it is, what titles it has")
    stories: int = Field(description="visible stories that mention it, counted up to 500")


class ChoicesOut(Problem):
    """A name that several things have: ask again with the id of one of them."""

    choices: list[ChoiceOut]


class RankedThingOut(ThingOut):
    key: str = Field(description="the name in the form of look-ups: folded case and white space")
    stories: int = Field(description="stories that tell something of it")


class ThingsOut(BaseModel):
    window: Window = Field(description="the stories among which things are counted, by their arrival")
    things: list[RankedThingOut]
    next: str | None = Field(description="the cursor of the next page; null on the last one")


class AliasOut(BaseModel):
    name: str
    stories: int = Field(description="number of the examined stories that have it")


class ThingIdOut(BaseModel):
    base: str = Field(description="Wikidata, GeoNames, ISO 3166-1, Ticker or Knowledge base")
    id: str
    url: str = Field(description="its page there; empty if it has none")


class HeldRoleOut(BaseModel):
    title: str
    of: str = Field(description="the name of the body; empty if no story tells it")
    tense: Tense
    first: date = Field(description="day of the earliest story that tells it")
    last: date = Field(description="day of the latest story that tells it")
    stories: int
    text: str = Field(description="the role with its years")


class ThingDayOut(BaseModel):
    day: date
    stories: int


class NamesakeOut(ThingOut):
    about: str
    score: float


class ThingProfileOut(ThingOut):
    """A thing, described by its newest stories."""

    merged: list[str] = Field(description="ids of things that were merged into it; they lead to it")
    stories: int = Field(description="all visible stories that mention it, counted up to 10,000")
    window: Window
    window_stories: int = Field(description="stories of the window that tell something of it")
    examined: int = Field(description="number of its newest stories from which the rest is read")
    aliases: list[AliasOut]
    ids: list[ThingIdOut]
    roles: list[HeldRoleOut]
    with_whom: list[RankedThingOut]
    days: list[ThingDayOut]
    lat: float | None
    lon: float | None
    where: str = Field(description="of a place: region and country")
    namesakes: list[NamesakeOut] = Field(description="things from which the linker proposes to tell it apart")
