"""Nouns and adjectives as cues: ``his claim that…``, ``announced plans to…``, ``is confident that…``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.cue_lexicon import Frames, Lexicon
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_infinitive, verb_frames
from wiredesk.nlp.tree import Tree


def noun_draft(tree: Tree, noun: int, lexicon: Lexicon) -> Draft | None:
    """An attribution whose cue is a noun with its owner, or a verb with that noun."""
    frames = lexicon.nouns.get(tree.lemma[noun])
    if not frames:
        return None
    found = _complement(tree, noun, frames) or _loose(tree, noun, frames)
    if found is None:
        return None
    content, last = found
    owner = tree.kid(noun, "poss")
    if owner is not None:
        first = noun
        while first - 1 > owner and tree.head[first - 1] == noun and tree.dep[first - 1] in {"amod", "compound"}:
            first -= 1
        source = _owner(tree, owner)
        return Draft(noun, (first, last), owner, content, source, "noun")
    verb = tree.head[noun]
    if tree.dep[noun] in {"dobj", "attr"} and tree.pos[verb] in {"VERB", "AUX"} and verb < noun:
        subject = find_subject(tree, verb)
        if subject is None or subject > verb or noun - verb > 5 or _reports_it(tree, verb, lexicon):
            return None
        group = cue_group(tree, verb, lexicon)
        return Draft(noun, (group[0], last), subject, content, noun_phrase(tree, subject, verb), "noun", verb=verb)
    return None


def _reports_it(tree: Tree, verb: int, lexicon: Lexicon) -> bool:
    """``dismissed the idea that…``: the verb is the cue, and the noun what it reports."""
    frames, _ = verb_frames(tree, verb, lexicon)
    return "obj" in frames and "utter" not in frames


def adjective_draft(tree: Tree, adjective: int, lexicon: Lexicon) -> Draft | None:
    """``is confident that…``, ``remain wary of…``."""
    frames = lexicon.adjectives.get(tree.lower[adjective])
    if not frames or tree.dep[adjective] != "acomp":
        return None
    verb = tree.head[adjective]
    found = _complement(tree, adjective, frames)
    subject = find_subject(tree, verb)
    if found is None or subject is None or verb > adjective or tree.lower[subject] in {"it", "there"}:
        return None
    content, last = found
    group = cue_group(tree, verb, lexicon)
    return Draft(adjective, (group[0], last), subject, content, noun_phrase(tree, subject, verb), "noun", verb=verb)


def _owner(tree: Tree, owner: int) -> Span:
    """The possessor with its ``'s``."""
    return tree.start[tree.left[owner]], tree.end[tree.right[owner]]


def _complement(tree: Tree, word: int, frames: Frames) -> tuple[list[Span], int] | None:
    for kid in tree.children[word]:
        if kid < word:
            continue
        label = tree.dep[kid]
        if label in {"acl", "ccomp", "relcl"} and "that" in frames and tree.lower[tree.left[kid]] == "that":
            if tree.dep[tree.left[kid]] not in {"mark", "det"} and label == "relcl":
                continue
            return _span(tree, tree.left[kid], tree.right[kid], word)
        if label == "ccomp" and "that" in frames and not is_infinitive(tree, kid):
            return _span(tree, tree.left[kid], tree.right[kid], word)
        if label in {"acl", "xcomp"} and "to" in frames and is_infinitive(tree, kid):
            return _span(tree, tree.left[kid], tree.right[kid], word)
        if label == "prep" and kid == word + 1:
            lower = tree.lower[kid]
            inside = tree.kid(kid, "pobj", "pcomp")
            if inside is not None and ("@to" if lower == "to" else lower) in frames:
                return _span(tree, tree.left[inside], tree.right[inside], kid)
    return None


def _loose(tree: Tree, noun: int, frames: Frames) -> tuple[list[Span], int] | None:
    """A preposition behind the noun that the parser hangs on the verb: ``took issue with the plan``."""
    after = noun + 1
    if after >= len(tree.words) or tree.dep[after] != "prep" or tree.head[after] != tree.head[noun]:
        return None
    lower = tree.lower[after]
    inside = tree.kid(after, "pobj", "pcomp")
    if tree.dep[noun] != "dobj" or inside is None or ("@to" if lower == "to" else lower) not in frames:
        return None
    return _span(tree, tree.left[inside], tree.right[inside], after)


def _span(tree: Tree, left: int, right: int, last: int) -> tuple[list[Span], int] | None:
    span = clip(tree, left, right)
    return ([span], last) if span else None
