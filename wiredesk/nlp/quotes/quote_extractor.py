"""The extractor of quotes: who said what, in direct, indirect and mixed speech."""

from __future__ import annotations

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Quote
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon.reporting import cue_lexicon
from wiredesk.nlp.quotes.attribution import AttributedQuote, attributed_quotes
from wiredesk.nlp.quotes.repeated_quotes import mark_repeats
from wiredesk.nlp.quotes.speakers import PARTNER


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor, with the lexicon of cues read."""
    lexicon = cue_lexicon()

    def extract(_doc: Doc, context: Context) -> tuple[Quote, ...]:
        found = attributed_quotes(context.tokens, context.layout, context.entities, context.dateline, lexicon)
        if context.trace is not None:
            for item in found:
                _explain(item, context)
        quotes = mark_repeats(context.tokens, [item.quote for item in found], context.layout.headline)
        if context.trace is not None:
            for quote in quotes:
                if quote.repeats is not None:
                    said = context.tokens.masked[slice(*quotes[quote.repeats].content[0])]
                    context.trace.add(quote.content[0], "quote", "same words as another quote", said)
        return tuple(quotes)

    return extract


def _explain(found: AttributedQuote, context: Context) -> None:
    """Report the frame of a quote, how each of its speakers was found, and what told the class of its source."""
    assert context.trace is not None
    quote = found.quote
    span = quote.content[0]
    context.trace.add(span, "quote", found.frame, quote.speaker or "")
    context.trace.add(span, "quote", f"speaker: {found.speaker_rule}", quote.speaker or "")
    for partner in quote.speakers[1:]:
        context.trace.add(span, "quote", f"speaker: {PARTNER}", partner)
    if found.class_rule:
        context.trace.add(span, "quote", f"source class: {found.class_rule}", quote.source_class or "")


QUOTES = Extractor("quotes", "who said what", build, requires=("entities",))
