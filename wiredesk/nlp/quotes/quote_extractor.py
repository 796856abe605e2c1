"""Quotes: who said what, in direct, indirect and mixed speech."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Quote
from wiredesk.nlp.context import Extractor, Options, Run, Story
from wiredesk.nlp.quotes import attribution
from wiredesk.nlp.quotes.cue_lexicon import load


def build(_vocab: Vocab, _options: Options) -> Run:
    lexicon = load()

    def quotes(doc: Doc, story: Story) -> tuple[Quote, ...]:
        found = story.found
        return attribution.quotes(doc, story.reading, found.get("entities", ()), found.get("dateline"), lexicon)

    return quotes


QUOTES = Extractor("quotes", "who said what", build, needs=("entities",))
