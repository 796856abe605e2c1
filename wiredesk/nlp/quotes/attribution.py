"""From a parse to its quotes: direct speech first, then every other cue outside it, the outermost first."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from wiredesk.contract import Dateline, Entity, Quote, QuoteKind, Span
from wiredesk.layout import TextLayout
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.quotation_marks import Passage
from wiredesk.nlp.quotes.adjuncts import adjunct_candidate, adjunct_cues
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.continued_speech import join_continued
from wiredesk.nlp.quotes.cue_readings import read_cue
from wiredesk.nlp.quotes.dateline_trim import trim_dateline, trim_items
from wiredesk.nlp.quotes.direct import Attribution, direct_speech
from wiredesk.nlp.quotes.earlier_sources import find_earlier_sources
from wiredesk.nlp.quotes.final_cues import widen_final_cues
from wiredesk.nlp.quotes.headline_quotes import headline_candidates
from wiredesk.nlp.quotes.named_sources import name_speakers
from wiredesk.nlp.quotes.nested_reports import (
    is_quoted,
    nested_reports,
    quoted_candidate,
    without_hearsay,
)
from wiredesk.nlp.quotes.noun_cues import adjective_candidate, noun_candidate
from wiredesk.nlp.quotes.quote_context import quoted_passages
from wiredesk.nlp.quotes.quote_frames import DIRECT, NESTED_SPEECH, POLL, TRANSCRIPT
from wiredesk.nlp.quotes.report_evidence import is_report
from wiredesk.nlp.quotes.source_bodies import Bodies
from wiredesk.nlp.quotes.source_classes import read_sources
from wiredesk.nlp.quotes.speakers import Speakers, find_voices, labelled_speech
from wiredesk.nlp.quotes.transcripts import transcript_turns
from wiredesk.nlp.quotes.verb_cues import verb_candidate
from wiredesk.nlp.quotes.word_order_fallback import word_order_candidate
from wiredesk.nlp.tokens import Tokens

MAX_JOINT_CHARACTERS = 12
"""Characters between a clause and the passage that it goes on in: ", because “…"."""
_JOINT = re.compile(r"\s?[,:—–-]?\s?(?:(?:and|but|or|because|since|as|with) )?")
_CUE_PARTS = frozenset({"VERB", "AUX", "NOUN", "ADJ", "ADP", "ADV", "SCONJ"})
"""Parts of speech that a cue may have."""
_END = kind_of_words("end of a sentence", (".", ";"))


class AttributedQuote(NamedTuple):
    """A quote, the frame that found it, how its speaker was found, and what told the class of its source."""

    quote: Quote
    frame: str
    speaker_rule: str
    class_rule: str


def attributed_quotes(
    tokens: Tokens, layout: TextLayout, entities: Sequence[Entity], dateline: Dateline | None, lexicon: CueLexicon
) -> list[AttributedQuote]:
    """Return the quotes of a parsed story in the order of the text."""
    paragraphs, marks = tokens.lines, tokens.passages
    lookup = Speakers(entities)
    labelled = labelled_speech(tokens, layout.headline, lookup)
    turns = transcript_turns(tokens, layout.headline, lookup)
    found = find_attributions(tokens, marks, paragraphs, layout, lexicon, labelled, turns)
    if dateline is not None:
        found = trim_dateline(tokens, found, dateline.span)
    trim_items(tokens, found)
    name_speakers(tokens, found, lookup)
    bodies = Bodies(tokens, entities, lookup)
    find_earlier_sources(tokens, found, entities, lookup, bodies)
    voices = find_voices(tokens, found, paragraphs)
    said_by = [lookup.ids(tokens, voice.tokens) for voice in voices]
    found, voices, said_by = without_hearsay(tokens, found, voices, said_by)
    sources = read_sources(tokens, found, voices, lookup, bodies)
    readings = [read_cue(tokens, item, lexicon) for item in found]
    places = {id(item): place for place, item in enumerate(found)}
    return [
        AttributedQuote(
            Quote(
                kind=_kind_of(tokens, item, marks),
                content=tuple(item.content),
                cue=item.cue,
                source=item.source,
                speaker=speakers[0] if speakers else None,
                speakers=speakers,
                mode=reading.mode,
                polarity=reading.polarity,
                within=places.get(id(item.outer)),
                source_class=source.source_class,
                speaks_for=source.speaks_for,
                rule=item.frame,
            ),
            item.frame,
            voice.rule,
            source.rule,
        )
        for item, voice, speakers, source, reading in zip(found, voices, said_by, sources, readings, strict=True)
    ]


def find_attributions(
    tokens: Tokens,
    marks: list[Passage],
    paragraphs: tuple[Span, ...],
    layout: TextLayout,
    lexicon: CueLexicon,
    labelled: Mapping[int, Attribution],
    turns: list[Attribution],
) -> list[Attribution]:
    """Return every attribution in the order of the text; one inside another's content only if it is at second hand."""
    found = direct_speech(tokens, quoted_passages(tokens, marks, paragraphs), lexicon, labelled)
    if turns:
        found = turns + _outside(found, turns)
    direct_cues = {item.token for item in found}
    spoken = frozenset(start for item in found for start, _ in item.content)
    candidates = [one for one in _candidates(tokens, lexicon) if one.token not in direct_cues]
    if layout.headline:
        first, last = (bisect_left(tokens.start, edge) for edge in layout.headline)
        cues = {one.token for one in candidates}
        candidates += headline_candidates(tokens, (first, last), cues, lexicon)
    candidates = _without_polls_as_settings(tokens, candidates)
    absorbed = {one.verb for one in candidates if one.verb is not None}
    ends = _sentence_ends(tokens, paragraphs)
    for one in candidates:
        one.content = _one_sentence_only(tokens, one.content, tokens.start[one.cue[0]], ends)
        if one.token not in absorbed:
            cue = (tokens.start[one.cue[0]], tokens.end[one.cue[1]])
            found.append(Attribution(one.token, cue, one.source, one.subject, one.content, one.frame))
    kept, inside = _outermost(tokens, found, marks, spoken)
    kept = [item for item in kept if item.cue is None or item.frame in DIRECT or not is_quoted(tokens, item)]
    kept = join_continued(tokens, kept, lexicon)
    outer = {id(item) for item in kept}
    kept += nested_reports(tokens, [pair for pair in inside if id(pair[1]) in outer], lexicon)
    return sorted(kept, key=lambda item: (min(item.content)[0], item.outer is not None))


