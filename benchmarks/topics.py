"""Measure the topics on labelled stories, and fit the weights of their probability.

python -m benchmarks.topics FILE.jsonl[.gz] … [--fit] [--errors N]

Each line of a file is ``{"id", "article": {…Article…}, "gold": {"primary": "medtop:04000000", "also": […]}}`` with
top-level codes. Prints for each file how often the topic with the highest score is one of the story's codes, how many
of those with a score of at least 0.5 are, and what share is right by score. ``--fit`` also prints the weights for
``wiredesk/nlp/topics/topic_scores.py``: a logistic regression in which every file weighs the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from benchmarks.table import table
from wiredesk.contract import Article, Topic
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon import word_list
from wiredesk.nlp.model import load_model
from wiredesk.nlp.pipeline import Pipeline, load
from wiredesk.nlp.topics.cue_matching import CueReader
from wiredesk.nlp.topics.topic_cues import cue_index, own_rows
from wiredesk.nlp.topics.topic_extractor import headline_tokens
from wiredesk.nlp.topics.topic_scores import score_features, top_level_evidence
from wiredesk.settings import Settings

SURE = 0.5
"""Score from which a topic counts as told."""
BIN_WIDTH = 0.1
BINS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
STEPS = 40
"""Steps of the regression, which converges in about ten."""
TOP_LEVEL_ZEROS = "000000"


class LabelledTopics(NamedTuple):
    """A story with the top-level codes that are right."""

    article: Article
    right: frozenset[str]


FloatArray = NDArray[np.float64]
Told = Mapping[str, Sequence[tuple[LabelledTopics, Sequence[Topic]]]]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("files", nargs="+", type=Path, help="labelled stories")
    words.add_argument("--fit", action="store_true", help="print the weights that fit best")
    words.add_argument("--errors", type=int, default=0, help="list so many stories of each file that are wrong")
    given = words.parse_args()
    pipeline = load(Settings(extractors="topics"))
    told: dict[str, list[tuple[LabelledTopics, list[Topic]]]] = {}
    for file in given.files:
        stories = list(read_stories(file))
        told[file.name] = [(story, _top_level(pipeline(story.article).topics)) for story in stories]
    print(table(["file", "stories", "first right", "right of those ≥ 0.5", "of them a story"], _figures(told)))
    print(table(["score", "topics", "right"], _by_score(told)))
    for name, found in told.items():
        wrong = [(story, topics) for story, topics in found if not topics or topics[0].code not in story.right]
        for story, topics in wrong[: given.errors]:
            print(name, story.article.id, sorted(story.right), [(one.code, one.score, one.rule) for one in topics[:2]])
    if given.fit:
        print("weights:", *(f"{weight:.2f}" for weight in fit(given.files)))


def read_stories(file: Path) -> Iterator[LabelledTopics]:
    """Yield the stories of a file."""
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            article = {**row["article"], "id": row["article"].get("id") or row["id"]}
            yield LabelledTopics(
                Article.model_validate(article), frozenset({row["gold"]["primary"], *row["gold"]["also"]})
            )


def fit(files: Sequence[Path]) -> list[float]:
    """Return the weights of constant, lead and volume under which the labels are most probable."""
    reader = CueReader(cue_index(own_rows(), word_list("topic_idioms", "idioms")))
    seen: list[dict[str, float]] = []

    def build(vocab: Vocab, options: Options) -> ExtractFn:
        def run(doc: Doc, context: Context) -> None:
            seen.append(top_level_evidence(reader.find_cues(context.tokens), headline_tokens(context)))

        return run

    pipeline = Pipeline(load_model(Settings().model), (Extractor("evidence", "evidence", build),), Options())
    features: list[Sequence[float]] = []
    right: list[bool] = []
    weights: list[float] = []
    for file in files:
        stories = list(read_stories(file))
        for story in stories:
            seen.clear()
            pipeline(story.article)
            evidence = seen[0] if seen else {}
            for top, own in evidence.items():
                features.append(score_features(own, max((evidence[one] for one in evidence if one != top), default=0)))
                right.append(f"medtop:{top}" in story.right)
                weights.append(1 / len(stories))
    return _regression(np.array(features), np.array(right, float), np.array(weights))


def _regression(features: FloatArray, right: FloatArray, weights: FloatArray) -> list[float]:
    """Return the weights of a logistic regression, by Newton's method."""
    found = np.zeros(features.shape[1])
    for _ in range(STEPS):
        told = 1 / (1 + np.exp(-features @ found))
        curve = (features.T * (weights * told * (1 - told))) @ features
        found += np.linalg.solve(curve + 1e-9 * np.eye(len(found)), features.T @ (weights * (right - told)))
    return [float(one) for one in found]


def _figures(told: Told) -> Iterator[list[str]]:
    for name, found in told.items():
        first = sum(bool(topics) and topics[0].code in story.right for story, topics in found)
        sure = [(topic.code in story.right) for story, topics in found for topic in topics if topic.score >= SURE]
        yield [
            name,
            str(len(found)),
            f"{100 * first / len(found):.1f} %",
            f"{100 * sum(sure) / max(1, len(sure)):.1f} %",
            f"{len(sure) / len(found):.2f}",
        ]


def _by_score(told: Told) -> Iterator[list[str]]:
    """Yield the share of topics that are right by score, every file with the same weight."""
    for low in BINS:
        shares: list[tuple[float, float]] = []
        count = 0
        for found in told.values():
            here = [
                t.code in story.right for story, topics in found for t in topics if low <= t.score < low + BIN_WIDTH
            ]
            count += len(here)
            shares.append((sum(here) / len(found), len(here) / len(found)))
        right, whole = (sum(column) for column in zip(*shares, strict=True))
        yield [f"{low:.1f} to {low + BIN_WIDTH:.1f}", str(count), f"{100 * right / whole:.0f} %" if whole else "-"]


def _top_level(topics: Sequence[Topic]) -> list[Topic]:
    found = [topic for topic in topics if topic.code.endswith(TOP_LEVEL_ZEROS)]
    return sorted(found, key=lambda topic: -topic.score)


if __name__ == "__main__":
    main()
