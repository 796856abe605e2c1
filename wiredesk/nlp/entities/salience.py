"""Salience: how much a story is about an entity, by position, frequency and grammatical role of its mentions.

The weights are our own. News is written as an inverted pyramid, so important entities come first and are subjects.
"""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import Span
from wiredesk.nlp.mentions import Cluster
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

KIND_WEIGHTS = {"name": 1.0, "nominal": 0.8, "pronoun": 0.5}
HEADLINE_WEIGHT = 4.0
LEAD_WEIGHT = 2.0
"""Weight of the first paragraph, beside 1.0 of the next."""
CAPTION_WEIGHT = 0.5
"""Weight of the caption of a picture: it says again who is in the story, or shows something else."""
FADE_PER_PARAGRAPH = 0.08
"""Decay of the weight of later paragraphs: the tenth has about half the weight of the second."""
SUBJECT_WEIGHT = 1.6
POSSESSOR_WEIGHT = 0.8
DEMONYM_WEIGHT = 0.5
"""Factor for a people's name ("Chinese"), which mostly modifies something else."""


def salience(tokens: Tokens, clusters: Sequence[Cluster], headline: bool, dateline: Span | None) -> list[float]:
    """Return the share of each entity in the story, in the order of the clusters. The shares add up to 1.

    ``headline`` says whether the first paragraph is one. Mentions in the dateline, in bylines, credits, sign-offs and
    furniture do not count.
    """
    ranks = _ranks(tokens, headline)
    weights = [_weight(tokens, cluster, ranks, dateline) for cluster in clusters]
    total = sum(weights)
    return [round(weight / total, 4) if total else 0.0 for weight in weights]


def _ranks(tokens: Tokens, headline: bool) -> dict[int, int]:
    """Return the number of each paragraph among those of the text: -1 for the headline, 0 for the first paragraph.

    Captions, and what is no news, stand between the paragraphs and are not counted.
    """
    ranks: dict[int, int] = {}
    if False not in tokens.is_news and "caption" not in tokens.zone:
        return {paragraph: rank - headline for rank, paragraph in enumerate(dict.fromkeys(tokens.paragraph))}
    for paragraph, zone, is_news in dict.fromkeys(zip(tokens.paragraph, tokens.zone, tokens.is_news, strict=True)):
        if paragraph not in ranks and is_news and zone != "caption":
            ranks[paragraph] = len(ranks) - headline
    return ranks


def _weight(tokens: Tokens, cluster: Cluster, ranks: dict[int, int], dateline: Span | None) -> float:
    weight = 0.0
    is_news, dep, offset, zone, paragraph = tokens.is_news, tokens.dep, tokens.start, tokens.zone, tokens.paragraph
    first, last = dateline or (0, 0)
    for start, end, kind, _, _ in cluster.mentions:
        if is_news[start] and not first <= offset[start] < last:
            role = dep[start if end - start == 1 else tokens.name_head(start, end)]
            role_weight = SUBJECT_WEIGHT if role in NOMINAL_SUBJECTS else POSSESSOR_WEIGHT if role == "poss" else 1.0
            if zone[start] == "caption":
                position = CAPTION_WEIGHT
            else:
                position = _position_weight(ranks.get(paragraph[start], len(ranks)))
            weight += KIND_WEIGHTS[kind] * position * role_weight
    return weight * DEMONYM_WEIGHT if cluster.type == "NORP" else weight


def _position_weight(rank: int) -> float:
    """Return the weight of a paragraph by its number."""
    if rank < 0:
        return HEADLINE_WEIGHT
    return LEAD_WEIGHT if rank == 0 else 1.0 / (1.0 + FADE_PER_PARAGRAPH * rank)
