"""Which figures of a thread exclude each other, and whether one replaced the other or the sources disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import combinations

from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import FigureKey, ToldFigure, policy_of
from wiredesk.stories.sentence_view import same_words
from wiredesk.stories.story_passages import sources_of, time_order
from wiredesk.stories.thread_records import DifferenceKind, Figure, FigureDifference, Position

MAX_POSITIONS = 40
"""Different figures of one measure that are compared with each other, the most told first: bounds the pairs."""
COMPARED_SENTENCES = 5
"""Sentences of each of two figures whose places and words are compared: bounds the pairs."""
MAX_CHANGE = 2.0
"""How many times the larger of two prices or bids may be the smaller one: beyond it they are for different things."""
MAX_RATIO: dict[DifferenceKind, float] = {"disagree": 5.0, "revised": 50.0}
"""How many times the larger of two figures may be the smaller one: beyond it one of them is of another happening."""
GROWTH = timedelta(hours=2)
"""From this time on a higher toll by another source is newer rather than different."""
LAST_GROWTH = timedelta(days=3)
"""Up to this time apart tolls are those of one happening, unless a story says that one replaced the other: in a war
the next battle has its own."""
MAX_TOLLS = 2
"""Different tolls of one measure in a story, from which on it tells of several happenings, or of parts of one."""
BIRTHDAY = timedelta(days=60)
"""From this time on ages that differ by one year are those before and after a birthday."""
MAX_MAGNITUDES_APART = 0.6
"""Magnitudes that differ by more are those of two earthquakes; institutes differ by less."""
SAME_NEWS = timedelta(days=1)
"""Up to this time apart figures in the same words are of the same thing; reports in a fixed form come every day."""
CHANGE = timedelta(hours=12)
"""From this time on another price is a new one: within half a day sources tell of the same bid."""


def figure_differences(told: Iterable[ToldFigure], names: ThreadNames) -> list[FigureDifference]:
    """Return the figures that exclude each other, disagreements first.

    A story stands for the first figure that it tells under a key.  Two figures that one story tells side by side are
    figures of two things, unless its words say that one has replaced the other.
    """
    by_key: dict[FigureKey, list[ToldFigure]] = defaultdict(list)
    beside: dict[str, dict[str, set[float]]] = defaultdict(lambda: defaultdict(set))
    for one in told:
        by_key[one.key].append(one)
        beside[one.key.measure][one.figure.passage.story].add(one.value)
    _adopt_ownerless(by_key)
    found = []
    for key, figures in by_key.items():
        difference = _difference(key, figures, beside[key.measure], names)
        if difference:
            found.append(difference)
    return sorted(
        found, key=lambda one: (one.kind != "disagree", -len(_all_sources(one)), one.measure, one.about or "")
    )


def _adopt_ownerless(by_key: dict[FigureKey, list[ToldFigure]]) -> None:
    """Give figures without an owner the only owner of their measure, unit and period."""
    owners: dict[tuple[str, str | None, str | None], set[str | None]] = defaultdict(set)
    for key in by_key:
        if key.period is not None:
            owners[key.measure, key.unit, key.period].add(key.about)
    for (measure, unit, period), abouts in owners.items():
        if None in abouts and len(abouts) == 2:
            owner = next(about for about in abouts if about is not None)
            orphan = FigureKey(measure, unit, None, period)
            by_key[FigureKey(measure, unit, owner, period)] += by_key.pop(orphan)


def _difference(
    key: FigureKey, told: list[ToldFigure], beside: dict[str, set[float]], names: ThreadNames
) -> FigureDifference | None:
    positions = _without_parts(key, _positions(told), beside)
    if len(positions) < 2:
        return None
    kinds: dict[int, set[DifferenceKind]] = defaultdict(set)
    for (left, one), (right, other) in combinations(enumerate(positions), 2):
        kind = _kind(key, one, other, beside)
        if kind:
            kinds[left].add(kind)
            kinds[right].add(kind)
    if not kinds:
        return None
    kind = "disagree" if any("disagree" in found for found in kinds.values()) else "revised"
    shown = [positions[place] for place in kinds if kind in kinds[place]]
    about = key.about
    person_count = policy_of(key.measure) == "growing" and key.measure != "job cuts"
    return FigureDifference(
        kind=kind,
        measure=key.measure,
        about=about if about is None or person_count else names.display(about),
        unit=key.unit,
        period=key.period,
        positions=tuple(
            Position(
                label=_label(group[0].figure),
                value=group[0].value,
                told=tuple(one.figure for one in group),
                sources=sources_of(one.figure.passage for one in group),
            )
            for group in sorted(shown, key=lambda group: time_order(group[0].figure.passage))
        ),
    )


def _label(figure: Figure) -> str:
    words = figure.passage.text
    return words if figure.bound in {"exact", "range"} else f"{figure.bound} {words}"


def _positions(told: list[ToldFigure]) -> list[list[ToldFigure]]:
    """Return the first comparable figure of each story, grouped by what it allows, each group in order of time."""
    firsts: dict[str, ToldFigure] = {}
    several = _with_several_tolls(told)
    for one in told:
        if one.is_compared and one.figure.passage.story not in several:
            firsts.setdefault(one.figure.passage.story, one)
    groups: dict[tuple[float, float], list[ToldFigure]] = defaultdict(list)
    for one in sorted(firsts.values(), key=lambda one: time_order(one.figure.passage)):
        groups[one.low, one.high].append(one)
    most = sorted(groups.values(), key=lambda group: (-len(group), time_order(group[0].figure.passage)))
    return most[:MAX_POSITIONS]


def _with_several_tolls(told: list[ToldFigure]) -> set[str]:
    """Return the stories that tell more tolls than one happening has."""
    if policy_of(told[0].key.measure) != "growing":
        return set()
    tolls: dict[str, set[float]] = defaultdict(set)
    for one in told:
        if one.is_compared:
            tolls[one.figure.passage.story].add(one.value)
    return {story for story, values in tolls.items() if len(values) > MAX_TOLLS}


def _without_parts(
    key: FigureKey, positions: list[list[ToldFigure]], beside: dict[str, set[float]]
) -> list[list[ToldFigure]]:
    """Return the positions without those that a story tells beside a higher one: a part of a toll, a weaker shock."""
    if policy_of(key.measure) != "growing" and key.measure != "magnitude":
        return positions
    return [
        one
        for one in positions
        if not any(other[0].value > one[0].value and _told_together(one, other, beside) for other in positions)
    ]


def _kind(
    key: FigureKey, one: list[ToldFigure], other: list[ToldFigure], beside: dict[str, set[float]]
) -> DifferenceKind | None:
    """Return how two groups of figures differ; None if they agree or are figures of different things."""
    lower, higher = sorted((one, other), key=lambda group: group[0].value)
    first, second = lower[0], higher[0]
    overlap = first.low <= second.high and second.low <= first.high
    if overlap and not _raises_bound(key, lower, higher):
        return None
    if _told_together(lower, higher, beside) or _elsewhere(lower, higher) or _in_other_words(lower, higher):
        return None
    kind = _by_time(key, lower, higher)
    return kind if kind and _is_likely(lower, higher, kind) else None


def _raises_bound(key: FigureKey, lower: list[ToldFigure], higher: list[ToldFigure]) -> bool:
    """Return whether a later figure makes a lower bound worthless: "at least 6", the next day "at least 300"."""
    return (
        policy_of(key.measure) == "growing"
        and lower[0].figure.bound == "at least"
        and higher[0].low > lower[0].low
        and _time_between(lower, higher) >= GROWTH
    )


def _time_between(earlier: list[ToldFigure], later: list[ToldFigure]) -> timedelta:
    """Return the time from the last story of one group to the first of another; zero if a story has no time."""
    before = [one.figure.passage.published for one in earlier]
    after = [one.figure.passage.published for one in later]
    if None in before or None in after:
        return timedelta()
    return min(filter(None, after)) - max(filter(None, before))


def _told_together(lower: list[ToldFigure], higher: list[ToldFigure], beside: dict[str, set[float]]) -> bool:
    """Return whether a story tells both figures, as figures of two things."""
    replacing = {one.figure.passage.story for one in (*lower, *higher) if one.is_revision}
    values = {lower[0].value, higher[0].value}
    return any(values <= figures for story, figures in beside.items() if story not in replacing)


def _elsewhere(lower: list[ToldFigure], higher: list[ToldFigure]) -> bool:
    """Return whether both figures are somebody's, or their sentences name places, and none in common."""
    mine, theirs = _whose(lower), _whose(higher)
    if mine and theirs and not mine & theirs:
        return True
    left = [one.places for one in lower]
    right = [one.places for one in higher]
    return (
        all(left)
        and all(right)
        and not any(mine & theirs for mine in left[:COMPARED_SENTENCES] for theirs in right[:COMPARED_SENTENCES])
    )


