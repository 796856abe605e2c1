"""From a parse to its quotes: direct speech first, then every other cue outside it, outermost first."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from wiredesk.contract import Dateline, Entity, Quote, QuoteKind, Span
from wiredesk.layout import TextLayout
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.quotes.adjuncts import adjunct_draft
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.dateline_trim import behind_dateline
from wiredesk.nlp.quotes.direct import Attribution, speech
from wiredesk.nlp.quotes.headline_quotes import headline_drafts
from wiredesk.nlp.quotes.noun_cues import adjective_draft, noun_draft
from wiredesk.nlp.quotes.quote_context import surroundings
from wiredesk.nlp.quotes.speakers import Speakers, carried
from wiredesk.nlp.quotes.verb_cues import verb_draft
from wiredesk.nlp.quotes.word_order_fallback import repaired
from wiredesk.nlp.tokens import Tokens


def quotes(
    tokens: Tokens, layout: TextLayout, entities: Sequence[Entity], dateline: Dateline | None, lexicon: CueLexicon
) -> tuple[Quote, ...]:
    """The quotes of a parsed story, in the order of the text."""
    paragraphs, marks = tokens.lines, tokens.passages
    found = attributions(tokens, marks, paragraphs, layout, lexicon)
    if dateline is not None:
        found = behind_dateline(tokens, found, dateline.span)
    subjects = carried(tokens, found, paragraphs)
    speakers = Speakers(entities)
    doubles = [passage for passage in marks if not passage.single]
    return tuple(
        Quote(
            kind=_kind(item.content, doubles),
            content=tuple(item.content),
            cue=item.cue,
            source=item.source,
            speaker=speakers.of(tokens, subject),
        )
        for item, subject in zip(found, subjects, strict=True)
    )


def attributions(
    tokens: Tokens, marks: list[Passage], paragraphs: tuple[Span, ...], layout: TextLayout, lexicon: CueLexicon
) -> list[Attribution]:
    """Every attribution that stands in no other's content, in the order of the text."""
    found = speech(tokens, surroundings(tokens, marks, paragraphs), lexicon)
    taken = {item.token for item in found}
    drafts = [draft for draft in _drafts(tokens, marks, lexicon) if draft.token not in taken]
    if layout.headline:
        first, last = (bisect_left(tokens.start, edge) for edge in layout.headline)
        told = {draft.token for draft in drafts}
        drafts += headline_drafts(tokens, (first, last), told, lexicon)
    drafts = _without_told_polls(tokens, drafts)
    absorbed = {draft.verb for draft in drafts if draft.verb is not None}
    stops = _stops(tokens, marks, paragraphs)
    for draft in drafts:
        draft.content = [_one_sentence(tokens, span, tokens.start[draft.cue[0]], stops) for span in draft.content]
        if draft.token not in absorbed:
            cue = (tokens.start[draft.cue[0]], tokens.end[draft.cue[1]])
            found.append(Attribution(draft.token, cue, draft.source, draft.subject, draft.content, draft.frame))
    return _outermost(found, marks)


def _without_told_polls(tokens: Tokens, drafts: list[Draft]) -> list[Draft]:
    """``In the poll, 43 percent said …``: where a sentence has a cue of its own, the poll is only its setting."""
    polls = [draft for draft in drafts if draft.frame == "poll"]
    if not polls:
        return drafts
    cues = sorted(tokens.start[draft.cue[0]] for draft in drafts if draft.frame != "poll")
    told = {
        draft.token
        for draft in polls
        if any(bisect_left(cues, start) < bisect_left(cues, end) for start, end in draft.content)
    }
    return [draft for draft in drafts if draft.token not in told or draft.frame != "poll"]


def _drafts(tokens: Tokens, marks: list[Passage], lexicon: CueLexicon) -> Iterator[Draft]:
    """What each word outside quotation marks reports by its own frames."""
    for token, hidden in enumerate(tokens.quoted):
        draft = None if hidden else _draft(tokens, token, lexicon)
        if draft is not None:
            yield draft


