"""What each version of a story changed, and what it brought that no earlier text of its thread had."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.figure_keys import FigureKey, ToldFigure
from wiredesk.stories.story_news import story_news
from wiredesk.stories.story_passages import StoryText, story_order
from wiredesk.stories.thread_quotes import group_quotes, said_quotes
from wiredesk.stories.thread_records import StoryNews, StoryPassage, ThreadStory
from wiredesk.stories.told_figures import told_figures


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    """A figure that a version tells in place of another one of the same measure."""

    measure: str
    before: StoryPassage
    after: StoryPassage


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What one version of a story changed of the one before."""

    story: str
    version: int
    headline_before: str | None
    """The headline of the version before; None if it is the same, or if the story has no earlier version here."""
    figures: tuple[ChangedFigure, ...]
    """In the order of the text."""
    news: StoryNews
    """What no earlier text of the thread had, without :attr:`figures`."""


def version_changes(stories: Sequence[ThreadStory]) -> tuple[VersionChange, ...]:
    """Return what each version of each story changed and brought, in order of time.

    Args:
        stories: versions of the stories of a thread, each once, in any order.
    """
    texts = [StoryText(story) for story in sorted(stories, key=_order)]
    names = ThreadNames(text.story.extraction for text in texts)
    told = [told_figures(text, names) for text in texts]
    groups = group_quotes([said for text in texts for said in said_quotes(text, names)])
    news = story_news(texts, told, groups, names)
    last: dict[str, int] = {}
    found = []
    for place, text in enumerate(texts):
        story = text.story
        before = last.get(story.id)
        last[story.id] = place
        figures = () if before is None else tuple(_changed_figures(told[before], told[place]))
        headline = None if before is None else texts[before].story.headline
        found.append(
            VersionChange(
                story.id,
                story.extraction.version,
                headline if headline != story.headline else None,
                figures,
                _without(news[place], figures),
            )
        )
    return tuple(found)


def _order(story: ThreadStory) -> tuple[object, ...]:
    return (*story_order(story), story.extraction.version)


def _changed_figures(before: Sequence[ToldFigure], after: Sequence[ToldFigure]) -> Iterator[ChangedFigure]:
    """Yield the first figure of each measure that the earlier version lacks, where a figure of the earlier version is
    gone."""
    earlier, later = _by_key(before), _by_key(after)
    for key, figures in later.items():
        gone = [one for one in earlier.get(key, ()) if not any(_agree(one, other) for other in figures)]
        new = [one for one in figures if not any(_agree(one, other) for other in earlier.get(key, ()))]
        if gone and new:
            yield ChangedFigure(key.measure, gone[0].figure.passage, new[0].figure.passage)


def _by_key(told: Sequence[ToldFigure]) -> dict[FigureKey, list[ToldFigure]]:
    found: dict[FigureKey, list[ToldFigure]] = defaultdict(list)
    for one in told:
        found[one.key].append(one)
    return found


def _agree(one: ToldFigure, other: ToldFigure) -> bool:
    return one.low <= other.high and other.low <= one.high


def _without(news: StoryNews, figures: Sequence[ChangedFigure]) -> StoryNews:
    """Return the news without the figures that are shown as changed."""
    shown = [span for one in figures for span in one.after.spans]
    kept = tuple(
        one
        for one in news.figures
        if not any(a < end and start < b for start, end in one.passage.spans for a, b in shown)
    )
    return StoryNews(news.story, news.version, news.names, kept, news.quotes)
