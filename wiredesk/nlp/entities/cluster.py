"""One thing of a story while it is put together: its mentions, each with the rule that put it there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from wiredesk.contract import EntityType, MentionKind
from wiredesk.nlp.knowledge import Fact
from wiredesk.nlp.knowledge.word_lists import Sex


class Mentioned(NamedTuple):
    """A mention: a token range, how it mentions, and the rule that joined it."""

    start: int
    end: int
    kind: MentionKind
    rule: str


class Role(NamedTuple):
    """A title of a person: a token range, and the cluster of what it is of."""

    start: int
    end: int
    of: int | None
    rule: str


@dataclass(slots=True, eq=False)
class Cluster:
    """Mentions of one thing.  Made and filled by one extractor's run; nothing outside sees it change."""

    type: EntityType
    mentions: list[Mentioned] = field(default_factory=list)
    name: str = ""
    sex: Sex = ""
    roles: list[Role] = field(default_factory=list)
    fact: Fact | None = None
    salience: float = 0.0
    last: int = -1
    """Token at which the latest mention seen so far begins, while the text is walked."""

    seen: int = 0
    """Mentions seen so far."""

    @property
    def first(self) -> int:
        """Token at which its first mention begins."""
        return min(mention.start for mention in self.mentions)
