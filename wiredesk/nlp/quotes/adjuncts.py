"""Attributions without a verb: ``according to``, ``in a poll``, ``reportedly``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tree import Tree

_ADVERBS = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
_DOCUMENTS = frozenset({"poll", "survey"})
_INNER = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "auxpass", "aux"})
_NEAR = 60
"""Tokens around a poll in which its figures stand."""
_CLIMB = 30
"""Steps up a tree to the clause that an adjunct comments on."""
_OPENERS = frozenset({"but", "and", "so", "yet", "or", "still", "however", "meanwhile"})


def adjunct_draft(tree: Tree, token: int) -> Draft | None:
    """The attribution that a preposition or an adverb makes."""
    lower = tree.lower[token]
    if lower == "according" and token + 1 < len(tree.words) and tree.lower[token + 1] == "to":
        return _phrase(tree, token, token + 1, tree.kid(token + 1, "pobj") or tree.kid(token, "pobj"))
    if lower == "in" and tree.dep[token] == "prep":
        inside = tree.kid(token, "pobj")
        if inside is not None and tree.lemma[inside] in _DOCUMENTS and _has_figures(tree, token):
            draft = _phrase(tree, token, token, inside)
            if draft is not None:
                draft.frame = "poll"
            return draft
    if lower in _ADVERBS and tree.dep[token] == "advmod":
        span = _around(tree, token, token, tree.head[token])
        return Draft(token, (token, token), None, span) if span else None
    return None


def _has_figures(tree: Tree, token: int) -> bool:
    """The sentence gives a figure or a standing: what a poll says, not who takes part in it."""
    return any(
        tree.pos[at] == "NUM" or tree.lemma[at] in {"lead", "trail", "tie", "percent", "ahead", "behind"}
        for at in range(max(tree.opens[token], token - _NEAR), min(tree.closes[token], token + _NEAR))
    )


def _phrase(tree: Tree, first: int, last: int, inside: int | None) -> Draft | None:
    if inside is None:
        return None
    content = _around(tree, first, max(tree.right[inside], tree.right[first]), tree.head[first])
    if not content:
        return None
    return Draft(first, (first, last), inside, content, noun_phrase(tree, inside, last))


def _around(tree: Tree, first: int, last: int, head: int) -> list[Span]:
    """The clause that the tokens from ``first`` to ``last`` comment on, without them."""
    clause = head
    for _ in range(_CLIMB):
        if tree.head[clause] == clause:
            break
        if tree.pos[clause] in {"VERB", "AUX"} and tree.dep[clause] not in _INNER:
            break
        clause = tree.head[clause]
    left, right = tree.left[clause], tree.right[clause]
    while left < first and tree.lower[left] in _OPENERS | {",", '"', "“"}:
        left += 1
    before, after = clip(tree, left, first - 1), clip(tree, last + 1, right)
    if before and clause < first:
        return [before]  # the clause is complete; what follows is an afterthought
    return [piece for piece in (before, after) if piece]