def _outside(found: list[Attribution], turns: list[Attribution]) -> list[Attribution]:
    """Return the attributions without speech that has no cue and begins inside a turn of a transcript."""
    spans = sorted(span for turn in turns for span in turn.content)

    def is_inside(item: Attribution) -> bool:
        at = bisect_right(spans, item.content[0][0], key=lambda span: span[0]) - 1
        return item.cue is None and at >= 0 and item.content[0][0] < spans[at][1]

    return [item for item in found if not is_inside(item)]


def _without_polls_as_settings(tokens: Tokens, candidates: list[QuoteCandidate]) -> list[QuoteCandidate]:
    """Leave out polls in a sentence with another cue: in ``In the poll, 43 percent said …`` the poll is the setting."""
    polls = [one for one in candidates if one.frame == POLL]
    if not polls:
        return candidates
    cues = sorted(tokens.start[one.cue[0]] for one in candidates if one.frame != POLL)
    settings = {
        one.token
        for one in polls
        if any(bisect_left(cues, start) < bisect_left(cues, end) for start, end in one.content)
    }
    return [one for one in candidates if one.token not in settings or one.frame != POLL]


def _candidates(tokens: Tokens, lexicon: CueLexicon) -> Iterator[QuoteCandidate]:
    """Yield what each word reports; inside quotation marks only verbs of saying."""
    words, lemmas, lowers = lexicon.words, tokens.lemma, tokens.lower
    kind, cues = adjunct_cues(tokens)
    for token in tokens.of_kind(lexicon.kind | kind):
        part = tokens.pos[token]
        if part not in _CUE_PARTS or not tokens.is_news[token]:
            continue
        lemma, lower = lemmas[token], lowers[token]
        if not (lemma in words or lower in words or lemma in cues or lower in cues):
            continue
        if not tokens.quoted[token]:
            found = _candidate(tokens, token, part, lexicon)
        elif part == "VERB":
            found = quoted_candidate(tokens, token, lexicon)
        else:
            continue
        if found is not None and is_report(tokens, found, lexicon):
            yield found


