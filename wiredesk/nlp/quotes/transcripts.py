"""Transcripts and interviews without quotation marks: ``ROTH: It holds.``, ``Q: …``, ``Jane Doe: I was there.``

A turn is a line that a label and a colon open. One line of that shape may be anything ("Note: …", "Smith: 3 goals"), so
the turns of a story are read together: somebody speaks in the first or second person, a label comes again, or questions
and answers are marked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from wiredesk.contract import Entity, Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import TRANSCRIPT
from wiredesk.nlp.quotes.speakers import Speakers
from wiredesk.nlp.tokens import Tokens

MAX_LABEL_TOKENS = 8
"""Tokens of a label before its colon: "PRIME MINISTER ANA ROTH"."""
MIN_TURNS = 2
"""Turns of a transcript; a single one counts only if a person's full name is its label."""
MIN_PERSONAL_SHARE = 0.5
"""Share of the turns in which somebody speaks of "I", "we" or "you", where no label comes again."""
MAX_PERSONAL_TOKENS = 30
"""Tokens from the start of a turn among which somebody speaks of "I", "we" or "you"."""
_LABELS = word_set("quote_sources", "turn_labels")
_QUESTIONS = word_set("quote_sources", "question_labels")
_PERSONAL = word_set("quote_sources", "personal_words")
_LABEL_TAGS = frozenset({"NNP", "NNPS", "NN", "JJ", "DT", "IN", "HYPH", ",", ".", "-LRB-", "-RRB-"})
_MARKS = frozenset({"“", '"', "``", "‘", "'", "„", "«"})


@dataclass(frozen=True, slots=True)
class _Turn:
    line: int
    """Number of the line."""
    start: int
    colon: int
    """Tokens: the label's first, and its colon."""
    end: int
    """One past the last token of the line."""
    label: str
    """The label in lower case."""
    entity: Entity | None
    """The person whom the label names."""
    is_personal: bool
    """Whether somebody speaks of "I", "we" or "you"."""


def transcript_turns(tokens: Tokens, headline: Span | None, speakers: Speakers) -> list[Attribution]:
    """Return an attribution for each turn of a transcript; an empty list for any other story."""
    turns = [
        turn
        for number, span in enumerate(tokens.lines)
        if (headline is None or span[0] >= headline[1]) and (turn := _turn(tokens, number, span, speakers))
    ]
    if not _is_transcript(turns):
        return []
    return [
        _attribution(tokens, turn, following.line if following else turn.line + 1, speakers)
        for turn, following in zip(turns, [*turns[1:], None], strict=True)
    ]


def _turn(tokens: Tokens, number: int, span: Span, speakers: Speakers) -> _Turn | None:
    """Return the turn that a line is; None for a line without a label, or with quotation marks behind it."""
    if ":" not in tokens.masked[span[0] : span[1]]:
        return None
    start, end = bisect_left(tokens.start, span[0]), bisect_left(tokens.start, span[1])
    while start < end and tokens.is_space(start):
        start += 1
    limit = min(end - 1, start + MAX_LABEL_TOKENS + 1)
    colon = next((at for at in range(start, limit) if tokens.text[at] == ":"), None)
    if colon is None or colon == start or tokens.text[colon + 1] in _MARKS or not tokens.is_news[start]:
        return None
    text = tokens.masked[tokens.start[start] : tokens.end[colon - 1]].strip()
    entity = _named(tokens, start, colon, text, speakers)
    if entity is None and text.lower() not in _LABELS and not _is_in_capitals(tokens, start, colon, text):
        return None
    first = min(end, colon + 1 + MAX_PERSONAL_TOKENS)
    is_personal = any(tokens.lower[at] in _PERSONAL and not tokens.quoted[at] for at in range(colon + 1, first))
    return _Turn(number, start, colon, end, text.lower(), entity, is_personal)


def _is_in_capitals(tokens: Tokens, start: int, colon: int, text: str) -> bool:
    """Return whether a label is set in capitals, as transcripts do, and has no verb."""
    return text.isupper() and len(text) > 1 and all(tokens.tag[at] in _LABEL_TAGS for at in range(start, colon))


def _named(tokens: Tokens, start: int, colon: int, text: str, speakers: Speakers) -> Entity | None:
    """Return the person whose name ends a label, behind nothing but a title."""
    for at in range(start, colon):
        name = speakers.name_at(tokens, at, "PERSON")
        if name is not None:
            closes = name[1] == colon or tokens.text[name[1]] in {",", "("}
            found = speakers.at(tokens, at)
            return found[0] if closes and found else None
        if not tokens.text[at][:1].isupper():
            return None
    return speakers.with_surname(text.rsplit(None, 1)[-1]) if text.isupper() else None


def _is_transcript(turns: Sequence[_Turn]) -> bool:
    """Return whether labelled lines are the turns of people who speak."""
    if len(turns) < MIN_TURNS:
        return any(turn.entity is not None and turn.is_personal and " " in turn.label for turn in turns)
    marked = [turn for turn in turns if turn.label in _LABELS]
    if len(marked) >= MIN_TURNS and any(turn.label in _QUESTIONS for turn in marked):
        return True
    personal = sum(turn.is_personal for turn in turns)
    if personal >= MIN_PERSONAL_SHARE * len(turns):
        return True
    most = Counter(turn.label for turn in turns if turn.entity is not None).most_common(1)
    return personal > 0 and bool(most) and most[0][1] > 1


def _attribution(tokens: Tokens, turn: _Turn, stop: int, speakers: Speakers) -> Attribution:
    """Return the attribution of a turn: its line, and the lines without a label up to the next turn ``stop``."""
    content = [(tokens.start[turn.colon + 1], tokens.end[_last_word(tokens, turn)])]
    if turn.label not in _QUESTIONS:
        content += [span for span in tokens.lines[turn.line + 1 : stop] if tokens.masked[slice(*span)].strip()]
    subject = turn.colon - 1 if turn.entity is not None else None
    if turn.entity is not None:
        speakers.know(turn.colon - 1, turn.entity)
    cue = tokens.span(turn.colon, turn.colon + 1)
    return Attribution(turn.colon, cue, tokens.span(turn.start, turn.colon), subject, content, TRANSCRIPT)


def _last_word(tokens: Tokens, turn: _Turn) -> int:
    last = turn.end - 1
    while last > turn.colon + 1 and tokens.is_space(last):
        last -= 1
    return last
