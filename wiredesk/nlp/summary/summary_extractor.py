"""The extractor of the summary: whole sentences of the story, in order, at most 60 words together.

News puts first what matters most.  So the summary begins with the first sentence that tells something; those that
follow it are taken if they tell something new and still fit in.  A story that has no such sentence, as a table of
results, has no summary.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Span
from wiredesk.datelines import read_dateline
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.summary.news_sentences import sentences
from wiredesk.nlp.summary.sentence_facts import SentenceFacts, facts_of
from wiredesk.nlp.tokens import Tokens

MAX_WORDS = 60
"""Words of a summary."""
MAX_SENTENCES = 3
MIN_LEAD_WORDS = 8
"""Words of the first sentence; a shorter one is a label, a heading or an exclamation."""
MIN_NEW_WORDS = 3
"""Content words that a further sentence brings."""
MAX_SENTENCES_BEHIND = 3
"""Sentences behind the first one that may be taken: what is further down belongs to another thought."""
MAX_SENTENCES_BEFORE = 20
"""Sentences or lines among which the first one is looked for."""

_BODY = frozenset({"body", "dateline"})
_GAP = re.compile(r"[\s,.:;_–—―-]*")
"""What separates a dateline from the text."""
_NOTES = word_set("sentences", "notes")
_LABEL = re.compile(r"\W{0,3}([A-Za-z.]{1,12})\s?:")


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor; it loads nothing."""
    return summary


def summary(_doc: Doc, context: Context) -> tuple[Span, ...]:
    """Return the spans of the summary's sentences in the order of the text; none if no sentence tells the story."""
    found = (facts_of(context.tokens, span) for span in _sentences(context))
    lead = next((one for one in islice(found, MAX_SENTENCES_BEFORE) if _is_lead(one)), None)
    if lead is None:
        return ()
    chosen = [lead]
    words, told = lead.words, set(lead.content)
    for one in islice(found, MAX_SENTENCES_BEHIND):
        new = one.content - told
        if one.tells and len(new) >= MIN_NEW_WORDS and words + one.words <= MAX_WORDS:
            chosen.append(one)
            words, told = words + one.words, told | new
            if len(chosen) == MAX_SENTENCES:
                break
    _explain(context, chosen)
    return tuple(one.span for one in chosen)


def _is_lead(one: SentenceFacts) -> bool:
    """Return whether a summary may begin with a sentence."""
    return one.tells and MIN_LEAD_WORDS <= one.words <= MAX_WORDS


def _sentences(context: Context) -> Iterator[Span]:
    """Yield the sentences of the body without datelines, up to the notes below a table."""
    tokens, layout = context.tokens, context.layout
    text = layout.masked
    others = {zone.start for zone in layout.zones if zone.zone not in _BODY}
    starts = _sentence_starts(tokens)
    for start, end in layout.paragraphs:
        if start in others:
            continue
        label = _LABEL.match(text, start, end)
        if label and label[1].lower().rstrip(".") in _NOTES:
            return
        for first, last in sentences(text, (start, end), tokens.passages, starts):
            at = _without_dateline(context, first, last)
            if at < last:
                yield at, last


def _sentence_starts(tokens: Tokens) -> set[int]:
    """Return the offsets at which the parser begins a sentence."""
    found: set[int] = set()
    at = 0
    while at < len(tokens):
        found.add(tokens.start[at])
        at = tokens.sentence_end[at]
    return found


def _without_dateline(context: Context, start: int, end: int) -> int:
    """Return where a sentence begins behind its dateline."""
    text, line = context.layout.masked, context.dateline
    if line and start <= line.span[0] < end:
        behind = line.span[1]
    elif found := read_dateline(text, start, end):
        behind = found.span[1]
    else:
        behind = start
    gap = _GAP.match(text, behind, end)
    return gap.end() if gap else behind


def _explain(context: Context, chosen: list[SentenceFacts]) -> None:
    """Report why each sentence was taken."""
    if context.trace is None:
        return
    for number, one in enumerate(chosen):
        rule = "first sentence that tells something" if number == 0 else "next sentence that brings something new"
        context.trace.add(one.span, "summary", rule, f"{one.words} words")


SUMMARY = Extractor(
    "summary",
    "the sentences that tell the story, at most 60 words",
    build,
    requires=("dateline",),
)