def _candidate(tokens: Tokens, token: int, part: str, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return what a word reports, by its part of speech."""
    if part == "ADJ" or (part == "VERB" and tokens.dep[token] == "acomp"):  # "is concerned that"
        return adjective_candidate(tokens, token, lexicon)
    if part in {"VERB", "AUX"}:
        return (
            adjunct_candidate(tokens, token)
            or verb_candidate(tokens, token, lexicon)
            or word_order_candidate(tokens, token, lexicon)
        )
    if part == "NOUN":
        return noun_candidate(tokens, token, lexicon)
    return adjunct_candidate(tokens, token)


def _sentence_ends(tokens: Tokens, paragraphs: tuple[Span, ...]) -> list[int]:
    """Return the offsets at which sentences end outside quotation marks: at a full stop, and with the paragraph."""
    words, last = tokens.text, len(tokens) - 1
    points = [
        tokens.start[token]
        for token in tokens.of_kind(_END)
        if token < last
        and words[token] in {".", ";"}
        and not tokens.quoted[token]
        and not words[token + 1][0].isdigit()
    ]
    return sorted({*points, *(end for _, end in paragraphs)})


def _one_sentence_only(tokens: Tokens, content: list[Span], cue: int, ends: list[int]) -> list[Span]:
    """Return the pieces of content cut to the sentence of their cue, without those of another one, unless all are."""
    near = [span for span in content if span[0] < cue or bisect_left(ends, cue) == bisect_left(ends, span[0])]
    return [_one_sentence(tokens, span, cue, ends) for span in near or content]


def _one_sentence(tokens: Tokens, span: Span, cue: int, ends: list[int]) -> Span:
    """Return the part of a span that is in its cue's sentence: a parse may run two sentences together."""
    if span[0] < cue:
        at = bisect_left(ends, min(span[1], cue)) - 1
        if at >= 0 and ends[at] > span[0]:
            start = ends[at] + 1
            return (start + len(tokens.masked[start : span[1]]) - len(tokens.masked[start : span[1]].lstrip()), span[1])
        return span
    at = bisect_right(ends, span[0])
    return (span[0], ends[at]) if at < len(ends) and ends[at] < span[1] - 1 else span


def _outermost(
    tokens: Tokens, found: list[Attribution], marks: list[Passage], spoken: frozenset[int]
) -> tuple[list[Attribution], list[tuple[Attribution, Attribution]]]:
    """Return the attributions whose cue is not inside another's content, and the others with the one around them.

    Of two inside each other the first stays. ``spoken`` are the offsets of direct speech.
    """
    widen_final_cues(tokens, found)
    for item in found:
        item.content = _grown_to_passages(tokens, item, marks, spoken)
    owned = sorted((span, number) for number, item in enumerate(found) for span in item.content)
    starts = [span[0] for span, _ in owned]
    widest: list[int] = []
    best = 0
    for place, (span, _) in enumerate(owned):
        best = place if span[1] > owned[best][0][1] else best
        widest.append(best)
    kept = []
    inside = []
    for number, item in enumerate(found):
        if item.cue is None:
            kept.append(item)
            continue
        at = bisect_right(starts, item.cue[0]) - 1
        if at >= 0:
            span, owner = owned[widest[at]]
            if span[1] >= item.cue[1] and owner != number and not (number < owner and _holds(item, found[owner])):
                inside.append((item, found[owner]))
                continue
        kept.append(item)
    return kept, inside


def _holds(outer: Attribution, inner: Attribution) -> bool:
    """Return whether the cue of one attribution is inside the content of the other."""
    cue = inner.cue
    return cue is not None and any(start <= cue[0] and cue[1] <= end for start, end in outer.content)


def _grown_to_passages(tokens: Tokens, item: Attribution, marks: list[Passage], spoken: frozenset[int]) -> list[Span]:
    """Return the pieces of content, grown to the ends of every quoted passage that they cut; overlaps are merged."""
    if not marks and len(item.content) == 1:
        return item.content
    cue = item.cue[0] if item.cue else -1
    grown: list[Span] = []
    for start, end in sorted(item.content):
        at = bisect_right(marks, start, key=lambda passage: passage.start) - 1
        if at >= 0 and marks[at].start < start < marks[at].end and not marks[at].start <= cue < marks[at].end:
            start = marks[at].start
        at = bisect_right(marks, end - 1, key=lambda passage: passage.start) - 1
        if at >= 0 and marks[at].end > end and not marks[at].start <= cue < marks[at].end:
            end = marks[at].end
        if (
            item.frame not in DIRECT
            and at + 1 < len(marks)
            and start > cue
            and _goes_on(tokens, end, marks[at + 1], spoken)
        ):
            end = marks[at + 1].end
        if grown and start < grown[-1][1]:
            grown[-1] = (grown[-1][0], max(end, grown[-1][1]))
        else:
            grown.append((start, end))
    return grown


def _goes_on(tokens: Tokens, end: int, passage: Passage, spoken: frozenset[int]) -> bool:
    """Return whether a clause that ends at an offset goes on in the passage behind it, where the parser has stopped.

    ``noting the chamber [“has failed”]``, ``said he had offers, but [“they are no use”]``.
    """
    gap = passage.start - end
    if gap == 1:
        return True
    if not 0 <= gap <= MAX_JOINT_CHARACTERS or passage.start in spoken:
        return False
    return _JOINT.fullmatch(tokens.masked, end, passage.start) is not None and tokens.masked[passage.inner[0]].islower()


def _kind_of(tokens: Tokens, item: Attribution, marks: list[Passage]) -> QuoteKind:
    """Return the kind of a quote. A turn of a transcript is direct without marks.

    In a report inside a report, marks around the outer speaker's words are not the inner one's.
    """
    if item.frame in {NESTED_SPEECH, TRANSCRIPT}:
        return "direct"
    return "indirect" if item.outer is not None and is_quoted(tokens, item) else _kind(item.content, marks)


def _kind(content: list[Span], marks: list[Passage]) -> QuoteKind:
    """Return "direct" if all content is inside quotation marks of any sort, "indirect" if none is, else "mixed"."""
    if not marks:
        return "indirect"
    inside = touched = 0
    for start, end in content:
        at = bisect_right(marks, start, key=lambda passage: passage.start) - 1
        if at >= 0 and marks[at].end >= end:
            inside += 1
        elif (at + 1 < len(marks) and marks[at + 1].start < end) or (at >= 0 and marks[at].end > start):
            touched += 1
    if inside == len(content):
        return "direct"
    return "mixed" if inside or touched else "indirect"
