"""Quotes: who said what, in direct, indirect and mixed speech."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from worker.contract import Quote
from worker.extract import Extractor, Options, Run, Story
from worker.extract.quotation import attribute
from worker.extract.quotation.lexicon import load


def build(_vocab: Vocab, _options: Options) -> Run:
    lexicon = load()

    def quotes(doc: Doc, story: Story) -> tuple[Quote, ...]:
        found = story.found
        return attribute.quotes(doc, story.reading, found.get("entities", ()), found.get("dateline"), lexicon)

    return quotes


QUOTES = Extractor("quotes", "who said what", build, needs=("entities",))
