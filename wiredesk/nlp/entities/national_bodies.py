"""Take the Wikidata id of one state's body from those of other states that are called the same.

"Senate" is known as the U.S. Senate, as news in English mostly means it.  Brazil has a Senate, too, and so have Italy
and the Philippines: in their stories the name alone is no evidence for the American one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.knowledge.known_entities import known_entities
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import EntityDraft
from wiredesk.nlp.places.focus_extractor import filed_from

_ARTICLE = "the "


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the stage that checks the ids of bodies against the countries of the story."""
    return own_bodies


def own_bodies(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
    """Return the drafts, those without their id that are bodies of another country than the one known."""
    countries = _countries_of_bodies()
    doubtful = {
        draft.id: countries[draft.wikidata]
        for draft in context.drafts
        if draft.wikidata in countries and _has_common_names_only(context, draft)
    }
    if not doubtful:
        return context.drafts
    named = _named(context)
    filed = filed_from(context, [draft for draft in context.drafts if draft.location])
    focus = next((_country(draft) for draft in context.drafts if draft.id == context.focus), "")
    at = _country(filed) if filed else ""
    foreign = {id for id, country in doubtful.items() if country not in {at, focus} and _is_foreign(country, at, named)}
    return tuple(draft._replace(wikidata=None) if draft.id in foreign else draft for draft in context.drafts)


@cache
def _countries_of_bodies() -> Mapping[str | None, str]:
    """Return the country of each known body that is called by a name which bodies of several states have."""
    common = word_set("org_names", "of_every_state")
    return {
        row.wikidata: row.country
        for row in known_entities()
        if row.type == "ORG" and row.wikidata and row.country
        if any(name.lower() in common for name in (row.name, *row.variants))
    }


def _has_common_names_only(context: Context, draft: EntityDraft) -> bool:
    """Return whether the story never names a body in full: "Senate", and never "U.S. Senate"."""
    common, text = word_set("org_names", "of_every_state"), context.layout.masked
    names = {text[slice(*one.span)].lower().removeprefix(_ARTICLE) for one in draft.mentions if one.kind == "name"}
    return names <= common


def _named(context: Context) -> Counter[str]:
    """Return how often each country is named: itself, its people, and what lies in it."""
    named: Counter[str] = Counter()
    for draft in context.drafts:
        if country := _country(draft):
            named[country] += sum(mention.kind == "name" for mention in draft.mentions)
    return named


def _country(draft: EntityDraft) -> str:
    """Return the code of the country that an entity is, lies in or comes from; empty for others."""
    return draft.iso3166 or (draft.location.country if draft.location else None) or ""


def _is_foreign(country: str, at: str, named: Mapping[str, int]) -> bool:
    """Return whether a story is of another country than that of the body known.

    Args:
        country: that of the body.
        at: that of the dateline, which is another one; empty without one.
        named: how often each country is named.
    """
    own = named.get(country, 0)
    if not own:
        return bool(named)
    return bool(at) and named[at] >= own


NATIONAL_BODIES = Extractor(
    "national_bodies",
    "bodies of other states that are called like a known one lose its id",
    build,
    requires=("places", "focus"),
    assigns="drafts",
    internal=True,
)
