"""The speaker of a quote: the entity that the head of its source mentions, or the speaker of the report before it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from wiredesk.contract import Entity, Span
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

SOURCE = "head of the source"
LAST_REPORT = "the report before it"
SENTENCE_BEFORE = "subject of the sentence before it"
NOBODY = "nobody named"

MAX_MENTION_CHARS = 200
"""Characters from the start of a mention to the token that it must hold."""
MAX_SUBJECT_TOKENS = 40
"""Tokens from the start of a sentence among which its subject is looked for."""
MAX_VERB_HEADS = 4
"""Heads followed from a relative pronoun to the verb of its clause."""
_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Speakers:
    """Looks up which entity a token mentions."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        rows = sorted(
            (mention.span[0], -mention.span[1], entity.id) for entity in entities for mention in entity.mentions
        )
        self._starts = [start for start, _, _ in rows]
        self._rows = [(start, -end, entity) for start, end, entity in rows]

    def of(self, tokens: Tokens, head: int | None) -> str | None:
        """Return the id of the entity that a source's head mentions; None for an anonymous source."""
        if head is None:
            return None
        if tokens.lower[head] in _RELATIVE:
            antecedent = _antecedent(tokens, head)
            if antecedent is not None:
                head = antecedent
        return self._at(tokens.start[head], tokens.end[head])

    def _at(self, start: int, end: int) -> str | None:
        """Return the entity of the shortest mention that holds the characters."""
        best: tuple[int, str] | None = None
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and start - self._starts[at] <= MAX_MENTION_CHARS:
            first, last, entity = self._rows[at]
            if last >= end and (best is None or last - first < best[0]):
                best = (last - first, entity)
            at -= 1
        return best[1] if best else None


def _antecedent(tokens: Tokens, pronoun: int) -> int | None:
    """Return the noun that a relative pronoun refers to."""
    verb = tokens.head[pronoun]
    for _ in range(MAX_VERB_HEADS):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        if tokens.head[verb] == verb:
            return None
        verb = tokens.head[verb]
    return None


def inherit_speakers(
    tokens: Tokens, found: Sequence[Attribution], paragraphs: Sequence[Span]
) -> list[tuple[int | None, str]]:
    """Return the subject of each attribution and how it was found; floating speech inherits the one of the last report.

    The report must be in the same paragraph or the one before. Otherwise the subject of the sentence before is taken:
    "Keller opened the bridge. “It took us ten years.”"
    """
    starts = [start for start, _ in paragraphs]
    subjects: list[tuple[int | None, str]] = []
    last: tuple[int, int] | None = None
    for item in found:
        place = bisect_right(starts, item.content[0][0])
        subject, rule = item.subject, SOURCE if item.subject is not None else NOBODY
        if item.cue is None:
            if last is not None and place - last[0] <= 1:
                subject, rule = last[1], LAST_REPORT
            else:
                subject = _subject_before(tokens, item.content[0][0])
                rule = SENTENCE_BEFORE if subject is not None else NOBODY
        if subject is not None:
            last = place, subject
        subjects.append((subject, rule))
    return subjects


def _subject_before(tokens: Tokens, start: int) -> int | None:
    """Return the subject of the sentence that ends before an offset."""
    token = bisect_left(tokens.start, start) - 1
    while token > 0 and tokens.is_space(token):
        token -= 1
    if token < 0:
        return None
    first = tokens.sentence_start[token]
    for at in range(first, min(token, first + MAX_SUBJECT_TOKENS)):
        if tokens.dep[at] in NOMINAL_SUBJECTS and tokens.dep[tokens.head[at]] == "ROOT":
            return at
    return None
