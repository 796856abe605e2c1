"""Reports inside reports: ``A said that B had told C …``, ``“He told me: ‘Go’,” she said``.

The inner report is a quote of its own, at second hand: it counts only with a verb of saying and a source that can be
asked. What "people say" is a part of the outer speaker's words. A source in the first person is the outer speaker.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.cue_readings import read_cue
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO, DIRECT, NESTED_SPEECH, QUESTION, THAT_CLAUSE
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.speakers import Voice
from wiredesk.nlp.quotes.verb_cues import verb_candidate
from wiredesk.nlp.quotes.verb_groups import cue_group, find_subject, is_passive, verb_frames
from wiredesk.nlp.tokens import Tokens

MAX_NESTED = 20
"""Reports inside one quote; a quote with more is a failed parse."""
MAX_HEARER_TOKENS = 5
"""Tokens between a cue and the mark that opens the speech inside a speech: "told the two men: ‘…"."""
MAX_SPEECH_TOKENS = 120
"""Tokens among which the closing mark of a speech inside a speech is looked for."""

_FRAMES = DIRECT | {THAT_CLAUSE, QUESTION, ACCORDING_TO, NESTED_SPEECH}
_OWN = word_set("quote_sources", "own_voice")
_PERSONAL = frozenset({"he", "she", "they"})
_ARTICLES = frozenset({"a", "an", "this"})
_CLOSING = {"“": "”", "‘": "’", '"': '"', "'": "'", "``": "''"}


def quoted_candidate(tokens: Tokens, verb: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return what a verb of saying reports inside quotation marks, or None."""
    if "quote" not in lexicon.verbs.get(tokens.lemma[verb], ()) or tokens.tag[verb] in {"VB", "VBG"}:
        return None
    subject = find_subject(tokens, verb)
    if subject is None or subject > verb or tokens.lower[subject] in _OWN or is_passive(tokens, verb):
        return None
    inner = _inner_speech(tokens, verb, subject, lexicon)
    if inner is not None:
        return inner
    found = verb_candidate(tokens, verb, lexicon)
    return found if found is not None and found.frame in _FRAMES else None


def _inner_speech(tokens: Tokens, verb: int, subject: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """``He told me: ‘Go’``: the words between marks of the other sort behind the cue."""
    end = tokens.sentence_end[verb]
    for mark in range(verb + 1, min(len(tokens), verb + 2 + MAX_HEARER_TOKENS)):
        closing = _CLOSING.get(tokens.text[mark])
        if closing is None or not tokens.quoted[mark]:
            if mark >= end or tokens.text[mark] == ".":
                return None
            continue
        for last in range(mark + 2, min(len(tokens), mark + MAX_SPEECH_TOKENS)):
            if not tokens.quoted[last]:
                return None
            if tokens.text[last] == closing:
                _, particle = verb_frames(tokens, verb, lexicon)
                cue = cue_group(tokens, verb, lexicon, particle)
                span = tokens.start[mark], tokens.end[last]
                return QuoteCandidate(verb, cue, subject, [span], noun_phrase(tokens, subject, verb), NESTED_SPEECH)
        return None
    return None


def nested_reports(
    tokens: Tokens, inside: Iterable[tuple[Attribution, Attribution]], lexicon: CueLexicon
) -> list[Attribution]:
    """Return the reports at second hand of pairs of a report and the widest one around it, each tied to its outer one.

    The outer one is the narrowest report around the cue: "A said B had told C that D was ill" is three deep.
    """
    groups: dict[int, list[Attribution]] = {}
    for item, owner in inside:
        group = groups.setdefault(id(owner), [])
        if len(group) < MAX_NESTED and _is_at_second_hand(tokens, item, lexicon) and _is_held_by(item, owner):
            item.outer = owner
            group.append(item)
    for group in groups.values():
        for item in group:
            assert item.cue is not None
            around = [
                (end - start, other)
                for other in group
                for start, end in other.content
                if other is not item
                if start <= item.cue[0] and item.cue[1] <= end
            ]
            item.outer = min(around, key=lambda pair: pair[0])[1] if around else item.outer
    return [item for group in groups.values() for item in group]


def _is_held_by(item: Attribution, owner: Attribution) -> bool:
    """Return whether content and source of a report are part of another's content."""
    assert item.source is not None
    parts = [item.source, *item.content]
    return all(any(first <= start and end <= last for first, last in owner.content) for start, end in parts)


def _is_at_second_hand(tokens: Tokens, item: Attribution, lexicon: CueLexicon) -> bool:
    """Return whether a report inside another one has a source of its own that has said or written something."""
    if item.source is None or item.subject is None or item.frame not in _FRAMES:
        return False
    if tokens.lower[item.subject] in _OWN or (item.frame != ACCORDING_TO and tokens.tag[item.token] in {"VB", "VBG"}):
        return False  # "somebody had to say it" tells of no report
    return read_cue(tokens, item, lexicon).mode in {"said", "wrote"}


def is_quoted(tokens: Tokens, item: Attribution) -> bool:
    """Return whether the cue of an attribution is inside quotation marks."""
    return item.cue is not None and tokens.quoted[min(bisect_left(tokens.start, item.cue[0]), len(tokens) - 1)]


def without_hearsay(
    tokens: Tokens, found: Sequence[Attribution], voices: Sequence[Voice], said_by: Sequence[tuple[str, ...]]
) -> tuple[list[Attribution], list[Voice], list[tuple[str, ...]]]:
    """Return attributions, voices and ids of speakers without the reports at second hand of nobody in particular.

    ``A said many voters say they are tired``, ``“People who say they are tired …”``. A report inside one that is left
    out moves up to the next outer one.
    """
    kept = [at for at, item in enumerate(found) if item.outer is None or said_by[at] or _is_somebody(tokens, item)]
    if len(kept) < len(found):
        left = {id(found[at]) for at in kept}
        for at in kept:
            item = found[at]
            while item.outer is not None and id(item.outer) not in left:
                item.outer = item.outer.outer
    return [found[at] for at in kept], [voices[at] for at in kept], [said_by[at] for at in kept]


def _is_somebody(tokens: Tokens, item: Attribution) -> bool:
    """Return whether a source without a speaker is one in particular: a name, "she", "a witness", "his lawyers"."""
    subject = item.subject
    if subject is None or tokens.pos[subject] == "PROPN":
        return subject is not None
    if tokens.lower[subject] in _PERSONAL:
        return True
    return tokens.child_with(subject, "poss") is not None or any(
        tokens.lower[child] == "the" or (tokens.lower[child] in _ARTICLES and tokens.tag[subject] == "NN")
        for child in tokens.children_with(subject, "det")
    )
