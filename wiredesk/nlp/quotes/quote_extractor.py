"""Quotes: who said what, in direct, indirect and mixed speech."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Quote
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon.reporting import cue_lexicon
from wiredesk.nlp.quotes import attribution


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    lexicon = cue_lexicon()

    def quotes(_doc: Doc, context: Context) -> tuple[Quote, ...]:
        return attribution.quotes(context.tokens, context.layout, context.entities, context.dateline, lexicon)

    return quotes


QUOTES = Extractor("quotes", "who said what", build, requires=("entities",))
