"""Reports that the parser has taken apart: read off the order of the words where its arcs give nothing."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_passive, verb_frames
from wiredesk.nlp.tokens import Tokens

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_OPENERS = frozenset({"but", "and", "so", "yet", "or", ",", "“", '"', ")", "("})
_LONG = 300
"""Tokens of a sentence at most."""
_REACH = 9
"""Tokens between a cue and the "that" of its clause, where the hearer and the day stand."""


def repaired(tokens: Tokens, verb: int, lexicon: CueLexicon) -> Draft | None:
    """``As Keller noted, …``; ``…, officials said Friday.``; ``told Nordvik News that …``."""
    frames, particle = verb_frames(tokens, verb, lexicon)
    if "quote" not in frames or tokens.tag[verb] == "VB" or is_passive(tokens, verb):
        return None
    cue = cue_group(tokens, verb, lexicon, particle)
    subject = _subject(tokens, cue, verb)
    found = _as_clause(tokens, verb, subject) or (_that(tokens, cue[1]) if "that" in frames else None)
    if not found and "that" in frames:
        found = _bracketed(tokens, cue, subject) or _tail(tokens, cue, subject) or _inverted(tokens, cue, subject)
    if not found:
        return None
    source = noun_phrase(tokens, subject, verb) if subject is not None else None
    return Draft(verb, cue, subject, found, source, "repaired")


def _subject(tokens: Tokens, cue: tuple[int, int], verb: int) -> int | None:
    """The verb's subject; in brackets the one word before it, whatever the parser made of that."""
    subject = find_subject(tokens, verb)
    if subject is None and cue[0] > 1 and tokens.text[cue[0] - 2] == "," and tokens.text[cue[0] - 1][0].isalnum():
        return cue[0] - 1
    return subject


def _that(tokens: Tokens, last: int) -> list[Span]:
    """The clause after a "that" that stands close behind the cue, to the end of the sentence."""
    end = tokens.sentence_end[last]
    for token in range(last + 1, min(end, last + _REACH)):
        if tokens.lower[token] == "that" and tokens.tag[token] == "IN":
            span = clip(tokens, token, end - 1)
            return [span] if span else []
        if tokens.pos[token] in {"VERB", "AUX"} or tokens.text[token] in {";", ":", "(", ")"}:
            break
    return []


def _as_clause(tokens: Tokens, verb: int, subject: int | None) -> list[Span]:
    """What ``as Keller noted`` comments on: the rest of the sentence."""
    first = tokens.left[verb]
    if subject is None or tokens.lower[first] != "as" or not first < subject < verb:
        return []
    opens, closes = tokens.sentence_start[verb], tokens.sentence_end[verb]
    while opens < first and tokens.lower[opens] in _OPENERS:
        opens += 1
    pieces = [clip(tokens, opens, first - 1), clip(tokens, max(tokens.right[verb], verb) + 1, closes - 1)]
    return [piece for piece in pieces if piece]


def _bracketed(tokens: Tokens, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """``The attitude, many argue, could do harm.``"""
    if subject is None or not 0 < cue[0] - subject < _REACH or cue[1] + 1 >= len(tokens.text):
        return []
    before, after = min(tokens.left[subject], subject) - 1, cue[1] + 1
    opens, closes = _sentence(tokens, cue[0])
    if not opens < before or tokens.text[before] != "," or tokens.text[after] != "," or closes - after < 3:
        return []
    if tokens.lower[after + 1] in {"and", "but", "which", "who", "as", "adding", "citing"}:
        return []
    pieces = [clip(tokens, opens, before), clip(tokens, after, closes - 1)]
    return [piece for piece in pieces if piece]


def _inverted(tokens: Tokens, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """``The mill is hanging on, said its chief executive.``"""
    opens, closes = _sentence(tokens, cue[0])
    if subject is None or not cue[1] < subject <= cue[1] + _REACH or tokens.text[cue[0] - 1] != "," or opens >= cue[0]:
        return []
    if tokens.head[subject] != cue[1] or not any(tokens.pos[at] in {"VERB", "AUX"} for at in range(opens, cue[0])):
        return []
    span = clip(tokens, opens, cue[0] - 1)
    return [span] if span and closes - tokens.right[subject] < 3 else []


def _sentence(tokens: Tokens, token: int) -> tuple[int, int]:
    """A token's sentence without an opening "But"; empty where it is too long to be one."""
    opens, closes = tokens.sentence_start[token], tokens.sentence_end[token]
    if closes - opens > _LONG:
        return token, token
    while opens < token and tokens.lower[opens] in _OPENERS:
        opens += 1
    return opens, closes


def _tail(tokens: Tokens, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """The sentence before ``, officials said Friday.``"""
    if subject is None or subject > cue[0]:
        return []
    opens, closes = tokens.sentence_start[cue[0]], tokens.sentence_end[cue[0]]
    before = tokens.left[subject] - 1
    if before <= opens or tokens.text[before] != "," or cue[0] - subject > 12:
        return []
    if closes - cue[1] > _REACH + 3 or before - opens > _LONG:
        return []
    if any(tokens.pos[token] in {"VERB", "AUX"} or tokens.text[token] == "," for token in range(cue[1] + 1, closes)):
        return []
    while opens < before and tokens.lower[opens] in _OPENERS:
        opens += 1
    if not any(tokens.pos[token] in {"VERB", "AUX"} for token in range(opens, before)):
        return []
    span = clip(tokens, opens, before)
    return [span] if span else []
