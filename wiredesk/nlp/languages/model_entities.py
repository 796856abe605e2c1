"""Entities of a model at tier 1: its spans by the table of labels, their names where they are repeated, and places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import PLACE_TYPES, Entity, EntityType, Links, Mention, Span
from wiredesk.folded_names import folded_name
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.entities.entity_extractor import ENTITIES
from wiredesk.nlp.gazetteer import load
from wiredesk.nlp.languages.placed_names import Locate, known_places, location_of, locator
from wiredesk.nlp.languages.profile import LanguageProfile, Tier
from wiredesk.nlp.tokens import Tokens

MIN_REPEATED_CHARACTERS = 4
"""Characters of the shortest name that is looked for again; a shorter one may be a word."""


@dataclass(frozen=True, slots=True)
class ModelName:
    """A name that the model found, or a repetition of one: a token range and its type."""

    start: int
    end: int
    type: EntityType


def model_names(tokens: Tokens, profile: LanguageProfile) -> list[ModelName]:
    """Return the model's names, each of one type in the whole story, and the places where they are repeated."""
    found = [
        ModelName(*span, profile.labels[label])
        for start, end, label in tokens.entities
        if label in profile.labels
        for span in _lines(tokens, start, end)
    ]
    types = _types(tokens, found)
    named = [ModelName(name.start, name.end, types[_key(tokens, name.start, name.end)]) for name in found]
    return sorted([*named, *_repeated(tokens, named)], key=lambda name: name.start)


def _lines(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span at the ends of lines, and signs off its ends."""
    first = start
    for at in range(start, end + 1):
        if at < end and tokens.text[at].strip():
            continue
        last = at
        while first < last and not _has_letter(tokens.text[first]):
            first += 1
        while first < last and not _has_letter(tokens.text[last - 1]) and tokens.text[last - 1] != ".":
            last -= 1
        if first < last:
            yield first, last
        first = at + 1


def _has_letter(text: str) -> bool:
    return any(map(str.isalnum, text))


def _key(tokens: Tokens, start: int, end: int) -> tuple[str, ...]:
    return tuple(tokens.lower[start:end])


def _types(tokens: Tokens, found: list[ModelName]) -> dict[tuple[str, ...], EntityType]:
    votes: dict[tuple[str, ...], Counter[EntityType]] = {}
    for name in found:
        votes.setdefault(_key(tokens, name.start, name.end), Counter())[name.type] += 1
    return {key: counted.most_common(1)[0][0] for key, counted in votes.items()}


def _repeated(tokens: Tokens, named: list[ModelName]) -> Iterator[ModelName]:
    """Yield the names at which the model missed a name that it has found elsewhere; the longest first."""
    taken = {at for name in named for at in range(name.start, name.end)}
    by_first: dict[str, dict[tuple[str, ...], EntityType]] = {}
    for name in named:
        words = tuple(tokens.text[name.start : name.end])
        if len("".join(words)) >= MIN_REPEATED_CHARACTERS and words[0][:1] != words[0][:1].lower():
            by_first.setdefault(words[0], {})[words] = name.type
    for at, word in enumerate(tokens.text):
        for words, label in sorted(by_first.get(word, {}).items(), key=lambda row: -len(row[0])):
            span = range(at, at + len(words))
            if taken.isdisjoint(span) and tuple(tokens.text[at : at + len(words)]) == words:
                taken.update(span)
                yield ModelName(at, at + len(words), label)
                break


def model_entities(
    tokens: Tokens, profile: LanguageProfile, places: Sequence[Entity] = (), locate: Locate = lambda _: None
) -> tuple[Entity, ...]:
    """Return one entity for each name and type, in the order of the text, without titles.

    Args:
        tokens: the tokens of the story.
        profile: its language.
        places: countries and cities that the language has names for; only a longer name of the model wins over one.
        locate: returns the place of any other name of a place.
    """
    names, kept = _divided(tokens, model_names(tokens, profile), places)
    groups: dict[tuple[str, EntityType], list[tuple[str, Span]]] = {}
    for name in names:
        text = tokens.string(name.start, name.end)
        groups.setdefault((folded_name(text, name.type), name.type), []).append(
            (text, tokens.span(name.start, name.end))
        )
    found = [*kept, *(_entity(label, mentions, locate) for (_, label), mentions in groups.items())]
    found.sort(key=lambda one: one.mentions[0].span)
    most = max((len(one.mentions) for one in found), default=1)
    return tuple(
        one.model_copy(update={"id": f"e{number}", "salience": round(len(one.mentions) / most, 3)})
        for number, one in enumerate(found, 1)
    )


def _divided(
    tokens: Tokens, names: Sequence[ModelName], places: Sequence[Entity]
) -> tuple[list[ModelName], list[Entity]]:
    """Give each span of text one owner: the known place, unless a longer name of the model holds it."""
    spans = {tokens.span(name.start, name.end): name for name in names}
    owner = {at: span for span in spans for at in range(*span)}
    lost: set[Span] = set()
    kept = []
    for place in places:
        mentions = []
        for mention in place.mentions:
            over = {owner[at] for at in range(*mention.span) if at in owner}
            if any(span[1] - span[0] > mention.span[1] - mention.span[0] for span in over):
                continue
            lost |= over
            mentions.append(mention)
        if mentions:
            kept.append(place.model_copy(update={"mentions": tuple(mentions)}))
    return [name for span, name in spans.items() if span not in lost], kept


def _entity(label: EntityType, mentions: Sequence[tuple[str, Span]], locate: Locate) -> Entity:
    name = Counter(text for text, _ in mentions).most_common(1)[0][0]
    place = locate(name) if label in PLACE_TYPES else None
    return Entity(
        id="",
        type=label,
        name=name,
        mentions=tuple(Mention(span=span) for _, span in mentions),
        links=Links(geonames=place.geonames if place else None),
        location=location_of(place) if place else None,
        rule="model",
    )


def build_entities(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of a model's entities; loads the gazetteer."""
    gazetteer = load()

    def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
        places = known_places(context, gazetteer)
        return model_entities(context.tokens, context.profile, places, locator(gazetteer, places))

    return entities


EXTRACTORS: tuple[Extractor, ...] = (
    Extractor(ENTITIES.name, ENTITIES.summary, build_entities, ("dateline_parts",), tier=Tier.MODEL),
)
