"""The speaker of a quote: the entity that the head of its source mentions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from wiredesk.contract import Entity, Span
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.tokens import Tokens

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
        """The id of the entity behind a source's head token; None for an anonymous source."""
        if head is None:
            return None
        if tokens.lower[head] in _RELATIVE:
            antecedent = _antecedent(tokens, head)
            if antecedent is not None:
                head = antecedent
        return self._at(tokens.start[head], tokens.end[head])

    def _at(self, start: int, end: int) -> str | None:
        """The mention that ends with the token, else the shortest one around it."""
        best: tuple[int, str] | None = None
        at = bisect_right(self._starts, start) - 1
        while at >= 0 and start - self._starts[at] <= 200:
            first, last, entity = self._rows[at]
            if last >= end and (best is None or last - first < best[0]):
                best = (last - first, entity)
            at -= 1
        return best[1] if best else None


def _antecedent(tokens: Tokens, pronoun: int) -> int | None:
    """The noun that a relative pronoun stands for."""
    verb = tokens.head[pronoun]
    for _ in range(4):
        if tokens.dep[verb] == "relcl":
            return tokens.head[verb]
        if tokens.head[verb] == verb:
            return None
        verb = tokens.head[verb]
    return None


def carried(tokens: Tokens, found: Sequence[Attribution], paragraphs: Sequence[Span]) -> list[int | None]:
    """The subject of each attribution; floating speech takes the one of the last report before it.

    The report must stand in the same paragraph or in the one before.  Without one, the subject of the sentence
    before the speech stands in for it: "Keller opened the bridge. “It took us ten years.”"
    """
    starts = [start for start, _ in paragraphs]
    subjects: list[int | None] = []
    last: tuple[int, int] | None = None
    for item in found:
        place = bisect_right(starts, item.content[0][0])
        subject = item.subject
        if item.cue is None:
            near = last is not None and place - last[0] <= 1
            subject = last[1] if last is not None and near else _before(tokens, item.content[0][0])
        if subject is not None:
            last = place, subject
        subjects.append(subject)
    return subjects


def _before(tokens: Tokens, start: int) -> int | None:
    """The subject of the sentence that ends before a place."""
    token = bisect_left(tokens.start, start) - 1
    while token > 0 and tokens.is_space(token):
        token -= 1
    if token < 0:
        return None
    for at in range(tokens.sentence_start[token], min(token, tokens.sentence_start[token] + 40)):
        if tokens.dep[at] in {"nsubj", "nsubjpass"} and tokens.dep[tokens.head[at]] == "ROOT":
            return at
    return None
