"""Report why each place was found and chosen, for ``wiredesk extract --explain``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from wiredesk.contract import Location
from wiredesk.nlp.gazetteer import Gazetteer
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.candidate_rows import CandidateRows
from wiredesk.nlp.places.locate import Meaning, Meanings
from wiredesk.nlp.places.place_finder import PlaceFindings
from wiredesk.nlp.places.place_names import PlaceName
from wiredesk.nlp.places.place_priors import COUNTY_ENDINGS, PlaceWeights, general_terms, story_terms
from wiredesk.nlp.places.story_location import StoryLocation
from wiredesk.nlp.provenance import Trace


def report_findings(trace: Trace, entities: Iterable[EntityDraft], findings: PlaceFindings) -> None:
    """Report the entities with another type and the new mentions, each with its rule."""
    for entity in entities:
        if new := findings.retyped.get(entity.id):
            for mention in entity.mentions:
                trace.add(mention.span, "place", new.rule, new.type)
    for span, rule in findings.added.items():
        trace.add(span, "place", rule, "GPE")
    for span in findings.dropped:
        trace.add(span, "place", "part of a longer name")


def report_choices(
    trace: Trace, gazetteer: Gazetteer, meanings: Meanings, location: StoryLocation, weights: PlaceWeights
) -> None:
    """Report the place of each mention with its probability, and for each name what spoke for that place."""
    reported: set[int] = set()
    for span, meaning in meanings.items():
        name, choice = meaning
        if span == (0, 0):
            continue
        label = place_label(gazetteer, name, choice.row)
        count = len(name.rows)
        trace.add(span, "place", f"best of {count} candidates" if count > 1 else "only candidate", label, choice.share)
        if count > 1 and id(name) not in reported:
            reported.add(id(name))
            for rule, weight in _evidence(gazetteer, meaning, location, weights):
                trace.add(span, "place", rule, label, weight)


def report_unlisted(trace: Trace, unlisted: Iterable[tuple[EntityDraft, str, Location]]) -> None:
    """Report the places that are not in the gazetteer with the rule that located them."""
    for entity, rule, location in unlisted:
        for mention in entity.mentions:
            if mention.kind == "name":
                trace.add(mention.span, "place", rule, location.country or "")


def place_label(gazetteer: Gazetteer, name: PlaceName, row: int) -> str:
    """Return a place's name in the story, its country and its GeoNames id: ``paris/FR 2988507``."""
    place = gazetteer.place(row)
    return f"{name.key}/{place.country or '-'}" + (f" {place.geonames}" if place.geonames else "")


def _evidence(
    gazetteer: Gazetteer, meaning: Meaning, location: StoryLocation, weights: PlaceWeights
) -> list[tuple[str, float]]:
    """Return what contributed to the score of the chosen candidate, in powers of ten of inhabitants."""
    name, choice = meaning
    at = name.rows.tolist().index(choice.row)
    sums: defaultdict[str, float] = defaultdict(float)
    for rule, scores in general_terms(gazetteer, name.rows, name.key.endswith(COUNTY_ENDINGS), weights):
        sums[rule] += float(scores[at])
    for rule, _, scores in story_terms(gazetteer, CandidateRows.of([name]), location, weights):
        sums[rule] += float(scores[at])
    sums["other names of the story"] += choice.support
    return [(rule, score) for rule, score in sums.items() if score]
