"""Train the ranker of pronouns on our own labelled stories, and count what the pipeline does with every label.

python -m benchmarks.coreference [--folds N] [--errors]

Prints the weight of each row of the antecedent cues, which are copied to ``entities/antecedent_cues.py`` by hand; the
accuracy on stories that were left out of the training, by minimum confidence; and what the pipeline, with the weights
that it has, does with the pronouns and the nominal mentions.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks.labelled_references import NOBODY, LabelledStory, has_word, read_stories
from benchmarks.table import table
from wiredesk.contract import Article, Span
from wiredesk.nlp.context import Options
from wiredesk.nlp.entities.antecedent_cues import ANTECEDENT_CUES
from wiredesk.nlp.entities.antecedents import Candidate
from wiredesk.nlp.entities.clustering import CLUSTERS, build
from wiredesk.nlp.entities.discourse import Antecedent
from wiredesk.nlp.entities.pronouns import PRONOUN_GENDERS
from wiredesk.nlp.pipeline import Pipeline, load
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.registry import extractors, select
from wiredesk.settings import Settings

FloatArray = NDArray[np.float64]
RIDGE = 0.001
"""Penalty on the square of a weight, for each pronoun."""
STEPS, RATE = 800, 0.05
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8)
NO_CANDIDATE = -1


class Example:
    """A pronoun: the features of its candidates, which of them is right, and which have a name."""

    def __init__(self, story: int, features: FloatArray, right: int, linked: list[bool]) -> None:
        self.story, self.features, self.right, self.linked = story, features, right, linked


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--folds", type=int, default=10, help="parts of the cross-validation")
    words.add_argument("--errors", action="store_true", help="also list the labels that the pipeline gets wrong")
    options = words.parse_args()
    stories, pipeline = list(read_stories()), load(Settings())
    examples = collect(pipeline, stories)
    print(f"{len(stories)} stories, {sum(len(story.labels) for story in stories)} labels, {len(examples)} pronouns\n")
    weights = train(examples)
    rows = ["(every candidate)", *(row.name for row in ANTECEDENT_CUES)]
    used = [sum(bool(example.features[:, at].any()) for example in examples) for at in range(len(rows))]
    print(table(("row", "weight", "pronouns"), zip(rows, map("{:+.2f}".format, weights), map(str, used), strict=True)))
    print("\nStories left out of the training:\n")
    print(table(("confidence", "links", "right, %", "of all with a name, %"), validate(examples, options.folds)))
    print("\nThe pipeline:\n")
    print(table(("mention", "labels", "right", "wrong", "missed"), measure(pipeline, stories, options.errors)))


class LabelReader:
    """Chooses the antecedents of a story's pronouns by their labels, and keeps each choice as an example."""

    def __init__(self) -> None:
        self.examples: list[Example] = []
        self.story = 0
        self.labels: dict[Span, str] = {}

    def choose(self, found: list[Candidate], _trace: Trace | None) -> Antecedent | None:
        """Return the candidate of a pronoun's label, None if it has none."""
        situation = found[0].situation
        label = self.labels.get(situation.tokens.span(situation.token, situation.token + 1))
        if label is None:
            return None
        right = _right(found, label)
        features = np.array([[1.0, *(float(row.feature(each)) for row in ANTECEDENT_CUES)] for each in found])
        self.examples.append(Example(self.story, features, right, [candidate.named for candidate in found]))
        return Antecedent(found[right].past.number, "label") if right >= 0 else None


def collect(pipeline: Pipeline, stories: Sequence[LabelledStory]) -> list[Example]:
    """Return the examples of all stories; each pronoun is resolved as its label says before the next is read."""
    reader = LabelReader()
    clusters = replace(CLUSTERS, build=partial(build, choose=reader.choose))
    stages = tuple(clusters if row is CLUSTERS else row for row in select(extractors(), CLUSTERS.name))
    labelled = Pipeline(pipeline.nlp, stages, Options())
    for reader.story, story in enumerate(stories):
        reader.labels = story.labels
        labelled(Article(id=story.id, body=story.body, language="en"))
    return reader.examples


