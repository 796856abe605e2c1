"""Reports that the parser has taken apart: read off the order of the words where its arcs give nothing."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.cue_lexicon import Lexicon
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_passive, verb_frames
from wiredesk.nlp.tree import Tree

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_OPENERS = frozenset({"but", "and", "so", "yet", "or", ",", "“", '"', ")", "("})
_LONG = 300
"""Tokens of a sentence at most."""
_REACH = 9
"""Tokens between a cue and the "that" of its clause, where the hearer and the day stand."""


def repaired(tree: Tree, verb: int, lexicon: Lexicon) -> Draft | None:
    """``As Keller noted, …``; ``…, officials said Friday.``; ``told Nordvik News that …``."""
    frames, particle = verb_frames(tree, verb, lexicon)
    if "quote" not in frames or tree.tag[verb] == "VB" or is_passive(tree, verb):
        return None
    cue = cue_group(tree, verb, lexicon, particle)
    subject = _subject(tree, cue, verb)
    found = _as_clause(tree, verb, subject) or (_that(tree, cue[1]) if "that" in frames else None)
    if not found and "that" in frames:
        found = _bracketed(tree, cue, subject) or _tail(tree, cue, subject) or _inverted(tree, cue, subject)
    if not found:
        return None
    source = noun_phrase(tree, subject, verb) if subject is not None else None
    return Draft(verb, cue, subject, found, source, "repaired")


def _subject(tree: Tree, cue: tuple[int, int], verb: int) -> int | None:
    """The verb's subject; in brackets the one word before it, whatever the parser made of that."""
    subject = find_subject(tree, verb)
    if subject is None and cue[0] > 1 and tree.words[cue[0] - 2] == "," and tree.words[cue[0] - 1][0].isalnum():
        return cue[0] - 1
    return subject


def _that(tree: Tree, last: int) -> list[Span]:
    """The clause after a "that" that stands close behind the cue, to the end of the sentence."""
    end = tree.closes[last]
    for token in range(last + 1, min(end, last + _REACH)):
        if tree.lower[token] == "that" and tree.tag[token] == "IN":
            span = clip(tree, token, end - 1)
            return [span] if span else []
        if tree.pos[token] in {"VERB", "AUX"} or tree.words[token] in {";", ":", "(", ")"}:
            break
    return []


def _as_clause(tree: Tree, verb: int, subject: int | None) -> list[Span]:
    """What ``as Keller noted`` comments on: the rest of the sentence."""
    first = tree.left[verb]
    if subject is None or tree.lower[first] != "as" or not first < subject < verb:
        return []
    opens, closes = tree.opens[verb], tree.closes[verb]
    while opens < first and tree.lower[opens] in _OPENERS:
        opens += 1
    pieces = [clip(tree, opens, first - 1), clip(tree, max(tree.right[verb], verb) + 1, closes - 1)]
    return [piece for piece in pieces if piece]


def _bracketed(tree: Tree, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """``The attitude, many argue, could do harm.``"""
    if subject is None or not 0 < cue[0] - subject < _REACH or cue[1] + 1 >= len(tree.words):
        return []
    before, after = min(tree.left[subject], subject) - 1, cue[1] + 1
    opens, closes = _sentence(tree, cue[0])
    if not opens < before or tree.words[before] != "," or tree.words[after] != "," or closes - after < 3:
        return []
    if tree.lower[after + 1] in {"and", "but", "which", "who", "as", "adding", "citing"}:
        return []
    pieces = [clip(tree, opens, before), clip(tree, after, closes - 1)]
    return [piece for piece in pieces if piece]


def _inverted(tree: Tree, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """``The mill is hanging on, said its chief executive.``"""
    opens, closes = _sentence(tree, cue[0])
    if subject is None or not cue[1] < subject <= cue[1] + _REACH or tree.words[cue[0] - 1] != "," or opens >= cue[0]:
        return []
    if tree.head[subject] != cue[1] or not any(tree.pos[at] in {"VERB", "AUX"} for at in range(opens, cue[0])):
        return []
    span = clip(tree, opens, cue[0] - 1)
    return [span] if span and closes - tree.right[subject] < 3 else []


def _sentence(tree: Tree, token: int) -> tuple[int, int]:
    """A token's sentence without an opening "But"; empty where it is too long to be one."""
    opens, closes = tree.opens[token], tree.closes[token]
    if closes - opens > _LONG:
        return token, token
    while opens < token and tree.lower[opens] in _OPENERS:
        opens += 1
    return opens, closes


def _tail(tree: Tree, cue: tuple[int, int], subject: int | None) -> list[Span]:
    """The sentence before ``, officials said Friday.``"""
    if subject is None or subject > cue[0]:
        return []
    opens, closes = tree.opens[cue[0]], tree.closes[cue[0]]
    before = tree.left[subject] - 1
    if before <= opens or tree.words[before] != "," or cue[0] - subject > 12:
        return []
    if closes - cue[1] > _REACH + 3 or before - opens > _LONG:
        return []
    if any(tree.pos[token] in {"VERB", "AUX"} or tree.words[token] == "," for token in range(cue[1] + 1, closes)):
        return []
    while opens < before and tree.lower[opens] in _OPENERS:
        opens += 1
    if not any(tree.pos[token] in {"VERB", "AUX"} for token in range(opens, before)):
        return []
    span = clip(tree, opens, before)
    return [span] if span else []
