"""Who is who across the stories of a thread: one key for the entities of several documents that are the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from wiredesk.contract import Entity, EntityType, Extraction
from wiredesk.folded_names import folded_name

MIN_NAME_LETTERS = 2


class ThreadNames:
    """The entities of a thread's stories under one key each.

    Two entities are one if they share an id of Wikidata, or a full name or alias: in stories of one happening a team is
    now taken for a town, now for a person.  A person who is named by the surname alone is the one person of the thread
    who has it.
    """

    def __init__(self, documents: Iterable[Extraction]) -> None:
        self._parent: dict[str, str] = {}
        self._display: dict[str, Counter[str]] = defaultdict(Counter)
        self._types: dict[str, Counter[EntityType]] = defaultdict(Counter)
        entities = [entity for document in documents for entity in document.entities]
        self._surnames = _unique_surnames(entities)
        for entity in entities:
            nodes = self._nodes(entity)
            for node in nodes[1:]:
                self._join(nodes[0], node)
        for entity in entities:
            key = self.key(entity)
            if key:
                self._display[key][entity.name] += 1
                self._types[key][entity.type] += 1

    def key(self, entity: Entity) -> str | None:
        """Return the key of an entity; None if its name is too short to compare."""
        nodes = self._nodes(entity)
        return self._root(nodes[0]) if nodes else None

    def display(self, key: str) -> str:
        """Return the name that most stories use, the longest of several."""
        return max(self._display[key].items(), key=lambda item: (item[1], len(item[0]), item[0]))[0]

    def type(self, key: str) -> EntityType:
        """Return the type that most stories give."""
        return max(self._types[key].items(), key=lambda item: (item[1], item[0]))[0]

    def _nodes(self, entity: Entity) -> list[str]:
        nodes = [entity.links.wikidata] if entity.links.wikidata else []
        for name in (entity.name, *entity.aliases):
            folded = folded_name(name, entity.type)
            if entity.type == "PERSON" and " " not in folded:
                folded = self._surnames.get(folded, folded) if name == entity.name else ""
            elif name != entity.name and " " not in folded and not name.isupper():
                continue  # a short form may be another's: "the Post"
            if len(folded) >= MIN_NAME_LETTERS:
                nodes.append(folded)
        return nodes

    def _root(self, node: str) -> str:
        parent = self._parent
        while parent.get(node, node) != node:
            parent[node] = node = parent.get(parent[node], parent[node])
        return node

    def _join(self, one: str, other: str) -> None:
        left, right = self._root(one), self._root(other)
        if left != right:
            self._parent[max(left, right)] = min(left, right)


def _unique_surnames(entities: Sequence[Entity]) -> dict[str, str]:
    """Return the full name for each surname that only one full name of the thread ends with."""
    full: dict[str, set[str]] = defaultdict(set)
    for entity in entities:
        folded = folded_name(entity.name, entity.type) if entity.type == "PERSON" else ""
        if " " in folded:
            full[folded.rpartition(" ")[2]].add(folded)
    return {surname: next(iter(names)) for surname, names in full.items() if len(names) == 1}
