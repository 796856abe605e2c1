"""Headlines, whose grammar the parser was not taught: ``Keller: Bridge is safe``, ``Unions Slam Pay Offer``."""

from __future__ import annotations

from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.cue_lexicon import Lexicon
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tree import Tree

_SPEAKER = 6
"""Tokens at most before a headline's colon."""
_ANONYMOUS = frozenset({"report", "police", "officials", "study", "poll", "sources", "experts", "minister", "court"})
_JOINTS = frozenset(
    {"after", "as", "while", "amid", "despite", "before", "when", ";", ",", "-", "–", "—", "and", "but"}
)
_CLAUSES = frozenset({"VERB", "AUX"})


def headline_drafts(tree: Tree, span: tuple[int, int], told: set[int], lexicon: Lexicon) -> list[Draft]:
    """Attributions of the headline's tokens that no other rule has read; ``told`` holds the cues of those."""
    first, last = span
    found = _colon(tree, first, last)
    if found is None and not any(first <= token < last for token in told):
        found = _verb(tree, first, last, lexicon)
    return [found] if found else []


def _colon(tree: Tree, first: int, last: int) -> Draft | None:
    colon = next((at for at in range(first + 1, min(last - 2, first + _SPEAKER)) if tree.words[at] == ":"), None)
    if colon is None or "?" in tree.words[last - 2 : last]:
        return None
    names = all(tree.words[at][0].isupper() for at in range(first, colon)) and tree.lower[first] not in {"the", "a"}
    names = names and not (tree.words[first].isupper() and len(tree.words[first]) > 3)  # "EXCLUSIVE: …" is a label
    known = tree.lower[colon - 1] in _ANONYMOUS
    acts = any(tree.pos[at] in _CLAUSES for at in range(first, colon)) and colon - first != 1
    claims = any(tree.pos[at] in _CLAUSES for at in range(colon + 1, last))
    if not (names or known) or acts or not claims:
        return None
    source, content = clip(tree, first, colon - 1), clip(tree, colon + 1, last - 1)
    return Draft(colon, (colon, colon), colon - 1, [content], source, "headline") if source and content else None


def _verb(tree: Tree, first: int, last: int, lexicon: Lexicon) -> Draft | None:
    """A verb that the parser takes for a noun or a name, with its subject before it and its object behind."""
    for at in range(first + 1, last - 1):
        frames = next((lexicon.verbs[form] for form in _forms(tree.lower[at]) if form in lexicon.verbs), frozenset())
        if "obj" not in frames or tree.pos[at] not in {"NOUN", "PROPN", "VERB", "ADJ"} or at - first > 8:
            continue
        if tree.tag[at - 1] in {"POS", "DT", "JJ", "PRP$", "TO", "IN"} or tree.tag[at] in {"VBG", "NN"}:
            continue
        if tree.tag[at + 1] in {"IN", "TO", "RP"}:
            continue
        stop = next((to for to in range(at + 1, last) if tree.lower[to] in _JOINTS), last)
        source, content = clip(tree, first, at - 1), clip(tree, at + 1, stop - 1)
        if any(tree.pos[to] in _CLAUSES for to in range(first, stop) if to != at):
            return None
        if source and content:
            return Draft(at, (at, at), _head(tree, at - 1), [content], source, "headline")
    return None


def _head(tree: Tree, token: int) -> int:
    return token - 1 if tree.pos[token] == "ADV" and token else token


def _forms(word: str) -> list[str]:
    """Lemmas that a form may belong to: a headline's verbs are in the present, or bare."""
    forms = [word]
    if word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if word.endswith("es"):
        forms.append(word[:-2])
    if word.endswith("s"):
        forms.append(word[:-1])
    return forms
