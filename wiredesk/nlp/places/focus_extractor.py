"""The extractor of the focus: the place where the story happened.

It is not always that of the dateline: a story filed in Washington tells of an earthquake in Chile. Each mention of a
place votes for its country and for itself. The country is chosen first, then the place in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.mentions import EntityDraft, MentionDraft
from wiredesk.nlp.places.focus_cues import focus_cue
from wiredesk.nlp.places.named_place import named_mentions, place_at

HEADLINE_FACTOR = 2.0
LEAD_FACTOR = 1.6
"""Factor of the first paragraph of the body, beside 1 of the next."""
FADE_PER_PARAGRAPH = 0.15
"""Decay of the factor of later paragraphs: the eighth has half the factor of the second."""
DATELINE_VOTE = 2.0
"""Vote of the dateline: as much as one mention in the lead that says nothing of an event."""
ACTOR_FACTOR = 0.4
"""Factor of a metonymic mention: a country that acts is what a story is about, and seldom where it happens."""
PEOPLE_FACTOR = 0.5
"""Factor of an adjective or of a people's name ("Chilean") as a vote for the country."""
QUOTED_FACTOR = 0.6
NO_COUNTRY_FACTOR = 0.5
"""Factor of a continent, a sea or another area of several countries, which is seldom where something happened."""
OUTER_FACTOR = 0.25
"""Factor of a region or country that only says where the place before it is: "in Lyon, France"."""
MIN_SHARE = 0.4
"""Votes of a town or a region, relative to those of the country that it is in, from which it is the focus."""
MIN_SHARE_OF_TOWNS = 0.4
"""Share of a town among all places of its country, from which it is the focus."""
MIN_VOTES = 1.0
"""Votes of a country below which nothing tells where the story happened."""
MAX_MENTIONS = 12
"""Mentions of an entity that vote."""


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of the focus."""
    return focus


def focus(_doc: Doc, context: Context) -> str | None:
    """Return the id of the place where the story happened; None if nothing tells it."""
    places = [entity for entity in context.drafts if entity.location and entity.type in PLACE_TYPES]
    if not places:
        return None
    votes: dict[str, float] = {}
    by_country: defaultdict[str, float] = defaultdict(float)
    for entity in context.drafts:
        if entity.location or entity.iso3166:
            votes[entity.id], acting = _votes(context, entity)
            by_country[_country(entity)] += votes[entity.id] + acting
    if filed := filed_from(context, places):
        votes[filed.id] += DATELINE_VOTE
        by_country[_country(filed)] += DATELINE_VOTE
    country = max(map(_country, places), key=lambda code: (by_country[code], code))
    if by_country[country] < MIN_VOTES:
        return None
    best = _narrowest([entity for entity in places if _country(entity) == country], votes)
    if context.trace is not None:
        context.trace.add(best.mentions[0].span, "focus", "most votes", best.id, round(votes[best.id], 2))
    return best.id


def _votes(context: Context, entity: EntityDraft) -> tuple[float, float]:
    """Return the votes of an entity's mentions for the place itself, and those for its country only.

    A country that acts is what a story is about. A capital that stands for it says nothing of the town.
    """
    tokens, own, acting, count = context.tokens, 0.0, 0.0, 0
    factor = PEOPLE_FACTOR if entity.type == "NORP" else 1.0
    if entity.location and not entity.location.country:
        factor = NO_COUNTRY_FACTOR
    dateline = context.dateline_parts.span if context.dateline_parts else (0, 0)
    for mention, start, end in named_mentions(tokens, entity):
        if dateline[0] <= mention.span[0] < dateline[1] or not tokens.is_news[start]:
            continue
        count += 1
        if count > MAX_MENTIONS:
            break
        weight = factor * _position(context, start)
        if mention.metonymic and mention.stands_for != entity.id:
            acting += weight * ACTOR_FACTOR
        else:
            own += weight * _role(context, mention, start, end)
    return own, acting


def _position(context: Context, at: int) -> float:
    """Return the factor of a mention's position."""
    tokens = context.tokens
    if tokens.zone[at] == "headline":
        return HEADLINE_FACTOR
    number = max(0, tokens.paragraph[at] - (1 if context.layout.headline else 0))
    factor = LEAD_FACTOR if number == 0 else 1 / (1 + FADE_PER_PARAGRAPH * (number - 1))
    return factor * (QUOTED_FACTOR if tokens.quoted[at] else 1.0)


def _role(context: Context, mention: MentionDraft, start: int, end: int) -> float:
    """Return the weight of a mention's role in its sentence."""
    tokens = context.tokens
    if mention.metonymic:
        return ACTOR_FACTOR
    if start > 1 and tokens.text[start - 1] == "," and tokens.tag[start - 2] == "NNP":
        follows = tokens.text[end : end + 1]
        if follows in ([","], ["."], []) and tokens.text[max(0, start - 4)] != ",":
            return OUTER_FACTOR
    row = focus_cue(place_at(tokens, start, end))
    if row is None:
        return 1.0
    if context.trace is not None:
        context.trace.add(mention.span, "focus", row.name, row.label, row.weight)
    return row.weight


def filed_from(context: Context, places: Sequence[EntityDraft]) -> EntityDraft | None:
    """Return the first place of the dateline."""
    parts = context.dateline_parts
    for span in parts.places if parts else ():
        for entity in places:
            if any(mention.span == span for mention in entity.mentions):
                return entity
    return None


def _country(entity: EntityDraft) -> str:
    """Return the code of an entity's country; the id of a place that lies in several."""
    return entity.country or entity.id


def _narrowest(places: Sequence[EntityDraft], votes: Mapping[str, float]) -> EntityDraft:
    """Return the country, or the region with most votes, or the town in it that has most of them."""

    def voted(entity: EntityDraft) -> float:
        return votes[entity.id]

    nation = max((entity for entity in places if _level(entity) == "country"), key=voted, default=None)
    regions: defaultdict[str, list[EntityDraft]] = defaultdict(list)
    for entity in places:
        if _level(entity) != "country":
            regions[_region(entity)].append(entity)
    if not regions:
        return nation or places[0]
    inside = max(regions.values(), key=lambda group: sum(map(voted, group)))
    if nation and sum(map(voted, inside)) < MIN_SHARE * voted(nation):
        return nation
    areas = [entity for entity in inside if _level(entity) == "region"]
    towns = [entity for entity in inside if _level(entity) != "region"]
    area, town = max(areas, key=voted, default=None), max(towns, key=voted, default=None)
    if area is None or town is None:
        return area or town or places[0]
    of_towns = MIN_SHARE_OF_TOWNS * sum(map(voted, towns))
    return town if voted(town) >= max(of_towns, MIN_SHARE * voted(area)) else area


def _level(entity: EntityDraft) -> str:
    return entity.location.level if entity.location else ""


def _region(entity: EntityDraft) -> str:
    """Return the id of the first-level region of a place; its own id where it has none."""
    return entity.location.admin1.id if entity.location and entity.location.admin1 else entity.id


FOCUS = Extractor(
    "focus",
    "the place where the story happened",
    build,
    requires=("places", "metonyms", "dateline_parts"),
)
