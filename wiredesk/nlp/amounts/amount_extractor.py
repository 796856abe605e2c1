"""The extractor of amounts: money, percentages and counts, what they measure, of whom, and for which period."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Amount, Span
from wiredesk.nlp.amounts.amount_owner import Owners
from wiredesk.nlp.amounts.amount_ties import AmountTokens, tie_of
from wiredesk.nlp.amounts.measures import HARMED, measure_of
from wiredesk.nlp.amounts.not_amounts import Numeral, neighbours, why_not
from wiredesk.nlp.amounts.number_starts import number_starts
from wiredesk.nlp.amounts.numbers import NumberSpan, find_numbers, outside_dates, spread_ranges
from wiredesk.nlp.amounts.story_currency import settle_currencies
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.tokens import Tokens

NOT_COUNTED = (
    frozenset(table("time_words")["amounts"]["not_counted"].split())
    | word_set("time_zones", "small")
    | frozenset(table("amount_measures")["none"]["changes"].split())
)
"""Lemmas of nouns that dates take, of fractions, and of changes: "a 1.6 billion rise" counts no rises."""
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
    numbers = _outside(find_numbers(text, outside_dates(text, number_starts(tokens), taken)), taken)
    spread_ranges(text, numbers)
    found: list[tuple[NumberSpan, int]] = []
    after: NumberSpan | None = None
    end = len(text)
    for at in range(len(numbers) - 1, -1, -1):
        number = numbers[at]
        noun = -1
        if number.kind is None and number.is_joined and after and after.kind == "count":
            number.classify("count", after.unit, "range")
        elif number.kind is None:
            noun = _count(tokens, number, min(after.start if after else end, _next_start(taken, number.end, end)))
        after = number
        if number.kind is not None and _is_amount(tokens, text, numbers, at, noun):
            found.append((number, noun))
    return _records(context, found[::-1])


def _is_amount(tokens: Tokens, text: str, numbers: list[NumberSpan], at: int, noun: int) -> bool:
    """Return whether a number is an amount: no score, no numbered thing, no "one woman"."""
    number = numbers[at]
    token, _ = tokens.covering((number.digits, number.end))
    if token >= len(tokens):
        return False
    before, after = neighbours(numbers, at)
    kind, number.kind = number.kind, None if number.kind == "count" else number.kind
    reason = why_not(Numeral(tokens, number, text, before, after, token, noun))
    number.kind = kind
    return not reason or (reason == "one" and measure_of(tokens, token, token + 1, noun).rule == HARMED)


def _records(context: Context, found: list[tuple[NumberSpan, int]]) -> tuple[Amount, ...]:
    """Return the contract's records of the amounts, in order."""
    if not found:
        return ()
    tokens = context.tokens
    settle_currencies((number for number, _ in found), context.layout.masked, context.entities)
    owners = Owners.of(tokens, context.entities, context.dates, context.dateline.span if context.dateline else None)
    spans = [tokens.covering((number.start, number.end)) for number, _ in found]
    records: list[Amount] = []
    last_end = 0
    for at, (number, noun) in enumerate(found):
        first, end = spans[at]
        following = spans[at + 1][0] if at + 1 < len(spans) else len(tokens)
        tie = tie_of(owners, number, AmountTokens(first, end, noun, following), records, last_end)
        last_end = end
        records.append(
            Amount(
                span=(number.start, number.end),
                kind=number.kind or "count",
                value=number.amount(),
                unit=number.unit,
                entity=tie.entity,
                measure=tie.measure,
                direction=tie.direction,
                period=tie.period,
                rule=number.rule,
            )
        )
        if context.trace is not None:
            label = f"{number.amount():g} {number.unit or ''}".strip()
            context.trace.add((number.start, number.end), "amount", number.rule, label)
    return tuple(records)


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


def _count(tokens: Tokens, number: NumberSpan, limit: int) -> int:
    """Make the number a count of the noun that it modifies, if there is one that ends before ``limit``.

    Return the noun's token, -1 for none.
    """
    first, end = tokens.covering((number.digits, number.end))
    if first == end:
        return -1
    noun = _counted_noun(tokens, end - 1)
    if (
        noun is None
        or tokens.lemma[noun] in NOT_COUNTED
        or not tokens.lemma[noun][:1].isalpha()
        or tokens.ent_type[noun] in {"DATE", "TIME", "PERSON"}
    ):
        return -1
    if tokens.end[noun] > limit:
        return -1
    number.end = tokens.end[noun]
    number.classify("count", tokens.lemma[noun], "counted noun")
    return noun


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
        (tokens.dep[last] in {"nummod", "quantmod", "compound", "amod"} or head == after)
        and tokens.pos[head] == "NOUN"
        and after <= head <= after + MAX_NOUN_TOKENS
        and _adjoins(tokens, last, head)
    ):
        return head
    if after + 1 < len(tokens) and tokens.text[after] == "-" and tokens.pos[after + 1] == "NOUN":
        return after + 1
    if head == last and after < len(tokens) and tokens.tag[after] == "NNS" and tokens.pos[after] == "NOUN":
        return after  # the number begins the text, and the parser took it for the end of the headline
    return None


AMOUNTS = Extractor(
    "amounts",
    "money, percentages and counts, what they measure and of whom",
    build,
    requires=("dates", "dateline", "entities"),
)
