"""What the stories of a thread tell differently, what each adds, who was first, and who said what.

::

    stories = [ThreadStory(extraction, source="Reuters", headline=article.headline, published=article.published), …]
    comparison = compare_stories(stories)
    for difference in comparison.figures:
        print(difference.kind, difference.measure, [position.label for position in difference.positions])

Give each story once, its newest version.  Nothing is read but the arguments; the time grows with the length of all
texts together.
"""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.fact_differences import fact_differences
from wiredesk.stories.figure_differences import figure_differences
from wiredesk.stories.quote_differences import quote_differences
from wiredesk.stories.story_news import first_reports, story_news
from wiredesk.stories.story_passages import StoryText, story_order
from wiredesk.stories.thread_quotes import group_quotes, said_quotes, speakers
from wiredesk.stories.thread_records import ThreadComparison, ThreadStory
from wiredesk.stories.told_figures import told_figures


def compare_stories(stories: Sequence[ThreadStory]) -> ThreadComparison:
    """Compare the stories of a thread.

    Args:
        stories: each once, in any order; the result does not depend on it, except among stories without a time.
    """
    texts = [StoryText(story) for story in sorted(stories, key=story_order)]
    names = ThreadNames(text.story.extraction for text in texts)
    told = [told_figures(text, names) for text in texts]
    groups = group_quotes([said for text in texts for said in said_quotes(text, names)])
    return ThreadComparison(
        figures=tuple(figure_differences((one for figures in told for one in figures), names)),
        facts=tuple(fact_differences(texts, names)),
        quotes=tuple(quote_differences(groups, names)),
        news=story_news(texts, told, groups, names),
        first=first_reports(texts, told, groups),
        speakers=speakers(groups, names),
    )
