"""Indirect speech: what a verb of speech or a phrase such as "selon X" reports in the words of the text.

Forms: a clause behind "that", an infinitive, a noun phrase, a sentence with its source before or behind it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wiredesk.contract import QuoteKind, Span
from wiredesk.nlp.languages.tier2.local_speakers import SpeechSource, StorySpeakers
from wiredesk.nlp.languages.tier2.speech_units import SpeechUnit
from wiredesk.nlp.languages.tier2.speech_verbs import SpeechWords
from wiredesk.nlp.languages.tier2.verb_finder import VerbGroup, verb_group
from wiredesk.nlp.tokens import Tokens

_VERBS = frozenset({"VERB", "AUX"})
_BEFORE_VERBS = ("negations", "adverbs", "reflexives", "object_pronouns")
_NO_CLAUSE = frozenset({"PRON", "ADV", "ADP", "NOUN", "PROPN", "DET"})
"""Parts of speech between a verb and its infinitive: "a dit à la presse vouloir"."""
_CLOSERS = frozenset("»”%€)")
"""Signs with which a content may end."""
_MAX_TO_CLAUSE = 14
"""Tokens between a verb and the "that" of its clause."""
_MIN_CONTENT = 2
"""Words of the shortest content."""
_WHOLE = 0.8
"""Share of a content that a quotation must cover to be the whole of it."""


@dataclass(frozen=True, slots=True)
class Reported:
    """Something that is reported: spans of characters, with its verb and source."""

    content: tuple[Span, ...]
    group: VerbGroup | None
    source: SpeechSource | None
    cue: Span | None
    kind: QuoteKind
    rule: str


def reported(
    tokens: Tokens, words: SpeechWords, speakers: StorySpeakers, unit: SpeechUnit, claimed: set[tuple[int, int]]
) -> Iterator[Reported]:
    """Yield the indirect and mixed speech of a sentence; none where its quotations have their verbs already."""
    found = _by_source(tokens, words, speakers, unit)
    if found:
        yield _finished(tokens, unit, *found, claimed)
        return
    inside = {at for first, last in unit.passages for at in range(first - 1, last + 1)}
    reached = unit.start
    for at in range(unit.start, unit.end):
        if at < reached or at in inside:
            continue
        group = verb_group(tokens, at, words)
        if group is None or group.verb is None or group.end > unit.end:
            continue
        reached = group.end
        frame = _frame(tokens, words, group, unit, inside)
        if frame is None:
            if not claimed and (found_behind := _incise(tokens, words, speakers, unit, group)):
                yield _finished(tokens, unit, *found_behind, claimed)
                return
            continue
        rule, start = frame
        source = speakers.before(unit.start, group)
        if source is None:
            continue
        end = _content_end(tokens, words, start, unit, inside)
        if (
            any(start <= first < end for first, _ in claimed)
            or sum(tokens.text[one][:1].isalnum() for one in range(start, end)) < _MIN_CONTENT
        ):
            continue
        yield _finished(tokens, unit, (start, end), group, source, rule, claimed)
        reached = end


def _finished(
    tokens: Tokens,
    unit: SpeechUnit,
    part: tuple[int, int],
    group: VerbGroup | None,
    source: SpeechSource | None,
    rule: str,
    claimed: set[tuple[int, int]],
) -> Reported:
    """Return the record; one quotation that is nearly all of the content makes it direct, another one mixed."""
    start, end = part
    span = tokens.span(start, end)
    kind: QuoteKind = "indirect"
    held = [one for one in unit.passages if one not in claimed and start <= one[0] and one[1] <= end]
    if held:
        kind = "mixed"
        inner = tokens.span(*held[0])
        if len(held) == 1 and (inner[1] - inner[0]) >= _WHOLE * (span[1] - span[0]):
            span, kind = inner, "direct"
    cue = tokens.span(group.start, group.end) if group else None
    if group is None and source:
        cue = tokens.span(source.start, source.start + 1)
    return Reported((span,), group, source, cue, kind, rule)


def _frame(
    tokens: Tokens, words: SpeechWords, group: VerbGroup, unit: SpeechUnit, inside: set[int]
) -> tuple[str, int] | None:
    """Return which form of content a verb has, and the token at which the content begins."""
    assert group.verb is not None
    takes, at = group.verb.takes, group.end
    if at >= unit.end or tokens.text[at] in ".:":
        return None
    if "that" in takes:
        for token in range(at, min(unit.end, at + _MAX_TO_CLAUSE)):
            if words.has("that", tokens.lower[token]) and token not in inside:
                return "clause", token + 1
            if tokens.text[token] in ",.;:" or token in inside or words.has("relatives", tokens.lower[token]):
                break
    if "verb" in takes:
        for token in range(at, min(unit.end, at + 5)):
            if _is_infinitive(tokens, token, words):
                first = token
                while first > at and any(words.has(name, tokens.lower[first - 1]) for name in _BEFORE_VERBS):
                    first -= 1
                return "infinitive", first
            if not (words.has("links", tokens.lower[token]) or tokens.pos[token] in _NO_CLAUSE):
                break
            if tokens.pos[token] == "DET" and token == at:
                break
    if "noun" in takes and tokens.text[at] not in {",", ";", "-"} and not words.has("no_objects", tokens.lower[at]):
        return "noun phrase", at
    return None


def _is_infinitive(tokens: Tokens, at: int, words: SpeechWords) -> bool:
    return tokens.pos[at] in _VERBS and words.infinitive.fullmatch(tokens.lower[at]) is not None


def _content_end(tokens: Tokens, words: SpeechWords, start: int, unit: SpeechUnit, inside: set[int]) -> int:
    """Return where a content ends: before a second verb of speech behind "et", else with the sentence."""
    end = unit.end
    for at in range(start + 1, unit.end):
        if at not in inside and tokens.text[at] == ";":
            end = at
            break
        if at not in inside and words.has("conjunctions", tokens.lower[at]) and at + 1 < unit.end:
            group = verb_group(tokens, at + 1, words)
            if group and group.verb and group.verb.takes:
                end = at
                break
    while end > start and not tokens.text[end - 1][:1].isalnum() and tokens.text[end - 1] not in _CLOSERS:
        end -= 1
    return end


def _by_source(
    tokens: Tokens, words: SpeechWords, speakers: StorySpeakers, unit: SpeechUnit
) -> tuple[tuple[int, int], None, SpeechSource, str] | None:
    """Return the content of a sentence that names its source by a preposition: "Selon X, …" and "…, selon X."."""
    for at in range(unit.start, unit.end):
        first = at == unit.start or tokens.text[at - 1] in {":", ","}
        if not first or tokens.quoted[at]:
            continue
        if size := _phrase(tokens, at, words.by_source):
            return (
                _source_before(tokens, words, speakers, unit, at, size)
                if at <= unit.start + 1 or tokens.text[at - 1] == ":"
                else _source_behind(tokens, speakers, unit, at, size)
            )
        if at == unit.start and (size := _phrase(tokens, at, words.for_source)):
            named = speakers.within(at + size, at + size + 5)
            if named and named[0][2].type in {"PERSON", "ORG"} and not speakers.is_object(named[0][0], at + size):
                return _source_before(tokens, words, speakers, unit, at, size)
    return None


def _phrase(tokens: Tokens, at: int, phrases: tuple[str, ...]) -> int:
    """Return the number of tokens of the phrase that begins at a token; 0 if none does."""
    offset = tokens.start[at]
    for phrase in phrases:
        end = offset + len(phrase)
        if tokens.masked[offset:end].lower() == phrase and not tokens.masked[end : end + 1].isalnum():
            size = 0
            while at + size < len(tokens) and tokens.end[at + size] <= end:
                size += 1
            return size
    return 0


def _source_before(
    tokens: Tokens, words: SpeechWords, speakers: StorySpeakers, unit: SpeechUnit, at: int, size: int
) -> tuple[tuple[int, int], None, SpeechSource, str] | None:
    begin = at + size
    comma = next((one for one in range(begin, unit.end) if tokens.text[one] == ","), None)
    if comma is None:
        return None
    while True:
        following = next((one for one in range(comma + 1, unit.end) if tokens.text[one] == ","), None)
        segment = range(comma + 1, following or unit.end)
        relative = segment and words.has("relatives", tokens.lower[segment[0]])
        if following is None or (any(tokens.pos[one] in _VERBS for one in segment) and not relative):
            break
        comma = following
    source = _source(tokens, speakers, begin, comma)
    end = unit.end
    while end > comma + 1 and not tokens.text[end - 1][:1].isalnum() and tokens.text[end - 1] not in _CLOSERS:
        end -= 1
    return ((comma + 1, end), None, source, "source before") if comma + 1 < end else None


def _source_behind(
    tokens: Tokens, speakers: StorySpeakers, unit: SpeechUnit, at: int, size: int
) -> tuple[tuple[int, int], None, SpeechSource, str] | None:
    end = at - 1
    if unit.start >= end:
        return None
    stop = next((one for one in range(at + size, unit.end) if tokens.text[one] in ",.;:"), unit.end)
    return (unit.start, end), None, _source(tokens, speakers, at + size, stop), "source behind"


def _source(tokens: Tokens, speakers: StorySpeakers, start: int, end: int) -> SpeechSource:
    if speaker := speakers.person(tokens.lower[start], start):
        return SpeechSource(start, start + 1, speaker)
    found = speakers.within(start, end)
    persons = [row for row in found if row[2].type == "PERSON" and not speakers.is_object(row[0], start)]
    bodies = [row for row in found if row[2].type != "PERSON" and not speakers.is_object(row[0], start)]
    named = persons or bodies
    return SpeechSource(start, end, named[0][2].id if named else None)


def _incise(
    tokens: Tokens, words: SpeechWords, speakers: StorySpeakers, unit: SpeechUnit, group: VerbGroup
) -> tuple[tuple[int, int], VerbGroup, SpeechSource, str] | None:
    """Return the sentence before a verb whose subject follows it: "Une fuite est à l'origine, a indiqué X."."""
    comma = group.start - 1
    if comma <= unit.start or tokens.text[comma] != ",":
        return None
    if not any(tokens.pos[at] in _VERBS for at in range(unit.start, comma)):
        return None
    if any(row[1] == comma for row in speakers.within(unit.start, comma)) and not group.pronoun:
        following = tokens.lower[group.end] if group.end < unit.end else ""
        if following not in speakers.names.articles and not speakers.within(group.end, group.end + 2):
            return None
    source = speakers.behind(group, unit.end)
    if source is None or (source.start - group.end > 3 and not group.pronoun):
        return None
    return (unit.start, comma), group, source, "verb behind the sentence"