def _right(found: list[Candidate], label: str) -> int:
    """Return the candidate of a label; of people without a name the one of that noun, else the latest."""
    history = found[0].history
    unnamed = [at for at, candidate in enumerate(found) if not candidate.named]
    if label == NOBODY:
        return NO_CANDIDATE
    if label[0].isupper():
        names = [history.clusters[candidate.past.number].name if candidate.named else "" for candidate in found]
        return next((at for at, name in enumerate(names) if has_word(name, label)), NO_CANDIDATE)
    nouns = {at: history.unnamed[-found[at].past.number - 1].noun for at in unnamed}
    return next((at for at, noun in nouns.items() if noun == label), unnamed[0] if unnamed else NO_CANDIDATE)


def train(examples: Sequence[Example]) -> FloatArray:
    """Return the weights that make the labels likeliest: a choice between the candidates and nobody, with score 0."""
    features, there, right = padded(examples)
    weights = np.zeros(features.shape[2])
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        odds = np.exp(features @ weights) * there
        shares = odds / (1.0 + odds.sum(axis=1, keepdims=True))
        slope = np.einsum("nc,ncf->f", shares - right, features) / len(examples) + RIDGE * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights -= RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def padded(examples: Sequence[Example]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the features of all candidates, pronoun by candidate by feature; which are there; which are right."""
    most = max(len(example.features) for example in examples)
    features = np.zeros((len(examples), most, examples[0].features.shape[1]))
    there, right = np.zeros((2, len(examples), most))
    for at, example in enumerate(examples):
        features[at, : len(example.features)] = example.features
        there[at, : len(example.features)] = 1.0
        if example.right >= 0:
            right[at, example.right] = 1.0
    return features, there, right


def chances(example: Example, weights: FloatArray) -> FloatArray:
    """Return the probability of each candidate."""
    odds = np.exp(example.features @ weights)
    shares: FloatArray = odds / (1.0 + odds.sum())
    return shares


def validate(examples: Sequence[Example], folds: int) -> list[tuple[str, str, str, str]]:
    """Return a row a threshold: links to names, how many are right, and the share of the right ones that are made."""
    results: list[tuple[float, bool, bool]] = []
    for fold in range(folds):
        weights = train([example for example in examples if example.story % folds != fold])
        for example in examples:
            if example.story % folds == fold:
                shares = chances(example, weights)
                best = int(shares.argmax())
                results.append((float(shares[best]), example.linked[best], best == example.right))
    named = sum(example.right >= 0 and example.linked[example.right] for example in examples)
    found = []
    for least in THRESHOLDS:
        links = [right for share, linked, right in results if linked and share >= least]
        precision, recall = sum(links) / max(1, len(links)), sum(links) / max(1, named)
        found.append((f"{least:.1f}", str(len(links)), f"{100 * precision:.1f}", f"{100 * recall:.1f}"))
    return found


def measure(pipeline: Pipeline, stories: Sequence[LabelledStory], show: bool) -> list[tuple[str, ...]]:
    """Return a row a kind of mention: labels, and what the pipeline does with them."""
    counts: Counter[tuple[str, str]] = Counter()
    for story in stories:
        extraction = pipeline(Article(id=story.id, body=story.body, language="en"))
        linked = {
            mention.span: entity
            for entity in extraction.entities
            for mention in entity.mentions
            if mention.kind != "name"
        }
        for span, label in story.labels.items():
            entity, named = linked.get(span), label[0].isupper()
            if entity is None:
                result = "missed" if named else "right"
            else:
                result = "right" if named and has_word(entity.name, label) else "wrong"
            kind = kind_of(story.body[slice(*span)])
            counts[kind, result] += 1
            if show and result != "right":
                before = story.body[max(0, span[0] - 90) : span[0]].replace("\n", " ")
                found = entity.name if entity else NOBODY
                print(f"{result} {story.id}: {before}[{story.body[slice(*span)]}] → {found}, not {label}")
    kinds = sorted({kind for kind, _ in counts})
    rows = ((kind, [counts[kind, result] for result in ("right", "wrong", "missed")]) for kind in kinds)
    return [(kind, *map(str, (sum(row), *row))) for kind, row in rows]


def kind_of(text: str) -> str:
    """Return the kind of a mention: he and she, it, or a noun."""
    word = text.lower()
    if word in PRONOUN_GENDERS:
        return "he, she"
    return "it" if word in {"it", "its", "itself"} else "nominal"


if __name__ == "__main__":
    main()
