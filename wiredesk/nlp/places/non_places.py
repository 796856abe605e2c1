"""Names that the model takes for places and that are none."""

from __future__ import annotations

from collections.abc import Mapping

from wiredesk.contract import EntityType
from wiredesk.nlp.gazetteer import Gazetteer, Rank
from wiredesk.nlp.gazetteer.fold import fold_name
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.person_verbs import person_subject_verbs
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidates import bare, candidates
from wiredesk.nlp.places.place_context import Evidence, context_evidence
from wiredesk.nlp.tokens import Tokens

NEVER_PLACES = word_set("places", "never_places")
_WELL_KNOWN = 100_000
"""Inhabitants of a town that a writer may name without saying where it is."""


def no_place(
    gazetteer: Gazetteer, tokens: Tokens, entity: EntityDraft, index: Mapping[int, int], ends: Mapping[int, int]
) -> EntityType | None:
    """What a doubtful GPE is instead: a person who speaks, or a body; None where it may well be a place."""
    name = bare(entity.name)
    rows = candidates(gazetteer, name).rows
    if fold_name(name) in NEVER_PLACES:
        return "ORG"
    if entity.iso3166 or entity.wikidata or _well_known(gazetteer, name):
        return None
    speaks = False
    for mention in entity.mentions:
        start, end = index.get(mention.span[0]), ends.get(mention.span[1])
        if mention.kind != "name" or start is None or end is None or end <= start:
            continue
        said = context_evidence(tokens, start, end)
        after = tokens.text[end : end + 2]
        if said >= Evidence.WEAK or tokens.all_caps[start] or after[:1] in (["-"], ["—"], ["–"]) or after[:1] == [","]:
            return None
        head = tokens.head[end - 1]
        speaks |= tokens.dep[end - 1] == "nsubj" and tokens.lemma[head].lower() in person_subject_verbs()
    if speaks and " " not in name:
        return "PERSON"
    return None if len(rows) else "ORG"


def _well_known(gazetteer: Gazetteer, name: str) -> bool:
    """Whether a country, a first-level region, a capital or a large town bears the name."""
    rows = gazetteer.rows_of_folded(fold_name(name))
    col = gazetteer.columns
    large = (col.population[rows] >= _WELL_KNOWN) & (col.rank[rows] != Rank.COUNTY)
    return bool((large | (col.rank[rows] == Rank.COUNTRY)).any())
