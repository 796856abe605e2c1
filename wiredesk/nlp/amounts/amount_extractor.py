"""The extractor of amounts: money, percentages, and counts with the noun that is counted."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Amount, Span
from wiredesk.nlp.amounts.numbers import NumberSpan, find_numbers, spread_ranges
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.tokens import Tokens

NOT_COUNTED = frozenset(table("time_words")["amounts"]["not_counted"].split()) | word_set("time_zones", "small")
"""Lemmas of nouns that dates take, and of fractions."""
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB"})


MAX_NOUN_TOKENS = 4
"""Tokens from a number to the noun that it counts: "12 newly built wooden houses"."""


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    """Return the extractor; it loads nothing."""
    return amounts


def amounts(_doc: Doc, context: Context) -> tuple[Amount, ...]:
    """Return money, percentages and counts in order. Numbers inside dates and the dateline are left out."""
    text, tokens = context.layout.masked, context.tokens
    taken = sorted([date.span for date in context.dates] + ([context.dateline.span] if context.dateline else []))
    numbers = _outside(find_numbers(text), taken)
    spread_ranges(text, numbers)
    found = []
    after: NumberSpan | None = None
    end = len(text)
    for number in reversed(numbers):
        if number.kind is None and number.is_joined and after and after.kind == "count":
            number.classify("count", after.unit, "range")
        elif number.kind is None:
            _count(tokens, number, min(after.start if after else end, _next_start(taken, number.end, end)))
        if number.kind is not None:
            span = (number.start, number.end)
            found.append(Amount(span=span, kind=number.kind, value=number.amount(), unit=number.unit))
            if context.trace is not None:
                context.trace.add(span, "amount", number.rule, f"{number.amount():g} {number.unit or ''}".strip())
        after = number
    return tuple(reversed(found))


def _next_start(taken: list[Span], offset: int, end: int) -> int:
    """Return the start of the first span behind an offset, or ``end``."""
    place = bisect_left(taken, (offset, offset))
    return taken[place][0] if place < len(taken) else end


def _outside(numbers: list[NumberSpan], taken: list[Span]) -> list[NumberSpan]:
    """Return the numbers that overlap none of the spans; both lists are in order."""
    kept = []
    at = 0
    for number in numbers:
        while at < len(taken) and taken[at][1] <= number.start:
            at += 1
        if at == len(taken) or taken[at][0] >= number.end:
            kept.append(number)
    return kept


def _count(tokens: Tokens, number: NumberSpan, limit: int) -> None:
    """Make the number a count of the noun that it modifies, if there is one that ends before ``limit``."""
    first, end = tokens.covering((number.digits, number.end))
    if first == end:
        return
    noun = _counted_noun(tokens, end - 1)
    if noun is None or tokens.lemma[noun] in NOT_COUNTED or tokens.ent_type[noun] in {"DATE", "TIME", "PERSON"}:
        return
    if tokens.end[noun] > limit:
        return
    number.end = tokens.end[noun]
    number.classify("count", tokens.lemma[noun], "counted noun")


def _adjoins(tokens: Tokens, number: int, noun: int) -> bool:
    """Return whether only words that describe the noun separate it from its number."""
    return all(tokens.pos[at] in _BETWEEN or tokens.text[at] in {"-", ","} for at in range(number + 1, noun))


def _counted_noun(tokens: Tokens, last: int) -> int | None:
    """Return the noun that the number's last token modifies, at most :data:`MAX_NOUN_TOKENS` on."""
    after = last + 1
    head = tokens.head[last]
    for _ in range(2):
        if tokens.pos[head] in {"NOUN", "PROPN"} or tokens.head[head] == head:
            break
        head = tokens.head[head]
    if (
        tokens.dep[last] in {"nummod", "quantmod", "compound", "amod"}
        and tokens.pos[head] == "NOUN"
        and after <= head <= after + MAX_NOUN_TOKENS
        and _adjoins(tokens, last, head)
    ):
        return head
    if after + 1 < len(tokens) and tokens.text[after] == "-" and tokens.pos[after + 1] == "NOUN":
        return after + 1
    return None


AMOUNTS = Extractor("amounts", "money, percentages and counts", build, requires=("dates", "dateline"))
