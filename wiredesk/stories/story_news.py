"""What each story of a thread adds to the earlier ones, and which source was first with what."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence

from wiredesk.contract import OUTSIDE_NEWS, Amount, Entity, Span
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import ToldFigure, measure_name, policy_of
from wiredesk.stories.figure_ranges import ABOUT, bound_of, rounding
from wiredesk.stories.story_passages import StoryText, sources_of
from wiredesk.stories.thread_quotes import QuoteGroup
from wiredesk.stories.thread_records import FirstReport, News, StoryNews, StoryPassage

SMALLEST_COUNT = 3
"""Counts below it are news only if they measure something: "two men" is no figure to remember."""
MAX_FIRST_REPORTS = 30
"""First reports of figures, and of quotations, those of most sources first."""


class _SeenFigures:
    """Figures that earlier stories have told, by measure of people and by unit: a rounded one finds the exact one."""

    def __init__(self) -> None:
        self._values: dict[str, list[float]] = defaultdict(list)

    def add(self, names: Sequence[str], value: float, slack: float) -> bool:
        """Add a figure under its names.  Returns whether it is new under the first of them."""
        is_new, *_ = [self._add(name, value, slack) for name in names]
        return is_new

    def _add(self, name: str, value: float, slack: float) -> bool:
        values = self._values[name]
        place = bisect_left(values, value - slack)
        if place < len(values) and values[place] <= value + slack:
            return False
        insort(values, value)
        return True


_NewsFigure = tuple[Span, tuple[str, ...], float, float, str]
"""Span, names under which it is known, value, slack and label of a figure."""


def _figures_of(text: StoryText, told: Sequence[ToldFigure]) -> Iterable[_NewsFigure]:
    """Return the figures in order of the text.

    "Quake kills five" and "five people died" are one figure; five dead and five injured are two.
    """
    amounts = text.story.extraction.amounts
    covered = [amount.span for amount in amounts]
    found = [_amount(text, amount) for amount in amounts if _is_news(amount)]
    for one in told:
        span = one.figure.passage.spans[0]
        if not any(start < span[1] and span[0] < end for start, end in covered):
            names = (one.key.measure, *([one.key.unit] if one.key.unit else []))
            found.append((span, names, one.value, 0.0, f"{one.key.measure}: {one.figure.passage.text}"))
    return sorted(found)


def _is_news(amount: Amount) -> bool:
    return amount.kind != "count" or amount.measure is not None or amount.value >= SMALLEST_COUNT


def _amount(text: StoryText, amount: Amount) -> _NewsFigure:
    words = text.text[amount.span[0] : amount.span[1]]
    slack = rounding(amount.value, words)
    if bound_of(text.text, amount.span) == "about":
        slack = max(slack, amount.value * ABOUT)
    measure = measure_name(amount.measure)
    of_people = amount.kind == "count" and measure is not None and policy_of(measure) == "growing"
    names = (*([measure] if of_people and measure else []), amount.unit or amount.kind)
    return amount.span, names, amount.value, slack, f"{amount.measure}: {words}" if amount.measure else words


def story_news(
    texts: Sequence[StoryText],
    told: Sequence[Sequence[ToldFigure]],
    groups: Sequence[QuoteGroup],
    names: ThreadNames,
) -> tuple[StoryNews, ...]:
    """Return what is new in each story, in the order of the stories.

    A copy adds only what its edition changed.
    """
    seen_names: set[str] = set()
    seen_figures = _SeenFigures()
    quotes: dict[tuple[str, int], list[News]] = defaultdict(list)
    for group in groups:
        first = group.said[0].passage
        quotes[first.story, first.version].append(News("quote", first.text, first))
    found = []
    for text, figures in zip(texts, told, strict=True):
        new_figures = [
            News("figure", label, text.passage(span))
            for span, names_of, value, slack, label in _figures_of(text, figures)
            if seen_figures.add(names_of, value, slack)
        ]
        story = text.story
        found.append(
            StoryNews(
                story.id,
                story.extraction.version,
                tuple(_new_names(text, names, seen_names)),
                tuple(new_figures),
                tuple(quotes.get((story.id, story.extraction.version), ())),
            )
        )
    return tuple(found)


def _new_names(text: StoryText, names: ThreadNames, seen: set[str]) -> Iterable[News]:
    for entity in text.story.extraction.entities:
        key = names.key(entity)
        span = _first_mention(entity)
        if key is None or key in seen or span is None:
            continue
        seen.add(key)
        yield News("name", entity.name, text.passage(span), entity.id)


def _first_mention(entity: Entity) -> Span | None:
    return next(
        (mention.span for mention in entity.mentions if mention.kind == "name" and mention.zone not in OUTSIDE_NEWS),
        None,
    )


def first_reports(
    texts: Sequence[StoryText], told: Sequence[Sequence[ToldFigure]], groups: Sequence[QuoteGroup]
) -> tuple[FirstReport, ...]:
    """Return who was first with the thread, and with each figure and quotation that another source tells too."""
    if not texts:
        return ()
    first = texts[0]
    opening = (0, first.body_start or min(len(first.text), 80))
    passages = [text.passage((0, text.body_start or min(len(text.text), 80))) for text in texts]
    reports = [
        FirstReport("thread", first.story.headline or first.text[:80], first.passage(opening), _others(passages))
    ]
    figures: dict[tuple[object, ...], list[StoryPassage]] = defaultdict(list)
    labels: dict[tuple[object, ...], str] = {}
    for one in (one for story in told for one in story if one.is_compared):
        key = (one.key, one.value)
        figures[key].append(one.figure.passage)
        labels.setdefault(key, f"{one.key.measure}: {one.figure.passage.text}")
    reports += _most_told("figure", ((labels[key], passages) for key, passages in figures.items()))
    reports += _most_told(
        "quote", ((group.said[0].passage.text, [said.passage for said in group.said]) for group in groups)
    )
    return tuple(reports)


def _most_told(kind: str, candidates: Iterable[tuple[str, list[StoryPassage]]]) -> list[FirstReport]:
    found = [
        FirstReport("figure" if kind == "figure" else "quote", label, passages[0], _others(passages))
        for label, passages in candidates
        if _others(passages)
    ]
    return sorted(found, key=lambda report: -len(report.followers))[:MAX_FIRST_REPORTS]


def _others(passages: Sequence[StoryPassage]) -> tuple[str, ...]:
    return tuple(source for source in sources_of(passages) if source != passages[0].source)
