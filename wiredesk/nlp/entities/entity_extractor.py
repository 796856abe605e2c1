"""Entities: the story's people, places, organisations and other named things, in the contract's shape."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Entity, Links, Mention, Title
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.entities.cluster import Cluster
from wiredesk.nlp.tokens import Tokens


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    return entities


def entities(_doc: Doc, context: Context) -> tuple[Entity, ...]:
    """One entity a cluster, numbered in the order of first mention."""
    for number, cluster in enumerate(context.clusters, 1):
        _report(context, f"e{number}", cluster)
    return tuple(_entity(context.tokens, number, cluster) for number, cluster in enumerate(context.clusters, 1))


def _report(context: Context, entity: str, cluster: Cluster) -> None:
    """Say which rule joined each mention and title, where somebody asks."""
    if context.trace is None:
        return
    for mention in cluster.mentions:
        context.trace.add(context.tokens.span(mention.start, mention.end), "mention", mention.rule, entity)
    for role in cluster.roles:
        context.trace.add(context.tokens.span(role.start, role.end), "title", role.rule, entity)


def _entity(tokens: Tokens, number: int, cluster: Cluster) -> Entity:
    fact = cluster.fact
    national = fact is not None and fact.kind in {"country", "demonym"}
    return Entity(
        id=f"e{number}",
        type=cluster.type,
        name=cluster.name,
        mentions=tuple(
            Mention(span=tokens.span(mention.start, mention.end), kind=mention.kind)
            for mention in sorted(cluster.mentions)
        ),
        titles=tuple(
            Title(
                span=tokens.span(role.start, role.end),
                text=tokens.string(role.start, role.end),
                of=None if role.of is None else f"e{role.of + 1}",
            )
            for role in cluster.roles
        ),
        links=Links(wikidata=fact.wikidata, iso3166=fact.country if national else None) if fact else Links(),
        salience=cluster.salience,
    )


ENTITIES = Extractor(
    "entities", "people, places and organisations, one entity a thing", build, requires=("dateline", "clusters")
)
