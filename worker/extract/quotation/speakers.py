"""The speaker of a quote: the entity that the head of its source mentions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from worker.contract import Entity
from worker.extract.quotation.tree import Tree

_RELATIVE = frozenset({"who", "which", "that", "whom"})


class Speakers:
    """Looks up which entity a token mentions."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        rows = sorted(
            (mention.span[0], -mention.span[1], entity.id) for entity in entities for mention in entity.mentions
        )
        self._starts = [start for start, _, _ in rows]
        self._rows = [(start, -end, entity) for start, end, entity in rows]

    def of(self, tree: Tree, head: int | None) -> str | None:
        """The id of the entity behind a source's head token; None for an anonymous source."""
        if head is None:
            return None
        if tree.lower[head] in _RELATIVE:
            antecedent = _antecedent(tree, head)
            if antecedent is not None:
                head = antecedent
        return self._at(tree.start[head], tree.end[head])

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


def _antecedent(tree: Tree, pronoun: int) -> int | None:
    """The noun that a relative pronoun stands for."""
    verb = tree.head[pronoun]
    for _ in range(4):
        if tree.dep[verb] == "relcl":
            return tree.head[verb]
        if tree.head[verb] == verb:
            return None
        verb = tree.head[verb]
    return None
