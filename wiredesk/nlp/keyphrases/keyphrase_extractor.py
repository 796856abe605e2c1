"""The extractor of keyphrases: at most ten names and noun phrases that are typical of a story."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Keyphrase
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.keyphrases.phrase_candidates import PhraseCandidate, candidates
from wiredesk.nlp.keyphrases.phrase_scores import best, scored
from wiredesk.nlp.tokens import Tokens
from wiredesk.word_frequency import zipf_frequencies

MAX_KEYPHRASES = 10


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor; reads the frequencies of words, so that forked workers share them."""
    zipf_frequencies()
    return keyphrases


def keyphrases(_doc: Doc, context: Context) -> tuple[Keyphrase, ...]:
    """Return the keyphrases of a story, the best first."""
    tokens = context.tokens
    found = best(scored(candidates(context), _headline_end(tokens)), MAX_KEYPHRASES)
    if context.trace is not None:
        for score, phrase in found:
            rule = "name" if phrase.entity else "noun phrase"
            context.trace.add(tokens.span(*phrase.places[0]), "keyphrase", rule, f"×{phrase.count}", score)
    return tuple(
        Keyphrase(
            text=phrase.name or _form(phrase, tokens),
            score=score,
            span=tokens.span(*phrase.places[0]),
            entity=phrase.entity.id if phrase.entity else None,
        )
        for score, phrase in found
    )


def _headline_end(tokens: Tokens) -> int:
    """Return the number of tokens up to the end of the headline."""
    zone = tokens.zone
    return next((at for at, name in enumerate(zone) if name != "headline"), len(zone)) if zone else 0


def _form(phrase: PhraseCandidate, tokens: Tokens) -> str:
    """Return the most frequent form of a phrase; of several the one that occurs first, rather without capitals."""
    if len(phrase.places) == 1:
        return tokens.string(*phrase.places[0])
    forms = [tokens.string(start, end) for start, end in phrase.places]
    if forms.count(forms[0]) == len(forms):
        return forms[0]
    count = Counter(forms)
    return max(count, key=lambda form: (count[form], form.islower()))


KEYPHRASES = Extractor(
    "keyphrases",
    "names and noun phrases that are typical of a story",
    build,
    requires=("entities", "dates", "amounts", "dateline"),
)