def _whose(group: list[ToldFigure]) -> frozenset[str]:
    return frozenset(key for one in group for key in one.whose)


def _in_other_words(lower: list[ToldFigure], higher: list[ToldFigure]) -> bool:
    """Return whether the words beside two figures leave open whether they are of the same thing."""
    has_owner = lower[0].key.nearest is None
    return lower[0].context is not None and not any(
        one.context and other.context and same_words(one.context, other.context, has_owner=has_owner)
        for one in lower[:COMPARED_SENTENCES]
        for other in higher[:COMPARED_SENTENCES]
    )


def _is_likely(lower: list[ToldFigure], higher: list[ToldFigure], kind: DifferenceKind) -> bool:
    """Return whether the distance of two figures is one that sources differ by."""
    measure, low, high = lower[0].key.measure, lower[0].value, higher[0].value
    if measure == "score":
        return True
    if measure == "magnitude":
        return high - low <= MAX_MAGNITUDES_APART
    if measure == "age" and high - low == 1:
        times = [one.figure.passage.published for one in (*lower, *higher)]
        known = [at for at in times if at]
        return len(known) == len(times) and max(known) - min(known) < BIRTHDAY
    if policy_of(measure) == "changing" and high > low * MAX_CHANGE:
        return False
    return high <= low * MAX_RATIO[kind] if low > 0 else high <= MAX_RATIO["revised"]


