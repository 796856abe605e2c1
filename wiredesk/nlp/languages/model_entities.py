"""Entities of a model at tier 1: its spans by the table of labels, and their names where they are repeated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Entity, EntityType, Mention, Span
from wiredesk.folded_names import folded_name
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.entities.entity_extractor import ENTITIES
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


def model_entities(tokens: Tokens, profile: LanguageProfile) -> tuple[Entity, ...]:
    """Return one entity for each name and type, in the order of the text, without places and titles."""
    groups: dict[tuple[str, EntityType], list[tuple[str, Span]]] = {}
    for name in model_names(tokens, profile):
        text = tokens.string(name.start, name.end)
        groups.setdefault((folded_name(text, name.type), name.type), []).append(
            (text, tokens.span(name.start, name.end))
        )
    most = max(map(len, groups.values()), default=1)
    return tuple(
        Entity(
            id=f"e{number}",
            type=label,
            name=Counter(text for text, _ in mentions).most_common(1)[0][0],
            mentions=tuple(Mention(span=span) for _, span in mentions),
            salience=round(len(mentions) / most, 3),
            rule="model",
        )
        for number, ((_, label), mentions) in enumerate(groups.items(), 1)
    )


def build_entities(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of a model's entities."""

    def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
        return model_entities(context.tokens, context.profile)

    return entities


EXTRACTORS: tuple[Extractor, ...] = (Extractor(ENTITIES.name, ENTITIES.summary, build_entities, tier=Tier.MODEL),)
