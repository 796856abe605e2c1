"""What a word acts on: its objects with what belongs to them, and the thing that a word of movement tells of."""

from __future__ import annotations

from collections.abc import Iterator

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import Tokens

MAX_SCOPE = 16
"""Tokens of a scope that are visited; what stands further from the word says little of it."""
MAX_DEPTH = 5
"""Steps down the parse from a word to the end of its scope: "rejected a plan for the ban of arms"."""
MAX_CLAUSE = 32
"""Tokens of a clause that are visited."""
_MAX_CLIMB = 3
"""Steps up from a word of movement to a word with a subject."""
_OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "acomp", "oprd", "xcomp", "dative", "pobj", "pcomp"})
DENIED = _OBJECTS - {"nsubjpass"}
"""Labels of what a denied verb does not do; its subject is what it is."""
_WITHIN = frozenset(
    {"compound", "amod", "nmod", "poss", "conj", "xcomp", "dobj", "attr", "acomp", "pobj", "pcomp", "prep"}
)
"""Labels of what belongs to an object."""
_REACHING = word_set("tone_operators", "reaching_prepositions")
_MODIFIERS = frozenset({"compound", "amod", "nmod", "poss"})
_OTHER_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "acl", "parataxis", "conj", "punct"})
_OF_NOUN = frozenset({"amod", "acl", "relcl", "advmod", "nmod", "appos"})
"""Labels of a word of movement that belongs to the noun above it."""
_SUBJECTS = {"dobj": 0, "nsubjpass": 1, "nsubj": 2, "csubj": 3, "attr": 4}
"""Labels of what moves, the likeliest first."""
_UNITS = word_set("tone_operators", "units")
_FIGURES = frozenset({"PERCENT", "MONEY", "QUANTITY", "CARDINAL", "DATE", "TIME", "ORDINAL"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_NOUNS_AND_PRONOUNS = _NOUNS | {"PRON"}
_VERBS = frozenset({"VERB", "AUX"})


TURNED = frozenset({"of", "from", "against"})
"""Those behind which a verb finds what it ends or prevents."""


def scope(
    tokens: Tokens, word: int, prepositions: frozenset[str] = _REACHING, objects: frozenset[str] = _OBJECTS
) -> list[int]:
    """Return what a word acts on: its objects, or what stands behind its prepositions, and what belongs to them."""
    dep, children, lower = tokens.dep, tokens.children, tokens.lower
    is_noun = tokens.pos[word] in _NOUNS
    pending: list[int] = []
    for child in children[word]:
        label = dep[child]
        if label in objects:
            pending.insert(0 if label == "dobj" else len(pending), child)
        elif (label == "prep" and lower[child] in prepositions) or (is_noun and label in _MODIFIERS):
            pending.append(child)
    if dep[word] in ("amod", "acl") and tokens.tag[word] == "VBN":
        pending.append(tokens.head[word])
    if not pending:
        return pending
    seen = {word}
    found: list[int] = []
    last, depth = len(pending), 1
    for number, at in enumerate(pending):  # which grows
        if number == last:
            last, depth = len(pending), depth + 1
        if at in seen:
            continue
        seen.add(at)
        found.append(at)
        if len(found) == MAX_SCOPE:
            break
        if depth == MAX_DEPTH:
            continue
        for child in children[at]:
            label = dep[child]
            if label in _WITHIN and (label != "prep" or lower[child] != "by"):
                pending.append(child)
    return found


def clause(tokens: Tokens, word: int) -> list[int]:
    """Return the words that a word governs, those of other clauses left out."""
    dep, children = tokens.dep, tokens.children
    found = [word]
    for at in found:  # which grows
        if len(found) >= MAX_CLAUSE:
            break
        found += [child for child in children[at] if dep[child] not in _OTHER_CLAUSES]
    return found


def verb_of(tokens: Tokens, word: int) -> int:
    """Return the verb in whose clause a word stands, or the word highest above it."""
    for _ in range(_MAX_CLIMB):
        if tokens.pos[word] in _VERBS or tokens.head[word] == word:
            break
        word = tokens.head[word]
    return word


def modifiers(tokens: Tokens, noun: int) -> list[int]:
    """Return the words before a noun that belong to it, the nearest first."""
    dep = tokens.dep
    return [child for child in reversed(tokens.children[noun]) if child < noun and dep[child] in _MODIFIERS]


def behind(tokens: Tokens, noun: int, *prepositions: str) -> Iterator[int]:
    """Yield the nouns behind these prepositions of a word."""
    for child in tokens.children[noun]:
        if tokens.dep[child] == "prep" and tokens.lower[child] in prepositions:
            yield from tokens.children_with(child, "pobj")


def described(tokens: Tokens, noun: int) -> list[int]:
    """Return the words that say what a noun is, those of its clauses included: "people living in poverty"."""
    found = list(tokens.children[noun][:MAX_SCOPE])
    for at in found:  # which grows
        if len(found) >= MAX_SCOPE:
            break
        found += tokens.children[at]
    return found[:MAX_SCOPE]


def movers(tokens: Tokens, word: int) -> Iterator[int]:
    """Yield the nouns that may be what a word of movement tells of, the likeliest first."""
    if tokens.pos[word] in _NOUNS and tokens.tag[word] != "VBG":
        yield from behind(tokens, word, "in", "of", "to", "for", "on")
        yield from modifiers(tokens, word)
        if tokens.dep[word] in ("compound", "nmod", "appos"):
            yield tokens.head[word]
        return
    dep = tokens.dep
    children = [child for child in tokens.children[word] if dep[child] in _SUBJECTS]
    if len(children) > 1:
        children.sort(key=lambda child: _SUBJECTS[dep[child]])
    for child in children:
        if not is_figure(tokens, child):
            yield child
            yield from tokens.children_with(child, "appos")
    yield from _above(tokens, word)


def _above(tokens: Tokens, word: int) -> Iterator[int]:
    """Yield what a word of movement says of a noun or a subject above it: "lower sales", "shares closed higher"."""
    at = word
    for _ in range(_MAX_CLIMB):
        parent, label = tokens.head[at], tokens.dep[at]
        if parent == at:
            return
        if tokens.pos[parent] in _NOUNS_AND_PRONOUNS and label in _OF_NOUN:
            if not is_figure(tokens, parent):
                yield parent
                return
        elif label not in ("pcomp", "prep"):
            for child in tokens.children_with(parent, "nsubj", "nsubjpass"):
                if child != word and not is_figure(tokens, child):
                    yield child
                    return
        at = parent


def is_figure(tokens: Tokens, token: int) -> bool:
    """Return whether a noun is a number with its unit: "rose five percent"."""
    if tokens.pos[token] == "NUM" or tokens.ent_type[token] in _FIGURES:
        return True
    return tokens.lemma[token] in _UNITS and tokens.child_with(token, "nummod", "quantmod", "nmod") is not None
