"""The texts of stories that watches look at, with their sentences."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection, select

from desk.queries.plan_hints import in_parameter
from desk.queries.word_stems import WordStems
from wiredesk.contract import Span
from wiredesk.store.tables import articles
from wiredesk.store.visibility import is_visible_joined
from wiredesk.stories.story_passages import sentence_starts


@dataclass(frozen=True)
class WatchedStory:
    """A version that readers see."""

    seq: int
    source: str | None
    urgency: int | None
    text: str
    """The text that every offset indexes."""
    stems: WordStems

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where the sentences begin."""
        return tuple(sentence_starts(self.text))

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The spans of all sentences."""
        return tuple(zip(self.starts, (*self.starts[1:], len(self.text)), strict=True))

    @cached_property
    def sentence_stems(self) -> Sequence[set[str]]:
        """The stems of the words of each sentence."""
        return self.stems.of(self.text[start:end] for start, end in self.sentences)

    def sentence(self, offset: int) -> Span:
        """Return the span of the sentence that holds an offset."""
        return self.sentences[max(0, bisect_right(self.starts, offset) - 1)]


def visible_stories(connection: Connection, seqs: Sequence[int], stems: WordStems) -> Iterator[WatchedStory]:
    """Yield those of some versions that readers see."""
    dialect = connection.dialect.name
    if seqs:
        rows = connection.execute(_VISIBLE[dialect], {"seqs": seqs})
        for seq, source, urgency, headline, body in rows:
            yield WatchedStory(seq, source, urgency, article_text(headline, body), stems)


_VISIBLE = {
    dialect: select(*(articles.c[name] for name in ("seq", "source", "urgency", "headline", "body"))).where(
        in_parameter(dialect, articles.c.seq), is_visible_joined()
    )
    for dialect in ("sqlite", "postgresql")
}


def article_text(headline: str | None, body: str) -> str:
    """Return the text that every offset indexes, as :attr:`wiredesk.contract.Article.text`."""
    return f"{headline}\n\n{body}" if headline else body
