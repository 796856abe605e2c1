"""Nouns and adjectives as cues: ``his claim that …``, ``announced plans to …``, ``is confident that …``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.complements import allows_preposition
from wiredesk.nlp.quotes.quote_frames import ADJECTIVE, NOUN_WITH_OWNER, NOUN_WITH_VERB
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_infinitive, verb_frames
from wiredesk.nlp.tokens import Tokens

MAX_VERB_TOKENS = 5
"""Tokens from a verb to the noun that it takes into the cue: "announced its long delayed new plans"."""

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_TIMES = frozenset({"DATE", "TIME"})
"""Labels of what says when something was said, not what: ``issued a statement on Monday``."""

Reported = tuple[list[Span], int]
"""Pieces of content, and the last token of the cue."""


def noun_candidate(tokens: Tokens, noun: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return the attribution whose cue is a noun with its possessor, or a verb with that noun."""
    frames = lexicon.nouns.get(tokens.lemma[noun])
    if not frames:
        return None
    found = _complement(tokens, noun, frames) or _detached_preposition(tokens, noun, frames)
    if found is None:
        return None
    owner = tokens.child_with(noun, "poss")
    if owner is not None:
        return _with_own(tokens, noun, owner, found, lexicon) or _with_owner(tokens, noun, owner, found)
    return _with_verb(tokens, noun, found, lexicon)


def _with_owner(tokens: Tokens, noun: int, owner: int, found: Reported) -> QuoteCandidate:
    """``the mayor's recent claim that …``: the possessor is the source, with its ``'s``."""
    content, last = found
    first = noun
    while first - 1 > owner and tokens.head[first - 1] == noun and tokens.dep[first - 1] in {"amod", "compound"}:
        first -= 1
    source = tokens.start[tokens.left[owner]], tokens.end[tokens.right[owner]]
    return QuoteCandidate(noun, (first, last), owner, content, source, NOUN_WITH_OWNER)


def _with_own(tokens: Tokens, noun: int, owner: int, found: Reported, lexicon: CueLexicon) -> QuoteCandidate | None:
    """``Berg has signalled his desire to …``: the subject is the source, to which the pronoun only refers."""
    verb = tokens.head[noun]
    subject = tokens.child_with(verb, "nsubj")
    if tokens.tag[owner] != "PRP$" or subject is None or not subject < verb < noun or tokens.dep[noun] != "dobj":
        return None
    is_finite = any(tokens.tag[at] in _FINITE for at in (verb, *tokens.children_with(verb, "aux")))
    if not is_finite or noun - verb > MAX_VERB_TOKENS or _reports_nouns(tokens, verb, lexicon):
        return None
    content, last = found
    cue = cue_group(tokens, verb, lexicon)[0], last
    return QuoteCandidate(noun, cue, subject, content, noun_phrase(tokens, subject, verb), NOUN_WITH_OWNER, verb=verb)


def _with_verb(tokens: Tokens, noun: int, found: Reported, lexicon: CueLexicon) -> QuoteCandidate | None:
    """``announced plans to …``: the subject of the verb is the source."""
    content, last = found
    verb = tokens.head[noun]
    if tokens.dep[noun] not in {"dobj", "attr"} or tokens.pos[verb] not in {"VERB", "AUX"} or verb >= noun:
        return None
    subject = find_subject(tokens, verb)
    if subject is None or subject > verb or noun - verb > MAX_VERB_TOKENS or _reports_nouns(tokens, verb, lexicon):
        return None
    cue = cue_group(tokens, verb, lexicon)[0], last
    source = noun_phrase(tokens, subject, verb)
    return QuoteCandidate(noun, cue, subject, content, source, NOUN_WITH_VERB, verb=verb)


def _reports_nouns(tokens: Tokens, verb: int, lexicon: CueLexicon) -> bool:
    """Return whether the verb is itself the cue: ``dismissed the idea that …`` reports the idea."""
    frames, _ = verb_frames(tokens, verb, lexicon)
    return "obj" in frames and "utter" not in frames


def adjective_candidate(tokens: Tokens, adjective: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return the attribution of ``is confident that …``, ``remain wary of …``."""
    frames = lexicon.adjectives.get(tokens.lower[adjective])
    if not frames or tokens.dep[adjective] != "acomp":
        return None
    verb = tokens.head[adjective]
    found = _complement(tokens, adjective, frames)
    subject = find_subject(tokens, verb)
    if found is None or subject is None or verb > adjective or tokens.lower[subject] in {"it", "there"}:
        return None
    content, last = found
    cue = cue_group(tokens, verb, lexicon)[0], last
    return QuoteCandidate(adjective, cue, subject, content, noun_phrase(tokens, subject, verb), ADJECTIVE, verb=verb)


def _complement(tokens: Tokens, word: int, frames: Frames) -> Reported | None:
    """Return the first complement behind the word that its frames allow."""
    for child in tokens.children[word]:
        if child < word:
            continue
        if _is_clause(tokens, child, frames):
            return _reported(tokens, tokens.left[child], tokens.right[child], word)
        if tokens.dep[child] == "prep" and child == word + 1:
            inside = tokens.child_with(child, "pobj", "pcomp")
            if (
                inside is not None
                and allows_preposition(frames, tokens.lower[child])
                and tokens.ent_type[inside] not in _TIMES
            ):
                return _reported(tokens, tokens.left[inside], tokens.right[inside], child)
    return None


def _is_clause(tokens: Tokens, child: int, frames: Frames) -> bool:
    """Return whether a child of a noun or adjective is a clause that the frames allow."""
    label, first = tokens.dep[child], tokens.left[child]
    if label in {"acl", "ccomp", "relcl"} and "that" in frames and tokens.lower[first] == "that":
        return label != "relcl" or tokens.dep[first] in {"mark", "det"}
    if label == "ccomp" and "that" in frames and not is_infinitive(tokens, child):
        return True
    return label in {"acl", "xcomp"} and "to" in frames and is_infinitive(tokens, child)


def _detached_preposition(tokens: Tokens, noun: int, frames: Frames) -> Reported | None:
    """``took issue with the plan``: a preposition behind the noun that the parser hangs on the verb."""
    after = noun + 1
    if after >= len(tokens.text) or tokens.dep[after] != "prep" or tokens.head[after] != tokens.head[noun]:
        return None
    inside = tokens.child_with(after, "pobj", "pcomp")
    if (
        tokens.dep[noun] != "dobj"
        or inside is None
        or tokens.ent_type[inside] in _TIMES
        or not allows_preposition(frames, tokens.lower[after])
    ):
        return None
    return _reported(tokens, tokens.left[inside], tokens.right[inside], after)


def _reported(tokens: Tokens, left: int, right: int, last: int) -> Reported | None:
    span = clip(tokens, left, right)
    return ([span], last) if span else None
