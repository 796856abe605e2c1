"""Attributions without a verb: ``according to``, ``in a poll``, ``reportedly``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tokens import Tokens

_ADVERBS = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
_DOCUMENTS = frozenset({"poll", "survey"})
_INNER = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "auxpass", "aux"})
_NEAR = 60
"""Tokens around a poll in which its figures stand."""
_CLIMB = 30
"""Steps up a tree to the clause that an adjunct comments on."""
_OPENERS = frozenset({"but", "and", "so", "yet", "or", "still", "however", "meanwhile"})


def adjunct_draft(tokens: Tokens, token: int) -> Draft | None:
    """The attribution that a preposition or an adverb makes."""
    lower = tokens.lower[token]
    if lower == "according" and token + 1 < len(tokens.text) and tokens.lower[token + 1] == "to":
        return _phrase(
            tokens, token, token + 1, tokens.child_with(token + 1, "pobj") or tokens.child_with(token, "pobj")
        )
    if lower == "in" and tokens.dep[token] == "prep":
        inside = tokens.child_with(token, "pobj")
        if inside is not None and tokens.lemma[inside] in _DOCUMENTS and _has_figures(tokens, token):
            draft = _phrase(tokens, token, token, inside)
            if draft is not None:
                draft.frame = "poll"
            return draft
    if lower in _ADVERBS and tokens.dep[token] == "advmod":
        span = _around(tokens, token, token, tokens.head[token])
        return Draft(token, (token, token), None, span) if span else None
    return None


def _has_figures(tokens: Tokens, token: int) -> bool:
    """The sentence gives a figure or a standing: what a poll says, not who takes part in it."""
    return any(
        tokens.pos[at] == "NUM" or tokens.lemma[at] in {"lead", "trail", "tie", "percent", "ahead", "behind"}
        for at in range(
            max(tokens.sentence_start[token], token - _NEAR), min(tokens.sentence_end[token], token + _NEAR)
        )
    )


def _phrase(tokens: Tokens, first: int, last: int, inside: int | None) -> Draft | None:
    if inside is None:
        return None
    content = _around(tokens, first, max(tokens.right[inside], tokens.right[first]), tokens.head[first])
    if not content:
        return None
    return Draft(first, (first, last), inside, content, noun_phrase(tokens, inside, last))


def _around(tokens: Tokens, first: int, last: int, head: int) -> list[Span]:
    """The clause that the tokens from ``first`` to ``last`` comment on, without them."""
    clause = head
    for _ in range(_CLIMB):
        if tokens.head[clause] == clause:
            break
        if tokens.pos[clause] in {"VERB", "AUX"} and tokens.dep[clause] not in _INNER:
            break
        clause = tokens.head[clause]
    left, right = tokens.left[clause], tokens.right[clause]
    while left < first and tokens.lower[left] in _OPENERS | {",", '"', "“"}:
        left += 1
    before, after = clip(tokens, left, first - 1), clip(tokens, last + 1, right)
    if before and clause < first:
        return [before]  # the clause is complete; what follows is an afterthought
    return [piece for piece in (before, after) if piece]
