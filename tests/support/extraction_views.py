"""Views of an extraction for tests: entities and mentions by their text."""

from __future__ import annotations

from wiredesk.contract import Entity, Extraction


def named(result: Extraction, name: str) -> Entity:
    """Return the entity that a text names."""
    for entity in result.entities:
        if name in texts(result, entity):
            return entity
    raise AssertionError(f"no entity is named {name!r}: {sorted(names(result))}")


def texts(result: Extraction, entity: Entity, kind: str | None = None) -> list[str]:
    """Return the texts of an entity's mentions, in order; of one kind only if ``kind`` is given."""
    return [result.text[slice(*mention.span)] for mention in entity.mentions if kind is None or mention.kind == kind]


def names(result: Extraction) -> set[tuple[str, str]]:
    """Return name and type of every name in the text."""
    return {
        (result.text[slice(*mention.span)], entity.type)
        for entity in result.entities
        for mention in entity.mentions
        if mention.kind == "name"
    }


def titles(result: Extraction, name: str) -> list[tuple[str, str | None]]:
    """Return the titles of a person, each with the name of its organisation or country."""
    by_id = {entity.id: entity.name for entity in result.entities}
    return [(title.text, by_id[title.of] if title.of else None) for title in named(result, name).titles]
