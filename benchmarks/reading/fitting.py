"""Fit the weights of the scores to the verdicts, and compare scores with verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wiredesk.nlp.confidence.scores import BIAS

PENALTY = 3.0
"""Factor of the squares of the weights: a piece of evidence that was seen few times moves the score little."""
CAUTION = 0.25
"""Taken from the bias: a score that promises too little does less harm than one that promises too much."""
CAUTION_OF_EVENTS = 0.8
"""The same for events: their evidence tells less of a wrong side, and rows above 0.9 have to be right."""
STEPS = 400
FOLDS = 10
BINS = ((0.0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01))


@dataclass(frozen=True, slots=True)
class Labelled:
    """A record that was read: the names of its evidence, whether it is right, and its story."""

    evidence: tuple[str, ...]
    right: bool
    story: str


def fit(records: Sequence[Labelled], caution: float = CAUTION) -> dict[str, float]:
    """Return the weight of each piece of evidence, by logistic regression with Newton's method."""
    names = [BIAS, *sorted({name for one in records for name in one.evidence})]
    column = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(records), len(names)))
    matrix[:, 0] = 1
    for row, one in enumerate(records):
        for name in one.evidence:
            matrix[row, column[name]] = 1
    wanted = np.array([one.right for one in records], dtype=float)
    penalty = np.full(len(names), PENALTY)
    penalty[0] = 1e-6
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-matrix @ weights))
        gradient = matrix.T @ (wanted - sure) - penalty * weights
        curvature = (matrix * (sure * (1 - sure))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    weights[0] -= caution
    return {name: round(float(weight), 2) for name, weight in zip(names, weights, strict=True)}


def held_out_scores(records: Sequence[Labelled], caution: float = CAUTION) -> list[float]:
    """Return the score of each record by weights that were fitted without its story."""
    order = {story: n % FOLDS for n, story in enumerate(dict.fromkeys(one.story for one in records))}
    scores = [0.0] * len(records)
    for fold in range(FOLDS):
        weights = fit([one for one in records if order[one.story] != fold], caution)
        for n, one in enumerate(records):
            if order[one.story] == fold:
                total = weights[BIAS] + sum(weights.get(name, 0.0) for name in one.evidence)
                scores[n] = 1 / (1 + np.exp(-total))
    return scores


def bins(records: Sequence[Labelled], scores: Sequence[float]) -> list[tuple[str, int, float]]:
    """Return for each range of scores how many records it has and which share of them is right."""
    rows = []
    for low, high in BINS:
        inside = [one.right for one, score in zip(records, scores, strict=True) if low <= score < high]
        rows.append((f"{low:.2f}–{min(high, 1):.2f}", len(inside), sum(inside) / len(inside) if inside else 0.0))
    return rows
