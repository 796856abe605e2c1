"""Quotations that stories give with other words, or of another speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher

from wiredesk.contract import Span
from wiredesk.stories.entity_names import ThreadNames
from wiredesk.stories.quote_words import QuoteWord
from wiredesk.stories.thread_quotes import QuoteGroup, SaidQuote
from wiredesk.stories.thread_records import QuoteDifference, Wording
from wiredesk.word_frequency import zipf_frequencies

MAX_WORDS = 150
"""Words of a quotation that are aligned with another's: bounds the time, which grows with their product."""
MIN_WORDS = 6
"""Words of the shorter quotation from which on a difference is told: a shorter one may be another sentence."""
MIN_ALIKE = 0.6
"""Share of the words of the stretch that both quotations have, from which on they are one sentence."""
MIN_MISSPELT = 0.8
"""Likeness of an unknown word to another one, from which on it is a slip of the keyboard: "Fsical" has 0.83."""
MAX_WORDINGS = 6
"""Wordings of a quotation that are compared with the first one."""
_CUT = re.compile(r"\.\.|…|\[|\]|\(|\)|--|—|–")
"""Marks by which an editor shows that words were left out or put in."""


def quote_differences(groups: Iterable[QuoteGroup], names: ThreadNames) -> Iterator[QuoteDifference]:
    """Yield the quotations whose wordings or speakers differ between stories."""
    for group in groups:
        direct = [said for said in group.said if said.quote.kind == "direct" and len(said.words) >= MIN_WORDS]
        if len({said.passage.story for said in direct}) < 2:
            continue
        yield from _wordings(direct, names)
        yield from _speakers(direct, names)


def _name(said: SaidQuote, names: ThreadNames) -> str | None:
    return names.display(said.speaker) if said.speaker else said.source


def _wordings(direct: Sequence[SaidQuote], names: ThreadNames) -> Iterator[QuoteDifference]:
    distinct: dict[tuple[str, ...], SaidQuote] = {}
    for said in direct:
        distinct.setdefault(tuple(word.form for word in said.words), said)
    first, *others = distinct.values()
    seen: set[tuple[str, str]] = set()
    for other in others[:MAX_WORDINGS]:
        if first.passage.story == other.passage.story:
            continue
        if first.speaker and other.speaker and first.speaker != other.speaker:
            continue
        left, right = differing_words(first, other)
        texts = (_text(first, left), _text(other, right))
        if not (left or right) or texts in seen:
            continue
        seen.add(texts)
        yield QuoteDifference(
            "wording",
            _name(first, names) or _name(other, names),
            (
                Wording(first.passage, _name(first, names), left),
                Wording(other.passage, _name(other, names), right),
            ),
        )


def _text(said: SaidQuote, spans: tuple[Span, ...]) -> str:
    wanted = set(spans)
    return " ".join(word.form for word in said.words if word.span in wanted)


def differing_words(one: SaidQuote, other: SaidQuote) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the spans of the words in which two wordings of a quotation differ, of each one.

    What one of them lacks at its beginning or end is no difference, nor is what stands beside a mark of a cut, nor
    are words of grammar alone.
    """
    left, right = one.words[:MAX_WORDS], other.words[:MAX_WORDS]
    matcher = SequenceMatcher(None, [word.form for word in left], [word.form for word in right], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return (), ()
    begin, end = blocks[0], blocks[-1]
    left_size = end.a + end.size - begin.a
    right_size = end.b + end.size - begin.b
    common = sum(block.size for block in blocks)
    if common < MIN_WORDS - 1 or common < MIN_ALIKE * max(left_size, right_size):
        return (), ()
    mine: list[Span] = []
    theirs: list[Span] = []
    for tag, a0, a1, b0, b1 in matcher.get_opcodes():
        inside = a0 >= begin.a and a1 <= end.a + end.size and b0 >= begin.b and b1 <= end.b + end.size
        if tag == "equal" or not inside or not _matters(one, left[a0:a1], other, right[b0:b1]):
            continue
        mine += [word.span for word in left[a0:a1]]
        theirs += [word.span for word in right[b0:b1]]
    return tuple(dict.fromkeys(mine)), tuple(dict.fromkeys(theirs))


def _matters(one: SaidQuote, left: Sequence[QuoteWord], other: SaidQuote, right: Sequence[QuoteWord]) -> bool:
    if "".join(word.form for word in left) == "".join(word.form for word in right):
        return False  # "web site" and "website"
    if any(_is_cut(said, words) for said, words in ((one, left), (other, right))):
        return False
    if len(left) == len(right):
        pairs = [(mine, theirs) for mine, theirs in zip(left, right, strict=True) if not _is_misspelt(mine, theirs)]
        return any(word.is_content for pair in pairs for word in pair)
    return any(word.is_content for word in (*left, *right))


def _is_misspelt(one: QuoteWord, other: QuoteWord) -> bool:
    """Return whether one word is unknown and nearly the other one: "setled"."""
    known = zipf_frequencies()
    if one.form in known and other.form in known:
        return False
    return SequenceMatcher(None, one.form, other.form, autojunk=False).ratio() >= MIN_MISSPELT


def _is_cut(said: SaidQuote, words: Sequence[QuoteWord]) -> bool:
    """Return whether a mark of a cut stands in or beside the words; without words, anywhere in the quotation."""
    text, begin = said.passage.text, said.passage.spans[0][0]
    if len(said.passage.spans) > 1 and not words:
        return True
    if not words:
        return _CUT.search(text) is not None
    start = max(0, words[0].span[0] - begin - 6)
    return _CUT.search(text, start, words[-1].span[1] - begin + 6) is not None


def _speakers(direct: Sequence[SaidQuote], names: ThreadNames) -> Iterator[QuoteDifference]:
    named = [said for said in direct if said.named and said.speaker and names.type(said.speaker) == "PERSON"]
    first: dict[str, SaidQuote] = {}
    for said in named:
        first.setdefault(said.speaker or "", said)
    for other in list(first.values())[1:]:
        one = next(iter(first.values()))
        if one.passage.story == other.passage.story or _share_a_name(one, other, names):
            continue
        if len(one.runs & other.runs) < 0.8 * min(len(one.runs), len(other.runs)):
            continue
        pair = (Wording(one.passage, _name(one, names), ()), Wording(other.passage, _name(other, names), ()))
        yield QuoteDifference("speaker", pair[0].speaker, pair)
        return


def _share_a_name(one: SaidQuote, other: SaidQuote, names: ThreadNames) -> bool:
    left, right = (set((_name(said, names) or "").casefold().split()) for said in (one, other))
    return bool(left & right)
