"""How many stories each topic has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from wiredesk.media_topics import media_topics, narrower, path_of, topic_of
from wiredesk.store.raw_sql import run

COUNTED_STORIES = 1000
"""Newest stories whose topics are counted."""
SCHEME = "medtop:"
"""Scheme of the codes of the IPTC Media Topics."""


@dataclass(frozen=True, slots=True)
class TopicCount:
    """A topic and the number of stories that have it or a narrower one."""

    code: str
    """With its scheme."""
    name: str
    broader: str | None
    """The code of the topic above it; null at the top level."""
    stories: int


def count_topics(connection: Connection, seqs: Sequence[int]) -> dict[str, int]:
    """Return the number of these stories under each topic, by its code; a story counts for the broader ones as well."""
    if not seqs:
        return {}
    of_story: dict[int, set[str]] = defaultdict(set)
    for seq, code in run(connection, _CODES, list(seqs)).fetchall():
        of_story[seq].update(topic_path_of(code))
    counts: Counter[str] = Counter()
    for codes in of_story.values():
        counts.update(codes)
    return dict(counts)


_CODES = "SELECT seq, code FROM topics WHERE seq IN :numbers"


@lru_cache(maxsize=4096)
def topic_path_of(code: str) -> tuple[str, ...]:
    """Return the codes from the top level down to a topic, which is the last; of an unknown topic itself alone."""
    bare = code.removeprefix(SCHEME)
    return tuple(SCHEME + one for one in path_of(bare)) if bare in media_topics() else (code,)


def topic_count(code: str, counts: dict[str, int], name: str = "") -> TopicCount:
    """Return a topic with its number of stories.

    Args:
        name: of a topic outside the Media Topics.
    """
    topic = media_topics().get(code.removeprefix(SCHEME))
    broader = SCHEME + topic.broader if topic and topic.broader else None
    return TopicCount(code, topic.name if topic else name or code, broader, counts.get(code, 0))


def narrower_topics(code: str, counts: dict[str, int]) -> list[TopicCount]:
    """Return the topics right below one that have stories, those of most stories first; of the top level for \"\"."""
    below = (SCHEME + one for one in narrower(code.removeprefix(SCHEME)))
    found = [topic_count(one, counts) for one in below if counts.get(one)]
    return sorted(found, key=lambda one: (-one.stories, one.name))


def topic_facets(counts: dict[str, int], chosen: str) -> list[TopicCount]:
    """Return the topics by which found stories can be narrowed: those below the chosen one, or the top level."""
    below = narrower_topics(code_of(chosen) or "", counts)
    return below if below or chosen else narrower_topics("", counts)


def code_of(words: str) -> str | None:
    """Return the Media Topic that a code of any spelling, or an English name in any case, stands for; else None."""
    if found := topic_of(words):
        return SCHEME + found
    wanted = " ".join(words.casefold().split())
    return next((SCHEME + one.code for one in media_topics().values() if one.name.casefold() == wanted), None)
