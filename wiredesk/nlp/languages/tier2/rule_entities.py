"""Entities of tier 2: the repaired names of a story, joined, with their titles, places and metonyms."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Entity, Links, Mention, Span
from wiredesk.nlp.context import Context, ExtractFn, Options
from wiredesk.nlp.gazetteer import Gazetteer, Rank, load
from wiredesk.nlp.languages.placed_names import Locate, known_places, location_of, locator
from wiredesk.nlp.languages.tier2.joined_names import NamedThing, joined_names
from wiredesk.nlp.languages.tier2.local_metonyms import with_metonyms
from wiredesk.nlp.languages.tier2.local_name_words import name_words
from wiredesk.nlp.languages.tier2.local_titles import add_titles
from wiredesk.nlp.languages.tier2.repaired_names import RuleName, repaired_names

_AREAS = frozenset({Rank.REGION, Rank.COUNTY})


def build_entities(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of entities; loads the gazetteer."""
    gazetteer = load()

    def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
        """Return the people, organisations, places and other named things of the story."""
        return rule_entities(context, gazetteer)

    return entities


def rule_entities(context: Context, gazetteer: Gazetteer) -> tuple[Entity, ...]:
    """Return the entities of a story, numbered in the order of their first mention."""
    tokens, code = context.tokens, context.profile.code
    words = name_words(code)
    line = context.dateline_parts
    places = known_places(context, gazetteer)
    names = repaired_names(tokens, context.profile, words, line.span if line else None)
    names, places = _divided(context, names, places)
    things = joined_names(tokens, names, words)
    add_titles(tokens, things, words)
    locate = locator(gazetteer, places)
    found = [*places, *(_entity(context, thing, locate) for thing in things)]
    found.sort(key=lambda one: one.mentions[0].span)
    most = max((len(one.mentions) for one in found), default=1)
    numbered = [
        one.model_copy(update={"id": f"e{number}", "salience": round(len(one.mentions) / most, 3)})
        for number, one in enumerate(found, 1)
    ]
    return with_metonyms(tokens, _with_owners(numbered), code)


@dataclass(frozen=True, slots=True)
class _Spans:
    """Spans in order that do not overlap."""

    spans: Sequence[Span]

    def around(self, span: Span) -> Span | None:
        """Return the span that overlaps another one; None if none does."""
        at = bisect_right(self.spans, (span[1] - 1, len(self.spans) and self.spans[-1][1])) - 1
        return self.spans[at] if at >= 0 and self.spans[at][1] > span[0] else None


def _divided(context: Context, names: list[RuleName], places: list[Entity]) -> tuple[list[RuleName], list[Entity]]:
    """Give each span of text one owner: a known place, unless a longer name or a person's name has it."""
    tokens = context.tokens
    line = context.dateline_parts
    fixed = set(line.places) if line else set()
    by_span = {tokens.span(name.start, name.end): name for name in names}
    longer = _Spans(sorted(by_span))
    kept: list[Entity] = []
    owned: set[Span] = set()
    dateline_names = {one.name.casefold() for one in places for mention in one.mentions if mention.span in fixed}
    for place in places:
        mentions = []
        for mention in place.mentions:
            other = longer.around(mention.span)
            name = by_span[other] if other else None
            if mention.span in fixed or name is None or _yields(context, name, mention.span, other):
                mentions.append(mention)
                owned.add(other or mention.span)
        if mentions:
            kept.append(place.model_copy(update={"mentions": tuple(mentions)}))
    rest = [name for span, name in by_span.items() if span not in owned]
    merged: list[RuleName] = []
    for name in rest:
        text = tokens.string(name.start, name.end).casefold()
        if name.type in PLACE_TYPES and text in dateline_names:
            kept = [
                _with_mention(one, tokens.span(name.start, name.end)) if one.name.casefold() == text else one
                for one in kept
            ]
        else:
            merged.append(name)
    return merged, kept


def _yields(context: Context, name: RuleName, span: Span, other: Span | None) -> bool:
    """Return whether a name of the model is the known place itself."""
    if other is None:
        return True
    first = context.tokens.text[name.start].lower()
    bare = name.end - name.start > 1 and first in name_words(context.profile.code).articles
    start = context.tokens.start[name.start + 1] if bare else other[0]
    inside = span[0] <= start and other[1] <= span[1]
    return inside and (name.type in PLACE_TYPES or name.rule in {"model", "code"})


def _with_mention(entity: Entity, span: Span) -> Entity:
    mentions = sorted((*entity.mentions, Mention(span=span)), key=lambda one: one.span)
    return entity.model_copy(update={"mentions": tuple(mentions)})


def _entity(context: Context, thing: NamedThing, locate: Locate) -> Entity:
    tokens = context.tokens
    name = thing.full_name(tokens)
    texts = Counter(tokens.string(one.start, one.end) for one in thing.names)
    place = locate(name) if thing.type in {"LOC", "GPE"} else None
    is_state = place is not None and place.rank in {Rank.CITY, Rank.COUNTRY, *_AREAS}
    return Entity(
        id="",
        type="GPE" if is_state else thing.type,
        name=name,
        aliases=tuple(text for text, _ in texts.most_common() if text != name),
        mentions=tuple(Mention(span=tokens.span(one.start, one.end)) for one in thing.names),
        titles=tuple(thing.titles),
        links=Links(geonames=place.geonames if place else None),
        location=location_of(place) if place else None,
        rule=thing.rule,
    )


def _with_owners(entities: Sequence[Entity]) -> list[Entity]:
    """Return the entities whose titles name the organisation or country inside them."""
    owners: Mapping[int, str] = {
        mention.span[0]: one.id for one in entities if one.type in {"ORG", "GPE"} for mention in one.mentions
    }
    return [
        one.model_copy(
            update={
                "titles": tuple(
                    title.model_copy(
                        update={"of": next((owners[at] for at in range(*title.span) if at in owners), None)}
                    )
                    for title in one.titles
                )
            }
        )
        if one.titles
        else one
        for one in entities
    ]
