"""Salience: what a story is about, by place, frequency and role in the sentence of each thing's mentions."""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import Span
from wiredesk.nlp.entities.discourse import SUBJECT, root
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import Tokens

KIND = {"name": 1.0, "nominal": 0.8, "pronoun": 0.5}
"""Weight of a mention by how it mentions."""
HEADLINE = 4.0
LEAD = 2.0
"""Weight of the headline and of the first paragraph under it, beside later ones."""
FADE = 0.08
"""How fast later paragraphs lose weight: the tenth has about half that of the second."""
AS_SUBJECT = 1.6
OWNER = 0.8
PEOPLE = 0.5
"""A people's name ("Chinese") is mostly an adjective of something else."""


def salience(tokens: Tokens, clusters: Sequence[Cluster], headline: bool, dateline: Span | None) -> list[float]:
    """Share of each thing in the story, in the order of the clusters; they add up to 1.  The dateline counts nothing.

    The weights are our own: the inverted pyramid puts what matters first, and who matters in the subject.
    """
    weights = [_weight(tokens, cluster, headline, dateline) for cluster in clusters]
    total = sum(weights)
    return [round(weight / total, 4) if total else 0.0 for weight in weights]


def _weight(tokens: Tokens, cluster: Cluster, headline: bool, dateline: Span | None) -> float:
    weight = 0.0
    for mention in cluster.mentions:
        if dateline and dateline[0] <= tokens.start[mention.start] < dateline[1]:
            continue
        paragraph = tokens.paragraph[mention.start] - headline
        place = HEADLINE if paragraph < 0 else LEAD if paragraph == 0 else 1.0 / (1.0 + FADE * paragraph)
        dep = tokens.dep[root(tokens, mention.start, mention.end)]
        role = AS_SUBJECT if dep in SUBJECT else OWNER if dep == "poss" else 1.0
        weight += KIND[mention.kind] * place * role
    return weight * PEOPLE if cluster.type == "NORP" else weight