def _draft(tokens: Tokens, token: int, lexicon: CueLexicon) -> Draft | None:
    part = tokens.pos[token]
    if part in {"VERB", "AUX"}:
        return adjunct_draft(tokens, token) or verb_draft(tokens, token, lexicon) or repaired(tokens, token, lexicon)
    if part == "NOUN":
        return noun_draft(tokens, token, lexicon)
    if part == "ADJ":
        return adjective_draft(tokens, token, lexicon)
    return adjunct_draft(tokens, token) if part in {"ADP", "ADV", "SCONJ"} else None


def _stops(tokens: Tokens, marks: list[Passage], paragraphs: tuple[Span, ...]) -> list[int]:
    """Where sentences end outside quotation marks: at a full stop before a new sentence, and with the paragraph."""
    words = tokens.text
    points = [
        tokens.start[token]
        for token in range(len(words) - 1)
        if words[token] in {".", ";"} and not tokens.quoted[token] and not words[token + 1][0].isdigit()
    ]
    return sorted({*points, *(end for _, end in paragraphs)})


def _one_sentence(tokens: Tokens, span: Span, cue: int, stops: list[int]) -> Span:
    """A parse may run two sentences together; content keeps to the one of its cue."""
    if span[0] < cue:
        at = bisect_left(stops, min(span[1], cue)) - 1
        if at >= 0 and stops[at] > span[0]:
            start = stops[at] + 1
            return (start + len(tokens.masked[start : span[1]]) - len(tokens.masked[start : span[1]].lstrip()), span[1])
        return span
    at = bisect_right(stops, span[0])
    return (span[0], stops[at]) if at < len(stops) and stops[at] < span[1] - 1 else span


def _outermost(found: list[Attribution], marks: list[Passage]) -> list[Attribution]:
    """Attributions whose cue is not inside the content of another.  Of two that hold each other the first stays."""
    for item in found:
        item.content = _whole(item, marks)
    owned = sorted((span, number) for number, item in enumerate(found) for span in item.content)
    starts = [span[0] for span, _ in owned]
    widest: list[int] = []
    best = 0
    for place, (span, _) in enumerate(owned):
        best = place if span[1] > owned[best][0][1] else best
        widest.append(best)
    kept = []
    for number, item in enumerate(found):
        if item.cue is None:
            kept.append(item)
            continue
        at = bisect_right(starts, item.cue[0]) - 1
        if at >= 0:
            span, owner = owned[widest[at]]
            if span[1] >= item.cue[1] and owner != number and not (number < owner and _holds(item, found[owner])):
                continue
        kept.append(item)
    return sorted(kept, key=lambda item: min(item.content)[0])


def _holds(outer: Attribution, inner: Attribution) -> bool:
    cue = inner.cue
    return cue is not None and any(start <= cue[0] and cue[1] <= end for start, end in outer.content)


def _whole(item: Attribution, marks: list[Passage]) -> list[Span]:
    """Pieces of content, grown to the ends of every passage that they cut."""
    cue = item.cue[0] if item.cue else -1
    grown: list[Span] = []
    for start, end in sorted(item.content):
        at = bisect_right(marks, start, key=lambda passage: passage.start) - 1
        if at >= 0 and marks[at].start < start < marks[at].end and not marks[at].start <= cue < marks[at].end:
            start = marks[at].start
        at = bisect_right(marks, end - 1, key=lambda passage: passage.start) - 1
        if at >= 0 and marks[at].end > end and not marks[at].start <= cue < marks[at].end:
            end = marks[at].end
        if item.frame != "direct" and at + 1 < len(marks) and marks[at + 1].start - end == 1 and start > cue:
            end = marks[at + 1].end  # "noting the chamber “has failed”": the parser stops at the mark
        if grown and start < grown[-1][1]:
            grown[-1] = (grown[-1][0], max(end, grown[-1][1]))
        else:
            grown.append((start, end))
    return grown


def _kind(content: list[Span], doubles: list[Passage]) -> QuoteKind:
    """Direct: all inside double marks; indirect: none; else mixed."""
    inside = touched = 0
    for start, end in content:
        at = bisect_right(doubles, start, key=lambda passage: passage.start) - 1
        if at >= 0 and doubles[at].end >= end:
            inside += 1
        elif (at + 1 < len(doubles) and doubles[at + 1].start < end) or (at >= 0 and doubles[at].end > start):
            touched += 1
    if inside == len(content):
        return "direct"
    return "mixed" if inside or touched else "indirect"
