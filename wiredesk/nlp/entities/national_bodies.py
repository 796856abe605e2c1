"""Take the Wikidata id of one state's body from those of other states that are called the same.

"Senate" is known as the U.S. Senate, as news in English mostly means it.  Brazil has a Senate, too, and so have Italy
and the Philippines: in their stories the name alone does not say which one is meant.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.knowledge.known_entities import known_entities
from wiredesk.nlp.lexicon import table
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.focus_extractor import filed_from

_ARTICLE = "the "


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the stage that checks the ids of bodies against the countries of the story."""
    return own_bodies


def own_bodies(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
    """Return the drafts, those without their id that are bodies of another state than the one known."""
    known = _states_of_known_bodies()
    doubtful = {
        draft.id: names
        for draft in context.drafts
        if draft.wikidata in known and (names := _names(context, draft)) and names <= _states_by_name().keys()
    }
    if not doubtful:
        return context.drafts
    named = _named(context)
    filed = filed_from(context, [draft for draft in context.drafts if draft.location])
    focus = next((draft.country for draft in context.drafts if draft.id == context.focus), "")
    at = filed.country if filed else ""

    def is_foreign(draft: EntityDraft) -> bool:
        own = known[draft.wikidata]
        others = set().union(*(_states_by_name()[name] for name in doubtful[draft.id])) - {own}
        if own in {at, focus} or others.isdisjoint(named):
            return False
        return own not in named or (at in others and named[at] >= named[own])

    return tuple(
        draft._replace(wikidata=None) if draft.id in doubtful and is_foreign(draft) else draft
        for draft in context.drafts
    )


@cache
def _states_by_name() -> Mapping[str, frozenset[str]]:
    """Return the states that have a body of a name, by the name in small letters."""
    return {name: frozenset(codes.split()) for name, codes in table("national_bodies")["states"].items()}


@cache
def _states_of_known_bodies() -> Mapping[str | None, str]:
    """Return the state of each known body that is called by one of those names, by its Wikidata id."""
    return {
        row.wikidata: row.country
        for row in known_entities()
        if row.type == "ORG" and row.wikidata and row.country
        if any(name.lower() in _states_by_name() for name in (row.name, *row.variants))
    }


def _names(context: Context, draft: EntityDraft) -> set[str]:
    """Return the names of an entity in its story, in small letters and without an article."""
    text = context.layout.masked
    return {text[slice(*one.span)].lower().removeprefix(_ARTICLE) for one in draft.mentions if one.kind == "name"}


def _named(context: Context) -> Mapping[str, int]:
    """Return how often each country is named: itself, its people, and what lies in it."""
    named: Counter[str] = Counter()
    for draft in context.drafts:
        if draft.country:
            named[draft.country] += sum(mention.kind == "name" for mention in draft.mentions)
    return named


NATIONAL_BODIES = Extractor(
    "national_bodies",
    "bodies of other states that are called like a known one lose its id",
    build,
    requires=("places", "focus"),
    assigns="drafts",
    internal=True,
)
