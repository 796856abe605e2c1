"""Nouns and adjectives as cues: ``his claim that…``, ``announced plans to…``, ``is confident that…``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_infinitive, verb_frames
from wiredesk.nlp.tokens import Tokens


def noun_draft(tokens: Tokens, noun: int, lexicon: CueLexicon) -> Draft | None:
    """An attribution whose cue is a noun with its owner, or a verb with that noun."""
    frames = lexicon.nouns.get(tokens.lemma[noun])
    if not frames:
        return None
    found = _complement(tokens, noun, frames) or _loose(tokens, noun, frames)
    if found is None:
        return None
    content, last = found
    owner = tokens.child_with(noun, "poss")
    if owner is not None:
        first = noun
        while first - 1 > owner and tokens.head[first - 1] == noun and tokens.dep[first - 1] in {"amod", "compound"}:
            first -= 1
        source = _owner(tokens, owner)
        return Draft(noun, (first, last), owner, content, source, "noun")
    verb = tokens.head[noun]
    if tokens.dep[noun] in {"dobj", "attr"} and tokens.pos[verb] in {"VERB", "AUX"} and verb < noun:
        subject = find_subject(tokens, verb)
        if subject is None or subject > verb or noun - verb > 5 or _reports_it(tokens, verb, lexicon):
            return None
        group = cue_group(tokens, verb, lexicon)
        return Draft(noun, (group[0], last), subject, content, noun_phrase(tokens, subject, verb), "noun", verb=verb)
    return None


def _reports_it(tokens: Tokens, verb: int, lexicon: CueLexicon) -> bool:
    """``dismissed the idea that…``: the verb is the cue, and the noun what it reports."""
    frames, _ = verb_frames(tokens, verb, lexicon)
    return "obj" in frames and "utter" not in frames


def adjective_draft(tokens: Tokens, adjective: int, lexicon: CueLexicon) -> Draft | None:
    """``is confident that…``, ``remain wary of…``."""
    frames = lexicon.adjectives.get(tokens.lower[adjective])
    if not frames or tokens.dep[adjective] != "acomp":
        return None
    verb = tokens.head[adjective]
    found = _complement(tokens, adjective, frames)
    subject = find_subject(tokens, verb)
    if found is None or subject is None or verb > adjective or tokens.lower[subject] in {"it", "there"}:
        return None
    content, last = found
    group = cue_group(tokens, verb, lexicon)
    return Draft(adjective, (group[0], last), subject, content, noun_phrase(tokens, subject, verb), "noun", verb=verb)


def _owner(tokens: Tokens, owner: int) -> Span:
    """The possessor with its ``'s``."""
    return tokens.start[tokens.left[owner]], tokens.end[tokens.right[owner]]


def _complement(tokens: Tokens, word: int, frames: Frames) -> tuple[list[Span], int] | None:
    for kid in tokens.children[word]:
        if kid < word:
            continue
        label = tokens.dep[kid]
        if label in {"acl", "ccomp", "relcl"} and "that" in frames and tokens.lower[tokens.left[kid]] == "that":
            if tokens.dep[tokens.left[kid]] not in {"mark", "det"} and label == "relcl":
                continue
            return _span(tokens, tokens.left[kid], tokens.right[kid], word)
        if label == "ccomp" and "that" in frames and not is_infinitive(tokens, kid):
            return _span(tokens, tokens.left[kid], tokens.right[kid], word)
        if label in {"acl", "xcomp"} and "to" in frames and is_infinitive(tokens, kid):
            return _span(tokens, tokens.left[kid], tokens.right[kid], word)
        if label == "prep" and kid == word + 1:
            lower = tokens.lower[kid]
            inside = tokens.child_with(kid, "pobj", "pcomp")
            if inside is not None and ("@to" if lower == "to" else lower) in frames:
                return _span(tokens, tokens.left[inside], tokens.right[inside], kid)
    return None


def _loose(tokens: Tokens, noun: int, frames: Frames) -> tuple[list[Span], int] | None:
    """A preposition behind the noun that the parser hangs on the verb: ``took issue with the plan``."""
    after = noun + 1
    if after >= len(tokens.text) or tokens.dep[after] != "prep" or tokens.head[after] != tokens.head[noun]:
        return None
    lower = tokens.lower[after]
    inside = tokens.child_with(after, "pobj", "pcomp")
    if tokens.dep[noun] != "dobj" or inside is None or ("@to" if lower == "to" else lower) not in frames:
        return None
    return _span(tokens, tokens.left[inside], tokens.right[inside], after)


def _span(tokens: Tokens, left: int, right: int, last: int) -> tuple[list[Span], int] | None:
    span = clip(tokens, left, right)
    return ([span], last) if span else None
