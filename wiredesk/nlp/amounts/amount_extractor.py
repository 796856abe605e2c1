"""Amounts: money, percentages and counts with what is counted, normalised."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc
from spacy.vocab import Vocab

from wiredesk.contract import Amount, Span
from wiredesk.nlp.amounts.numbers import Figure, figures, spread_ranges
from wiredesk.nlp.context import Context, ExtractFn, Extractor, Options
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.tokens import Tokens

NOT_COUNTED = frozenset(table("time_words")["amounts"]["not_counted"].split()) | word_set("time_zones", "small")
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB"})


def build(_vocab: Vocab, _options: Options) -> ExtractFn:
    return amounts


def amounts(_doc: Doc, context: Context) -> tuple[Amount, ...]:
    """Money, percentages and counts, in order; the numbers of dates and times are none."""
    text, tokens = context.layout.masked, context.tokens
    line = context.dateline
    taken = [one.span for one in context.dates] + ([line.span] if line else [])
    taken.sort()
    numbers = _outside(figures(text), taken)
    spread_ranges(text, numbers)
    found = []
    after: Figure | None = None
    end = len(text)
    for figure in reversed(numbers):
        if figure.kind is None and figure.joined and after and after.kind == "count":
            figure.kind, figure.unit = "count", after.unit
        elif figure.kind is None:
            _count(tokens, figure, min(after.start if after else end, _next(taken, figure.end, end)))
        if figure.kind is not None:
            value = float(f"{figure.value * figure.scale * figure.factor:.12g}")
            found.append(Amount(span=(figure.start, figure.end), kind=figure.kind, value=value, unit=figure.unit))
        after = figure
    return tuple(reversed(found))


def _next(taken: list[Span], at: int, end: int) -> int:
    """Where the first of the spans after ``at`` begins."""
    place = bisect_left(taken, (at, at))
    return taken[place][0] if place < len(taken) else end


def _outside(numbers: list[Figure], taken: list[Span]) -> list[Figure]:
    """Figures that lie in none of the spans; both are in order."""
    kept = []
    at = 0
    for figure in numbers:
        while at < len(taken) and taken[at][1] <= figure.start:
            at += 1
        if at == len(taken) or taken[at][0] >= figure.end:
            kept.append(figure)
    return kept


def _count(tokens: Tokens, figure: Figure, limit: int) -> None:
    """Make the figure a count of the noun that it stands before, if there is one."""
    first, end = tokens.covering((figure.first, figure.end))
    if first == end:
        return
    noun = _counted(tokens, end - 1)
    if noun is None or tokens.lemma[noun] in NOT_COUNTED or tokens.ent_type[noun] in {"DATE", "TIME", "PERSON"}:
        return
    if tokens.end[noun] > limit:
        return
    figure.end = tokens.end[noun]
    figure.kind, figure.unit = "count", tokens.lemma[noun]


def _adjoins(tokens: Tokens, number: int, noun: int) -> bool:
    """Return whether only words that describe the noun separate it from its number."""
    return all(tokens.pos[at] in _BETWEEN or tokens.text[at] in {"-", ","} for at in range(number + 1, noun))


def _counted(tokens: Tokens, last: int) -> int | None:
    """Return the noun that the number's last token modifies, at most four tokens on."""
    after = last + 1
    head = tokens.head[last]
    for _ in range(2):
        if tokens.pos[head] in {"NOUN", "PROPN"} or tokens.head[head] == head:
            break
        head = tokens.head[head]
    if (
        tokens.dep[last] in {"nummod", "quantmod", "compound", "amod"}
        and tokens.pos[head] == "NOUN"
        and after <= head <= after + 4
        and _adjoins(tokens, last, head)
    ):
        return head
    if after + 1 < len(tokens) and tokens.text[after] == "-" and tokens.pos[after + 1] == "NOUN":
        return after + 1
    return None


AMOUNTS = Extractor("amounts", "money, percentages and counts", build, requires=("dates", "dateline"))
