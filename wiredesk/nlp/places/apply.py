"""Apply the findings about places to the entities: another type, a new mention, a new entity."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wiredesk.contract import Span
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.mentions import EntityDraft, MentionDraft, TypeDecision
from wiredesk.nlp.places.candidates import bare
from wiredesk.nlp.places.locate import next_entity_number
from wiredesk.nlp.places.place_finder import PlaceFindings

_TYPES = frozenset({"GPE", "LOC"})


def apply_findings(text: str, entities: Sequence[EntityDraft], findings: PlaceFindings) -> tuple[EntityDraft, ...]:
    """Return the entities with new types and mentions.

    Places with the same name become one entity. New entities come last. An entity without mentions disappears.
    """
    if findings.dropped:
        entities = [_without(entity, findings.dropped) for entity in entities]
    if not (findings.retyped or findings.added) and all(entity.mentions for entity in entities):
        return tuple(entities)
    draft = _Draft(_place_ids(text, entities, findings))
    for entity in entities:
        draft.add(entity, findings)
    number = next_entity_number(entities)
    for span, rule in findings.added.items():
        number += draft.add_mention(text, span, f"e{number}", rule)
    return draft.finish()


def _place_ids(text: str, entities: Iterable[EntityDraft], findings: PlaceFindings) -> dict[str, str]:
    """Map the folded name of each mention of a place to its entity, the first one of that name."""
    places: dict[str, str] = {}
    for entity in entities:
        if entity.type in _TYPES and entity.id not in findings.retyped:
            for mention in entity.mentions:
                if mention.kind == "name":
                    places.setdefault(fold_name(bare(text[slice(*mention.span)])), entity.id)
    return places


@dataclass(slots=True)
class _Draft:
    """The entities of the result while they are collected."""

    places: dict[str, str]
    """Folded names of places to entities."""
    entities: dict[str, EntityDraft] = field(default_factory=dict)
    merged: dict[str, str] = field(default_factory=dict)
    """Entities that became part of another one."""
    moved: dict[str, list[MentionDraft]] = field(default_factory=dict)
    """New mentions of each entity."""

    def add(self, entity: EntityDraft, findings: PlaceFindings) -> None:
        """Add an entity under its new type; a new place becomes part of an entity with the same name."""
        new = findings.retyped.get(entity.id)
        if new is None:
            self.entities[entity.id] = entity
            return
        home = entity.id
        if new.type == "GPE":
            home = self.places.setdefault(fold_name(bare(entity.name)), entity.id)
        if home == entity.id:
            self.entities[entity.id] = entity._replace(type=new.type, decision=TypeDecision(new.rule))
        else:
            self.merged[entity.id] = home
            self.moved.setdefault(home, []).extend(entity.mentions)

    def add_mention(self, text: str, span: Span, new_id: str, rule: str) -> bool:
        """Add a mention to the place of that name; return whether that needed a new entity."""
        surface = text[slice(*span)]
        key = fold_name(bare(surface))
        is_new = key not in self.places
        if is_new:
            self.places[key] = new_id
            name = " ".join(surface.split())
            self.entities[new_id] = EntityDraft(id=new_id, type="GPE", name=name, decision=TypeDecision(rule))
        self.moved.setdefault(self.places[key], []).append(MentionDraft(span=span))
        return is_new

    def finish(self) -> tuple[EntityDraft, ...]:
        """Return the entities."""
        for home, mentions in self.moved.items():
            entity = self.entities[home]
            joined = sorted((*entity.mentions, *mentions), key=lambda mention: mention.span)
            self.entities[home] = entity._replace(mentions=tuple(joined))
        empty = {ident for ident, entity in self.entities.items() if not entity.mentions}
        kept = [entity for ident, entity in self.entities.items() if ident not in empty]
        if self.merged or empty:
            kept = [_redirect_titles(entity, self.merged, empty) for entity in kept]
        return tuple(kept)


def _redirect_titles(entity: EntityDraft, merged: Mapping[str, str], empty: Collection[str]) -> EntityDraft:
    """Make titles refer to the entities that others were merged into, and to no entity that disappeared."""
    if not entity.titles:
        return entity
    titles = tuple(
        title._replace(of=None if title.of in empty else merged.get(title.of, title.of)) if title.of else title
        for title in entity.titles
    )
    return entity._replace(titles=titles)


def _without(entity: EntityDraft, dropped: Collection[Span]) -> EntityDraft:
    kept = tuple(mention for mention in entity.mentions if mention.kind != "name" or mention.span not in dropped)
    return entity if len(kept) == len(entity.mentions) else entity._replace(mentions=kept)