def _by_time(key: FigureKey, lower: list[ToldFigure], higher: list[ToldFigure]) -> DifferenceKind | None:
    policy = policy_of(key.measure)
    if lower[0].context is not None:
        return "disagree" if _are_same_news(lower, higher) else None
    apart = max(_time_between(lower, higher), _time_between(higher, lower))
    if policy == "growing" and apart > LAST_GROWTH and not any(one.is_revision for one in (*lower, *higher)):
        return None
    if _one_source_replaces([one.figure for one in lower], [one.figure for one in higher]):
        return "revised"
    if policy == "fixed":
        return "disagree"
    if not all(one.figure.passage.published for one in (*lower, *higher)):
        return "revised" if any(one.is_revision for one in (*lower, *higher)) else "disagree"
    if policy == "growing":
        return "revised" if _time_between(lower, higher) >= GROWTH else "disagree"
    return "revised" if apart >= CHANGE else "disagree"


def _are_same_news(lower: list[ToldFigure], higher: list[ToldFigure]) -> bool:
    """Return whether two sources tell both figures within a day, as far as the stories have times."""
    passages = [one.figure.passage for one in (*lower, *higher)]
    times = [passage.published for passage in passages if passage.published]
    sources = {passage.source for passage in passages}
    return (len(sources) > 1 or None in sources) and (not times or max(times) - min(times) <= SAME_NEWS)


def _one_source_replaces(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Return whether all that tell either figure are one source, which so has replaced its own."""
    sources = {figure.passage.source for figure in (*one, *other)}
    return len(sources) == 1 and None not in sources


def _all_sources(difference: FigureDifference) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source for position in difference.positions for source in position.sources))
