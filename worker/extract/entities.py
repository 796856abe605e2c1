"""Entities: the model's names, with clean spans, one entity for each distinct name."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker.contract import Entity, Mention
from worker.extract import Extractor, Options, Run, Story

TYPES = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "LAW", "WORK_OF_ART"})


def build(_vocab: Vocab, _options: Options) -> Run:
    return entities


def entities(doc: Doc, _story: Story) -> tuple[Entity, ...]:
    """The model's entities, grouped by type and text."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    for ent in doc.ents:
        if ent.label_ in TYPES:
            groups.setdefault((ent.label_, ent.text), []).append(Mention(span=(ent.start_char, ent.end_char)))
    return tuple(
        Entity(id=f"e{number}", type=label, name=name, mentions=tuple(mentions))
        for number, ((label, name), mentions) in enumerate(groups.items(), 1)
    )


ENTITIES = Extractor("entities", "who and where", build, needs=("dateline",))
