"""Names of companies that the model misses or cuts, by the code of the share behind them: ``[Owens and Minor] <OBOD>``.

A code in brackets stands right behind the whole name of a company. What the model makes of the words before it is
corrected: a name that ends earlier goes on to the code, and words that are in no name are one.
"""

from __future__ import annotations

from collections.abc import Sequence

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.mentions import Name
from wiredesk.nlp.names.name_words import DETERMINERS, LEGAL_FORMS, ORG_LAST_WORDS, POSSESSIVE_MARKS
from wiredesk.nlp.names.span_repairs import HYPHENS, is_joined
from wiredesk.nlp.share_codes import Ticker
from wiredesk.nlp.tokens import Tokens

RULE = "before the code of a share"
_INNER = frozenset({"and", "&", "of", "the"}) | POSSESSIVE_MARKS
"""Small words and marks inside a company's name."""
_VERB_TAGS = frozenset({"VBZ", "VBD", "VBP", "MD"})
_MAX_TOKENS = 10
"""Tokens of a company's name before its code."""
_NO_COMPANIES = word_set("never_names", "tables", "markets")
_LAST_WORDS = ORG_LAST_WORDS | LEGAL_FORMS
_KEPT = frozenset({"ORG", "FAC"})
_NOT_FIRST = frozenset({"NORP", "GPE"})


def with_code_bearers(tokens: Tokens, found: list[Name], codes: Sequence[Ticker], headline: Span | None) -> list[Name]:
    """Return the names; what stands right before a code in brackets is an organisation as a whole."""
    if any(not code.in_brackets for code in codes):
        found = _without_codes(tokens, found, [code for code in codes if not code.in_brackets])
    ends = [end for code in codes if code.in_brackets and (end := _end_before(tokens, code.span[0]))]
    if not ends:
        return found
    by_end = {name.end: name for name in found}
    head = tokens.covering(headline)[0] if headline else -1
    uses: dict[str, int] = {}
    for name in found:
        text = tokens.string(name.start, name.end)
        uses[text] = uses.get(text, 0) + 1
    whole: list[Name] = []
    for end in ends:
        start = _start(tokens, by_end, end, head, uses)
        found_there = by_end.get(end)
        if start < end:
            is_whole = found_there is not None and found_there.start == start and found_there.type == "ORG"
            rule = found_there.rule if found_there and is_whole and end - start > 1 else RULE
            whole.append(Name(start, end, "ORG", rule))
    if not whole:
        return found
    taken = {at for name in whole for at in range(name.start, name.end)}
    return sorted([name for name in found if taken.isdisjoint(range(name.start, name.end))] + whole)


def _without_codes(tokens: Tokens, found: list[Name], codes: Sequence[Ticker]) -> list[Name]:
    """Return the names without a code at their end that has no brackets: ``[Acme Corp] ABC.N``."""
    starts = {tokens.covering(code.span)[0] for code in codes}
    kept: list[Name] = []
    for name in found:
        end = next((at for at in range(name.start + 1, name.end) if at in starts), name.end)
        kept.append(name if end == name.end else name._replace(end=end))
    return kept


def _end_before(tokens: Tokens, offset: int) -> int | None:
    """Return the end of the words before a code, without a comma or a possessive; None where there are none."""
    at = tokens.covering((offset, offset + 1))[0]
    first = at
    while at and (tokens.is_space(at - 1) or tokens.text[at - 1] == "," or tokens.lower[at - 1] in POSSESSIVE_MARKS):
        at -= 1
    if not at or first == len(tokens) or tokens.paragraph[at - 1] != tokens.paragraph[first]:
        return None
    return at if not tokens.all_caps[at - 1] else None


def _start(tokens: Tokens, by_end: dict[int, Name], end: int, head: int, uses: dict[str, int]) -> int:
    """Return the first token of the company whose name ends at ``end``; ``end`` if no name ends there."""
    name = by_end.get(end)
    run = _run(tokens, end)
    if name is None:
        start = run
        for at in range(end - 1, run, -1):
            if before := by_end.get(at):
                # "Texaco and Quaker State <KSF>": the company before "and" is one of its own.
                start = _start_behind(tokens, before)
                break
        return end if _is_no_company(tokens, start, end) else start
    if run == head and run < name.start and _is_one_company(tokens, by_end, run, name, uses):
        return run
    before = by_end.get(name.start)
    if before and before.type in _KEPT and all(word in _LAST_WORDS for word in tokens.lower[name.start : end]):
        return before.start  # [Reuters] [Holdings Plc]
    if tokens.lower[name.start - 1 : name.start] == ["of"] and name.type in {"GPE", "LOC"}:
        owner = by_end.get(name.start - 1)
        return owner.start if owner and owner.type == "ORG" else name.start
    return name.start


def _start_behind(tokens: Tokens, before: Name) -> int:
    """Return the first token of the company whose last words follow a name."""
    word = tokens.lower[before.end]
    if before.type in _KEPT and (word == "of" or word not in _INNER):
        return before.start
    return before.end + (word in _INNER)


def _run(tokens: Tokens, end: int) -> int:
    """Return the start of the words before ``end`` that may be one name."""
    at = end
    first = max(tokens.sentence_start[end - 1], end - _MAX_TOKENS)
    while at > first and _may_be_inside(tokens, at - 1, end):
        at -= 1
    while at < end and (tokens.lower[at] in _INNER or tokens.text[at] in HYPHENS or tokens.lower[at] in DETERMINERS):
        at += 1
    return at


def _may_be_inside(tokens: Tokens, at: int, end: int) -> bool:
    """Return whether a word may be inside the name of a company that ends at ``end``."""
    text = tokens.text[at]
    if text[:1].isupper():
        return tokens.tag[at] not in _VERB_TAGS or at + 1 == end
    return at + 1 < end and (tokens.lower[at] in _INNER or is_joined(tokens, at))


def _is_no_company(tokens: Tokens, start: int, end: int) -> bool:
    """Return whether a run is empty or only words of tables."""
    words = tokens.lower[start:end]
    return all(word.strip(".") in _NO_COMPANIES or word in LEGAL_FORMS for word in words)


def _is_one_company(tokens: Tokens, by_end: dict[int, Name], start: int, name: Name, uses: dict[str, int]) -> bool:
    """Return whether a run that begins a headline is one company: no part of it is named elsewhere in the story."""
    ends = range(start + 1, name.start + 1)
    parts = [part for at in ends if (part := by_end.get(at)) and part.start >= start]
    return all(
        part.type not in _NOT_FIRST and uses[tokens.string(part.start, part.end)] == 1 for part in parts
    ) and any(tokens.text[at][:1].isupper() for at in range(start, name.start))
