"""Entities: the story's people, places, organisations and other named things, in the contract's shape."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Entity, Links, Mention, Title
from wiredesk.nlp.context import Extractor, Options, Run, Story
from wiredesk.nlp.entities.cluster import Cluster
from wiredesk.nlp.tokens import Words


def build(_vocab: Vocab, _options: Options) -> Run:
    return entities


def entities(_doc: Doc, story: Story) -> tuple[Entity, ...]:
    """One entity a cluster, numbered in the order of first mention."""
    words = story.found["words"]
    return tuple(_entity(words, number, cluster) for number, cluster in enumerate(story.found["clusters"], 1))


def _entity(words: Words, number: int, cluster: Cluster) -> Entity:
    fact = cluster.fact
    national = fact is not None and fact.kind in {"country", "demonym"}
    return Entity(
        id=f"e{number}",
        type=cluster.type,
        name=cluster.name,
        mentions=tuple(
            Mention(span=words.span(mention.start, mention.end), kind=mention.kind)
            for mention in sorted(cluster.mentions)
        ),
        titles=tuple(
            Title(
                span=words.span(role.start, role.end),
                text=words.string(role.start, role.end),
                of=None if role.of is None else f"e{role.of + 1}",
            )
            for role in cluster.roles
        ),
        links=Links(wikidata=fact.wikidata, iso3166=fact.country if national else None) if fact else Links(),
        salience=cluster.salience,
    )


ENTITIES = Extractor(
    "entities", "people, places and organisations, one entity a thing", build, needs=("dateline", "clusters")
)
