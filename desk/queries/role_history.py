"""What roles a thing had, and when: from the titles that stories give it, and the days of the stories."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select, union

from wiredesk.contract import Tense
from wiredesk.store.directory.thing_stories import thing_entities
from wiredesk.store.tables import entities, titles

SAMPLED_STORIES = 250
"""Newest, and oldest, stories of a thing whose titles are read."""
MAX_ROLES = 12
_BODY = entities.alias("body")
"""Made once: to make an alias takes as long as a small query."""


class GivenTitle(NamedTuple):
    """A title that stories give."""

    title: str
    """As written, without its tense: ``Treasury Secretary`` of "former Treasury Secretary"."""
    office: str
    """Its normal form, by which titles are compared; empty if it has none."""
    of: str
    """The name of its body; empty if the story does not tell it."""
    tense: Tense
    day: date
    """The first day on which a story gives it."""
    last: date
    stories: int = 1


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role, and when stories told of it."""

    title: str
    of: str
    tense: Tense
    """How the newest story has it."""
    first: date
    """The first day on which a story says that it is held; if none does, that it was or will be."""
    last: date
    stories: int

    @property
    def years(self) -> str:
        """The years as a reader writes them: ``1987``, ``1985–88``."""
        first, last = self.first.year, self.last.year
        if first == last:
            return str(first)
        return f"{first}–{last % 100:02}" if first // 100 == last // 100 else f"{first}–{last}"

    @property
    def words(self) -> str:
        """The role with its time: ``Treasury Secretary, 1985–88``; ``former Secretary of State, so called in 1987``."""
        if self.tense == "current":
            return f"{self.title}, {self.years}"
        if self.tense == "acting":
            return f"acting {self.title}, {self.years}"
        name = f"former {self.title}" if self.tense == "former" else f"{self.title}-elect"
        return f"{name}, so called in {self.years}"


def role_history(connection: Connection, members: Sequence[int]) -> tuple[HeldRole, ...]:
    """Return the roles of a thing, the newest first, from its newest and its oldest stories."""
    ends = (thing_entities(members, SAMPLED_STORIES, oldest=oldest) for oldest in (False, True))
    found = union(*(select(end.c.seq, end.c.entity, end.c.moment) for end in ends)).subquery()
    joined = found.join(titles, and_(titles.c.seq == found.c.seq, titles.c.entity == found.c.entity)).outerjoin(
        _BODY, and_(_BODY.c.seq == titles.c.seq, _BODY.c.entity == titles.c.of)
    )
    columns = titles.c.title, titles.c.office, titles.c.tense, _BODY.c.name
    moments = func.min(found.c.moment), func.max(found.c.moment)
    query = select(*columns, *moments, func.count()).select_from(joined).group_by(*columns)
    given = []
    for title, office, told, of, first, last, stories in connection.execute(query):
        tense: Tense = told or "current"
        text = _without_tense(" ".join(title.split()), tense)
        given.append(GivenTitle(text, office or "", of or "", tense, first.date(), last.date(), stories))
    return held_roles(given)


def held_roles(given: Iterable[GivenTitle]) -> tuple[HeldRole, ...]:
    """Return the roles that titles tell of, the one that was told last first; at most :data:`MAX_ROLES`.

    Titles of one office and one body are one role.  A body that a title does not name is that of the same office
    elsewhere.  That somebody *was* something tells nothing of when; it counts only where no story says that it *is* so.
    """
    groups: defaultdict[tuple[str, str, str], list[GivenTitle]] = defaultdict(list)
    bodies: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in given:
        if one.of:
            bodies[_office(one)][one.of] += one.stories
    for one in given:
        usual = bodies[_office(one)].most_common(1)
        of = one.of or (usual[0][0] if usual else "")
        groups[_office(one), of.casefold(), "held" if one.tense in ("current", "acting") else one.tense].append(
            one._replace(of=of)
        )
    held = {(office, of) for office, of, tense in groups if tense == "held"}
    roles = [_role(rows) for (office, of, tense), rows in groups.items() if tense == "held" or (office, of) not in held]
    most = sorted(roles, key=lambda role: (-role.stories, role.title))[:MAX_ROLES]
    return tuple(sorted(most, key=lambda role: (role.last, role.first, role.title), reverse=True))


def _office(one: GivenTitle) -> str:
    return one.office or one.title.casefold()


def _role(rows: Sequence[GivenTitle]) -> HeldRole:
    newest = max(rows, key=lambda one: one.last)
    given: Counter[str] = Counter()
    for one in rows:
        given[one.title] += one.stories
    first, last = min(one.day for one in rows), max(one.last for one in rows)
    return HeldRole(given.most_common(1)[0][0], newest.of, newest.tense, first, last, given.total())


def _without_tense(title: str, tense: Tense) -> str:
    """Return a title without the word that tells its tense; the word comes first or after a hyphen."""
    first, _, rest = title.partition(" ")
    if rest and tense in ("former", "acting") and first.islower():
        return rest
    return title.removesuffix("-elect") if tense == "elect" else title
