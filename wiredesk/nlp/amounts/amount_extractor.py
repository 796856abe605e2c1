"""Amounts: money, percentages and counts with what is counted, normalised."""

from __future__ import annotations

from bisect import bisect_left

from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from wiredesk.contract import Amount, Date, Span
from wiredesk.nlp.amounts.numbers import Figure, figures, spread_ranges
from wiredesk.nlp.context import Extractor, Options, Run, Story
from wiredesk.nlp.dates.dateline_words import words

TIMES = words(
    "second minute hour day week month quarter year decade century a.m. p.m. gmt est edt o'clock am pm season weekend "
    "half third fourth fifth tenth"
)
"""Units that belong to the dates, and parts that are no things."""
_BETWEEN = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "ADV", "VERB"})


def build(_vocab: Vocab, _options: Options) -> Run:
    return amounts


def amounts(doc: Doc, story: Story) -> tuple[Amount, ...]:
    """Money, percentages and counts, in order; the numbers of dates and times are none."""
    text = story.reading.parsed
    dates: tuple[Date, ...] = story.found.get("dates") or ()
    line = story.found.get("dateline")
    taken = [one.span for one in dates] + ([line.span] if line else [])
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
            _count(doc, figure, min(after.start if after else end, _next(taken, figure.end, end)))
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


def _count(doc: Doc, figure: Figure, limit: int) -> None:
    """Make the figure a count of the noun that it stands before, if there is one."""
    span = doc.char_span(figure.first, figure.end, alignment_mode="expand")
    if span is None or not len(span):
        return
    noun = _counted(span[-1], span.end)
    if noun is None or noun.lemma_.lower() in TIMES or noun.ent_type_ in {"DATE", "TIME", "PERSON"}:
        return
    if noun.idx + len(noun) > limit:
        return
    figure.end = noun.idx + len(noun)
    figure.kind, figure.unit = "count", noun.lemma_.lower()


def _close(number_: Token, noun: Token) -> bool:
    """Only words that describe the noun stand between it and its number."""
    return all(token.pos_ in _BETWEEN or token.text in {"-", ","} for token in number_.doc[number_.i + 1 : noun.i])


def _counted(last: Token, after: int) -> Token | None:
    """The noun that the number's last token modifies, at most four tokens on."""
    head = last.head
    for _ in range(2):
        if head.pos_ in {"NOUN", "PROPN"} or head.i == head.head.i:
            break
        head = head.head
    if (
        last.dep_ in {"nummod", "quantmod", "compound", "amod"}
        and head.pos_ == "NOUN"
        and after <= head.i <= after + 4
        and _close(last, head)
    ):
        return head
    doc = last.doc
    if after + 1 < len(doc) and doc[after].text == "-" and doc[after + 1].pos_ == "NOUN":
        return doc[after + 1]
    return None


AMOUNTS = Extractor("amounts", "money, percentages and counts", build, needs=("dates", "dateline"))
