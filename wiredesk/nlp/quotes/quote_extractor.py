"""Quotes: who said what, in direct, indirect and mixed speech."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Quote
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.quotes import attribution
from wiredesk.nlp.quotes.cue_lexicon import load


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    lexicon = load()

    def quotes(_doc: Doc, context: Context) -> tuple[Quote, ...]:
        return attribution.quotes(context.tokens, context.layout, context.entities, context.dateline, lexicon)

    return quotes


QUOTES = Extractor("quotes", "who said what", build, requires=("entities",))
