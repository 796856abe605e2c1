"""The extractor of tone: how positive or negative a story sounds."""

from __future__ import annotations

from math import sqrt

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Tone
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import Tokens
from wiredesk.nlp.tone.tone_composition import word_tones
from wiredesk.nlp.tone.tone_lexicon import ToneLexicon, tone_lexicon

_QUOTED = 0.5
"""Share of its weight that a word inside quotation marks has: a speaker says it, not the story."""
_MILD = 0.1
"""Weight up to which a word counts once a story: a story about debt repeats the word."""
_PRIOR = 4.0
"""Added to the squared number of words, so that one word alone gives no full score."""


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor, with the lexicon read."""
    lexicon = tone_lexicon()

    def tone(_doc: Doc, context: Context) -> Tone:
        return tone_of(context.tokens, lexicon, context.trace)

    return tone


def tone_of(tokens: Tokens, lexicon: ToneLexicon, trace: Trace | None = None) -> Tone:
    """Return the tone of a parsed story; the trace gets a reason for each word that counts."""
    found = word_tones(tokens, lexicon)
    quoted, mild = tokens.quoted, set[str]()
    p = n = 0.0
    positive = negative = 0
    for token, value in sorted(found.values.items()):
        if abs(value) <= _MILD:
            if tokens.lemma[token] in mild:
                continue
            mild.add(tokens.lemma[token])
        weight = value * _QUOTED if quoted[token] else value
        if value > 0:
            p, positive = p + weight, positive + 1
        else:
            n, negative = n - weight, negative + 1
        if trace is not None:
            label = "good" if value > 0 else "bad"
            trace.add(tokens.span(token, token + 1), "tone", found.rules[token], label, round(weight, 2))
    return Tone(score=round((p - n) / sqrt((p + n) ** 2 + _PRIOR), 3), positive=positive, negative=negative)


TONE = Extractor("tone", "how positive or negative the story sounds", build)
