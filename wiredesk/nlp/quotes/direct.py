"""Direct speech: a passage in quotation marks and the cue beside it."""

from __future__ import annotations

from dataclasses import dataclass

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.complements import complement
from wiredesk.nlp.quotes.quote_context import Quoted
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, verb_frames
from wiredesk.nlp.tokens import Tokens

_OPEN_ENDS = frozenset({",", "?", "!", "—", "-", "–"})
_STOPS = frozenset({".", "!", "?", "…"})
_INTRODUCERS = frozenset({",", ":", "—", "–", "-"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_JOINTS = frozenset(
    {"and", "but", "or", "while", "which", "who", "whose", "that", "as", "because", "although", "if", "when"}
)
"""Words that join what follows a passage to the sentence around it, so that it isn't its cue."""
_SENTENCE = 5
"""Tokens, with both marks and the stop: less is a title or a cry."""
_SUBORDINATE = frozenset({"relcl", "acl"})


@dataclass(slots=True)
class Attribution:
    """One attribution with all its pieces, in code points.  Speech without a cue has neither cue nor source."""

    token: int
    cue: Span | None
    source: Span | None
    subject: int | None
    content: list[Span]
    frame: str = "direct"
    """The rule that read it."""


def speech(tokens: Tokens, quoted: list[Quoted], lexicon: CueLexicon) -> list[Attribution]:
    """Attributions of passages with a cue of their own, what carries on from them, and floating speech."""
    found: list[Attribution] = []
    by_cue: dict[int, Attribution] = {}
    last: Attribution | None = None
    previous: Quoted | None = None
    for item in quoted:
        made = _after(tokens, item, lexicon) or _before(tokens, item, lexicon)
        if made is not None:
            known = by_cue.get(made.token)
            if known is None:
                by_cue[made.token] = known = made
                found.append(made)
            else:
                known.content += [span for span in made.content if span not in known.content[-2:]]
            last = known
        elif last is not None and previous is not None and _carries_on(tokens, item, previous):
            last.content.append((item.passage.start, item.passage.end))
        elif _is_speech(tokens, item):
            last = Attribution(item.tokens[0], None, None, None, [(item.passage.start, item.passage.end)], "floating")
            found.append(last)
        else:
            same = previous is not None and previous.paragraph == item.paragraph
            previous = item if same else previous
            continue
        previous = item
    return found


def _is_speech(tokens: Tokens, item: Quoted) -> bool:
    """It is a sentence of its own: opens one, ends with a stop inside the marks, and is no mere title."""
    begin, end = item.tokens
    return not _has_word(tokens, *item.before) and item.ending in _STOPS and end - begin >= _SENTENCE


def _adjoins(tokens: Tokens, previous: Quoted, item: Quoted) -> bool:
    """Nothing but the first passage's own sentence stands between the two."""
    return not _has_word(tokens, previous.after[1], item.tokens[0])


def _carries_on(tokens: Tokens, item: Quoted, previous: Quoted) -> bool:
    """The speaker goes on: in the same paragraph, after one left unclosed, or in a next one that is all speech."""
    if previous.paragraph == item.paragraph:
        return _adjoins(tokens, previous, item) and not _has_word(tokens, *item.before)
    if item.paragraph != previous.paragraph + 1 or _has_word(tokens, *item.before):
        return False
    if not previous.passage.closed:
        return True
    return _is_speech(tokens, item) and not _has_word(tokens, *item.after) and _adjoins(tokens, previous, item)


def _has_word(tokens: Tokens, first: int, last: int) -> bool:
    return any(tokens.text[token][0].isalnum() for token in range(first, last))


def _after(tokens: Tokens, item: Quoted, lexicon: CueLexicon) -> Attribution | None:
    """``"…," the mayor said`` and ``"…," said the mayor``."""
    first, last = item.after
    if item.ending in {".", "…"} or first >= last:
        return None
    opened = not item.follows and _has_word(tokens, *item.before)
    whole = not opened and not item.follows and item.tokens[1] - item.tokens[0] > _SENTENCE
    if item.ending not in _OPEN_ENDS and tokens.text[first] != "," and not whole:
        return None
    if tokens.lower[first] in _JOINTS:
        return None
    for verb in range(first, last):
        if tokens.pos[verb] not in {"VERB", "AUX"}:
            continue
        frames, particle = verb_frames(tokens, verb, lexicon)
        if "quote" not in frames:
            if tokens.dep[verb] in _SUBORDINATE or tokens.pos[verb] == "AUX" or tokens.tag[verb] in {"VBG", "VBN"}:
                continue
            return None
        if tokens.tag[verb] == "VBG" or (
            tokens.dep[verb] in _SUBORDINATE and verb > first + 1 and not _own(tokens, verb)
        ):
            continue
        cue = cue_group(tokens, verb, lexicon, particle)
        subject = _subject_between(tokens, verb, first, last)
        if subject is None or (opened and complement(tokens, verb, cue[1], frames, lexicon) is not None):
            return None
        source = noun_phrase(tokens, subject, verb)
        if source is not None and source[0] < item.passage.end <= source[1]:
            source = (tokens.start[first], source[1])
        colon = tokens.text[item.tokens[0] - 1] == ":" if item.tokens[0] else False
        head = clip(tokens, item.before[0], item.tokens[0] - 1) if opened and not colon else None
        content = (head[0] if head else item.passage.start, item.passage.end)
        return Attribution(verb, (tokens.start[cue[0]], tokens.end[cue[1]]), source, subject, [content])
    return None


def _own(tokens: Tokens, verb: int) -> bool:
    return tokens.child_with(verb, "nsubj") is not None


def _subject_between(tokens: Tokens, verb: int, first: int, last: int) -> int | None:
    subject = find_subject(tokens, verb)
    if subject is not None and first <= subject < last:
        return subject
    for token in range(verb - 1, first - 1, -1):  # the noun phrase that ends at the verb
        if tokens.pos[token] in _NOMINAL:
            return _phrase_head(tokens, token, first, verb)
    return next(
        (_phrase_head(tokens, token, verb + 1, last) for token in range(verb + 1, last) if _is_noun(tokens, token)),
        None,
    )


def _is_noun(tokens: Tokens, token: int) -> bool:
    return tokens.pos[token] in _NOMINAL


def _phrase_head(tokens: Tokens, token: int, first: int, last: int) -> int:
    while first <= tokens.head[token] < last and tokens.head[token] != token and _is_noun(tokens, tokens.head[token]):
        token = tokens.head[token]
    return token


def _before(tokens: Tokens, item: Quoted, lexicon: CueLexicon) -> Attribution | None:
    """``He said: "…"``, ``she told reporters, "…"``."""
    first, last = item.before
    if first >= last:
        return None
    bare = tokens.text[last - 1] not in _INTRODUCERS
    if bare and (item.ending not in _STOPS or tokens.pos[last - 1] != "VERB"):
        return None
    for verb in range(last - 1, first - 1, -1):
        if tokens.pos[verb] not in {"VERB", "AUX"} or tokens.dep[verb] == "relcl":
            continue
        frames, particle = verb_frames(tokens, verb, lexicon)
        if "quote" in frames:
            return _introduced(tokens, item, verb, frames, particle, lexicon)
        if bare:
            return None
    return None


def _end(tokens: Tokens, item: Quoted) -> int:
    """Where the words end: with the passage, or with the sentence that goes on without a mark or a stop between."""
    first, last = item.after
    tail = clip(tokens, first, last - 1) if item.ending.isalnum() and first < last else None
    if tail is None or any(tokens.text[at] == "," or tokens.pos[at] == "VERB" for at in range(first, last)):
        return item.passage.end
    return tail[1]


def _introduced(
    tokens: Tokens, item: Quoted, verb: int, frames: Frames, particle: int | None, lexicon: CueLexicon
) -> Attribution | None:
    first, last = item.before
    cue = cue_group(tokens, verb, lexicon, particle)
    found = complement(tokens, verb, cue[1], frames, lexicon)
    if found is not None and found.frame == "that" and found.left < item.tokens[0] - 1:
        return None  # "said it was not the banks' fault, “not by a long shot”": the clause takes the passage in
    subject = find_subject(tokens, verb)
    source = noun_phrase(tokens, subject, verb) if subject is not None else None
    content = [(item.passage.start, _end(tokens, item))]
    if tokens.masked[item.passage.inner[0]].islower() and subject is not None and first < tokens.left[subject] <= verb:
        head = clip(tokens, first, tokens.left[subject] - 1)  # "Sooner or later, he said, “it pays off.”"
        if head and tokens.text[tokens.left[subject] - 1] == ",":
            content.insert(0, head)
    end = tokens.end[cue[1]]
    if cue[1] + 1 < last and tokens.text[cue[1] + 1] == ":":
        end = tokens.end[cue[1] + 1]
    return Attribution(verb, (tokens.start[cue[0]], end), source, subject, content)
