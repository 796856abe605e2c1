"""The topics of a story from its cues: which codes, and how probable each is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp, log, log1p, sqrt
from typing import NamedTuple

from wiredesk.media_topics import media_topics
from wiredesk.nlp.topics.cue_matching import CueHit
from wiredesk.nlp.topics.topic_cues import TopicCue

HEADLINE_WEIGHT = 3.0
"""Weight of a cue in the headline; one at the beginning of the body has 1."""
HALF_WEIGHT_WORDS = 120
"""Words after which a cue of the body has half its weight: news begins with what it is about."""
WEIGHTS = (-0.30, 1.07, 0.30)
"""Weights of :func:`score_features`, fitted by logistic regression: ``python -m benchmarks.topics … --fit``."""
_SOME = 0.3
"""Evidence that every topic has, so that a story with a single cue is not sure."""
MIN_SCORE = 0.3
"""Probability from which a topic is told; the best one is told in any case."""
_MIN_CUES = 2
"""Different cues that a topic below the top level needs."""
_CUES_TOLD = 3


class FoundTopic(NamedTuple):
    """A topic of a story."""

    code: str
    score: float
    """Probability that a reader would agree."""
    rule: str
    """The cues that speak most for it."""


Evidence = Sequence[tuple[TopicCue, float]]
"""The cues of a story, each once, with what its occurrences contribute."""


def topics_from_cues(hits: Iterable[CueHit], headline_tokens: int) -> list[FoundTopic]:
    """Return the topics that the cues of a story speak for, the most probable first, broader ones before narrower ones.

    Args:
        headline_tokens: number of tokens of the headline; 0 where the story has none.
    """
    evidence = _evidence(hits, headline_tokens)
    tops = _by_top(evidence)
    ranked = sorted(tops, key=lambda code: (-tops[code], code))
    found: list[FoundTopic] = []
    for rank, top in enumerate(ranked):
        rival = tops[ranked[1 if rank == 0 else 0]] if len(ranked) > 1 else 0.0
        score = _probability(tops[top], rival)
        if rank and score < MIN_SCORE:
            break
        found += _with_narrower(evidence, top, score)
    return found


def top_level_evidence(hits: Iterable[CueHit], headline_tokens: int) -> dict[str, float]:
    """Return the evidence for each top-level code that has any."""
    return _by_top(_evidence(hits, headline_tokens))


def score_features(own: float, rival: float) -> tuple[float, float, float]:
    """Return what the probability of a topic depends on: 1, its lead over the strongest other one, and its volume."""
    return 1.0, log(own / (rival + _SOME)), log(own + _SOME)


def _probability(own: float, rival: float) -> float:
    return 1 / (
        1 + exp(-sum(weight * value for weight, value in zip(WEIGHTS, score_features(own, rival), strict=True)))
    )


def _evidence(hits: Iterable[CueHit], headline_tokens: int) -> Evidence:
    cues: list[TopicCue] = []
    times: dict[int, float] = {}
    for cue, start, _, word in hits:
        if cue.codes:
            key = id(cue)
            weight = HEADLINE_WEIGHT if start < headline_tokens else 1 / (1 + word / HALF_WEIGHT_WORDS)
            if key in times:
                times[key] += weight
            else:
                times[key] = weight
                cues.append(cue)
    return list(zip(cues, map(log1p, times.values()), strict=True))


def _by_top(evidence: Evidence) -> dict[str, float]:
    found: dict[str, float] = {}
    for cue, times in evidence:
        for code, weight in cue.tops:
            found[code] = found.get(code, 0.0) + weight * times
    return found


Told = tuple[float, str]
"""What a cue contributes, negative so that the strongest sorts first, and its text."""


def _by_code(evidence: Evidence, top: str) -> dict[str, list[Told]]:
    """Return what each code from a top-level one down has, its narrower codes included."""
    found: dict[str, list[Told]] = {}
    for cue, times in evidence:
        line = cue.lines.get(top)
        for code, weight in cue.line_of(top) if line is None else line:
            if code in found:
                found[code].append((-weight * times, cue.text))
            else:
                found[code] = [(-weight * times, cue.text)]
    return found


def _with_narrower(evidence: Evidence, top: str, score: float) -> list[FoundTopic]:
    """Return a top-level topic and the best line of narrower ones below it, each with at least two cues."""
    codes = _by_code(evidence, top)
    topics = media_topics()
    below: dict[str, list[str]] = {}
    for code, cues in codes.items():
        if len(cues) >= _MIN_CUES:
            below.setdefault(topics[code].broader, []).append(code)
    found = [FoundTopic(top, round(score, 2), _told(codes[top]))]
    of_top = _sum(codes[top])
    while narrower := below.get(found[-1].code):
        weight, best = max([(_sum(codes[code]), code) for code in narrower])
        probability = score * sqrt(weight / of_top)
        if probability < MIN_SCORE:
            break
        found.append(FoundTopic(best, round(probability, 2), _told(codes[best])))
    return found


def _sum(cues: Iterable[Told]) -> float:
    return -sum([weight for weight, _ in cues])


def _told(cues: Iterable[Told]) -> str:
    return "; ".join([text for _, text in sorted(cues)[:_CUES_TOLD]])
