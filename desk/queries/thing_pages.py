"""The pages of the desk that list things, and the kinds of things on each."""

from __future__ import annotations

from enum import StrEnum

from wiredesk.identity.thing_key import ThingKind


class ThingPage(StrEnum):
    """The pages that list things."""

    people = "people"
    organisations = "organisations"
    places = "places"
    things = "things"

    @property
    def kinds(self) -> tuple[ThingKind, ...]:
        """The kinds of things on the page."""
        return _KINDS[self]

    @classmethod
    def of(cls, kind: ThingKind) -> ThingPage:
        """Return the page for things of a kind."""
        return next(page for page in cls if kind in page.kinds)


_KINDS = {
    ThingPage.people: (ThingKind.PERSON,),
    ThingPage.organisations: (ThingKind.BODY,),
    ThingPage.places: (ThingKind.PLACE,),
    ThingPage.things: (ThingKind.DEMONYM, ThingKind.OTHER),
}
