"""Taking up the places that were found after all: another type, another mention, another entity."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.candidates import bare
from wiredesk.nlp.places.locate import first_free
from wiredesk.nlp.places.place_finder import Found

_TYPES = frozenset({"GPE", "LOC"})


def adopted(text: str, entities: Sequence[EntityDraft], found: Found) -> tuple[EntityDraft, ...]:
    """The entities with those retyped and the new mentions; entities of one place name become one."""
    entities = [_without(entity, found.dropped) for entity in entities]
    result: dict[str, EntityDraft] = {}
    places: dict[str, str] = {}
    for entity in entities:
        if entity.type in _TYPES and entity.id not in found.retyped:
            for mention in entity.mentions:
                if mention.kind == "name":
                    places.setdefault(fold_name(bare(text[mention.span[0] : mention.span[1]])), entity.id)
    renamed: dict[str, str] = {}
    for entity in entities:
        kind = found.retyped.get(entity.id)
        if kind is None:
            result[entity.id] = entity
            continue
        home = places.setdefault(fold_name(bare(entity.name)), entity.id) if kind == "GPE" else entity.id
        if home == entity.id:
            result[entity.id] = replace(entity, type=kind)
        else:
            renamed[entity.id] = home
    moved: dict[str, list[MentionDraft]] = {}
    for entity in entities:
        if entity.id in renamed:
            moved.setdefault(renamed[entity.id], []).extend(entity.mentions)
    fresh = first_free(entities)
    for span in found.added:
        surface = text[span[0] : span[1]]
        key = fold_name(bare(surface))
        if key not in places:
            places[key] = f"e{fresh}"
            result[f"e{fresh}"] = EntityDraft(id=f"e{fresh}", type="GPE", name=" ".join(surface.split()), mentions=())
            fresh += 1
        moved.setdefault(places[key], []).append(MentionDraft(span=span))
    for home, mentions in moved.items():
        entity = result[home]
        joined = sorted((*entity.mentions, *mentions), key=lambda mention: mention.span)
        result[home] = replace(entity, mentions=tuple(joined))
    empty = {number for number, entity in result.items() if not entity.mentions}
    result = {number: entity for number, entity in result.items() if number not in empty}
    if renamed or empty:
        result = {number: _redirected(entity, renamed, empty) for number, entity in result.items()}
    return tuple(result.values())


def _redirected(entity: EntityDraft, renamed: dict[str, str], empty: set[str]) -> EntityDraft:
    titles = tuple(
        title._replace(of=None if title.of in empty else renamed.get(title.of, title.of)) if title.of else title
        for title in entity.titles
    )
    return replace(entity, titles=titles)


def _without(entity: EntityDraft, dropped: Set[Span]) -> EntityDraft:
    kept = tuple(mention for mention in entity.mentions if mention.kind != "name" or mention.span not in dropped)
    return entity if len(kept) == len(entity.mentions) else replace(entity, mentions=kept)
