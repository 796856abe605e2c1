"""Entities: the story's people, places, organisations and other named things, in the contract's shape."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Entity, EntityType, Links, Span
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.mentions import Cluster, EntityDraft, MentionDraft, TitleDraft, TitleSpan, TokenMention
from wiredesk.nlp.names.articles import start_with_article
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens

_NO_LINKS = Links()
_ENTITIES = TypeAdapter(tuple[Entity, ...])
"""Validates the entities of a story with their mentions and titles in one call: each by itself costs more."""


def build_drafts(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the stage that gives clusters their character offsets."""
    return draft_entities


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor of entities."""
    return entities


def draft_entities(_doc: Doc, context: Context) -> tuple[EntityDraft, ...]:
    """Return one draft a cluster, numbered in the order of first mention."""
    if context.trace is not None:
        for number, cluster in enumerate(context.clusters, 1):
            _report(context.trace, context.tokens, f"e{number}", cluster)
    return tuple([_draft(context.tokens, number, cluster) for number, cluster in enumerate(context.clusters, 1)])


def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
    """Return the entities of the extraction document."""
    return _ENTITIES.validate_python(tuple(map(_fields, context.drafts)))


def _report(trace: Trace, tokens: Tokens, entity: str, cluster: Cluster) -> None:
    """Report which rule joined each mention and title."""
    for mention in cluster.mentions:
        trace.add(tokens.span(mention.start, mention.end), "mention", mention.rule, entity)
    for role in cluster.titles:
        trace.add(tokens.span(role.start, role.end), "title", role.rule, entity)


def _draft(tokens: Tokens, number: int, cluster: Cluster) -> EntityDraft:
    fact = cluster.known_as
    national = fact is not None and fact.kind in {"country", "demonym"}
    return EntityDraft(
        id=f"e{number}",
        type=cluster.type,
        decision=cluster.decision,
        name=cluster.name,
        aliases=cluster.aliases,
        ticker=cluster.ticker,
        mentions=tuple(
            [MentionDraft(_span(tokens, mention, cluster.type), mention.kind) for mention in sorted(cluster.mentions)]
        ),
        titles=tuple([_title(tokens, role) for role in cluster.titles]),
        wikidata=fact.wikidata if fact else None,
        iso3166=fact.country if fact and national else None,
        salience=cluster.salience,
    )


def _title(tokens: Tokens, role: TitleSpan) -> TitleDraft:
    return TitleDraft(
        tokens.span(role.start, role.end),
        tokens.string(role.start, role.end),
        None if role.of is None else f"e{role.of + 1}",
        role.office,
        role.tense or "current",
        role.rule or None,
    )


def _span(tokens: Tokens, mention: TokenMention, label: EntityType) -> Span:
    start = start_with_article(tokens, mention.start, label) if mention.kind == "name" else mention.start
    return tokens.span(start, mention.end)


def _fields(draft: EntityDraft) -> dict[str, Any]:
    """Return the fields of an entity."""
    linked = draft.wikidata or draft.geonames or draft.iso3166 or draft.ticker or draft.kb
    mentions = [
        {"span": span, "kind": kind, "metonymic": metonymic, "stands_for": stands_for}
        for span, kind, metonymic, stands_for in draft.mentions
    ]
    titles = [
        {
            "span": title.span,
            "text": title.text,
            "of": title.of,
            "office": title.office,
            "tense": title.tense,
            "rule": title.rule,
        }
        for title in draft.titles
    ]
    return {
        "id": draft.id,
        "type": draft.type,
        "rule": draft.decision.rule or None,
        "name": draft.name,
        "aliases": draft.aliases,
        "mentions": tuple(mentions),
        "titles": tuple(titles),
        "stands_for": draft.stands_for,
        "links": _links(draft) if linked else _NO_LINKS,
        "location": draft.location,
        "salience": draft.salience,
    }


def _links(draft: EntityDraft) -> Links:
    return Links(
        wikidata=draft.wikidata, geonames=draft.geonames, iso3166=draft.iso3166, ticker=draft.ticker, kb=draft.kb
    )


DRAFTS = Extractor(
    "entity_drafts",
    "clusters with character offsets",
    build_drafts,
    requires=("clusters",),
    assigns="drafts",
    internal=True,
)
ENTITIES = Extractor(
    "entities",
    "people, places and organisations, one entity a thing",
    build,
    requires=("dateline", "entity_drafts", "kb_links"),
)
