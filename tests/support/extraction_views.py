"""Reading an extraction in tests: what is found, by its text."""

from __future__ import annotations

from wiredesk.contract import Entity, Extraction


def named(result: Extraction, name: str) -> Entity:
    """The entity that a text names."""
    for entity in result.entities:
        if name in texts(result, entity):
            return entity
    raise AssertionError(f"no entity is named {name!r}: {sorted(names(result))}")


def texts(result: Extraction, entity: Entity, kind: str | None = None) -> list[str]:
    """Texts of an entity's mentions, in order; of one kind only where ``kind`` is given."""
    return [result.text[slice(*mention.span)] for mention in entity.mentions if kind is None or mention.kind == kind]


def names(result: Extraction) -> set[tuple[str, str]]:
    """Name and type of every name in the text."""
    return {
        (result.text[slice(*mention.span)], entity.type)
        for entity in result.entities
        for mention in entity.mentions
        if mention.kind == "name"
    }


def titles(result: Extraction, name: str) -> list[tuple[str, str | None]]:
    """Titles of a person with the name of what each is of."""
    by_id = {entity.id: entity.name for entity in result.entities}
    return [(title.text, by_id[title.of] if title.of else None) for title in named(result, name).titles]
