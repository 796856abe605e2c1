"""Headlines, whose grammar the parser was not taught: ``Keller: Bridge is safe``, ``Unions Slam Pay Offer``."""

from __future__ import annotations

from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import Draft
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tokens import Tokens

_SPEAKER = 6
"""Tokens at most before a headline's colon."""
_ANONYMOUS = frozenset({"report", "police", "officials", "study", "poll", "sources", "experts", "minister", "court"})
_JOINTS = frozenset(
    {"after", "as", "while", "amid", "despite", "before", "when", ";", ",", "-", "–", "—", "and", "but"}
)
_CLAUSES = frozenset({"VERB", "AUX"})


def headline_drafts(tokens: Tokens, span: tuple[int, int], told: set[int], lexicon: CueLexicon) -> list[Draft]:
    """Attributions of the headline's tokens that no other rule has read; ``told`` holds the cues of those."""
    first, last = span
    found = _colon(tokens, first, last)
    if found is None and not any(first <= token < last for token in told):
        found = _verb(tokens, first, last, lexicon)
    return [found] if found else []


def _colon(tokens: Tokens, first: int, last: int) -> Draft | None:
    colon = next((at for at in range(first + 1, min(last - 2, first + _SPEAKER)) if tokens.text[at] == ":"), None)
    if colon is None or "?" in tokens.text[last - 2 : last]:
        return None
    names = all(tokens.text[at][0].isupper() for at in range(first, colon)) and tokens.lower[first] not in {"the", "a"}
    names = names and not (tokens.text[first].isupper() and len(tokens.text[first]) > 3)  # "EXCLUSIVE: …" is a label
    known = tokens.lower[colon - 1] in _ANONYMOUS
    acts = any(tokens.pos[at] in _CLAUSES for at in range(first, colon)) and colon - first != 1
    claims = any(tokens.pos[at] in _CLAUSES for at in range(colon + 1, last))
    if not (names or known) or acts or not claims:
        return None
    source, content = clip(tokens, first, colon - 1), clip(tokens, colon + 1, last - 1)
    return Draft(colon, (colon, colon), colon - 1, [content], source, "headline") if source and content else None


def _verb(tokens: Tokens, first: int, last: int, lexicon: CueLexicon) -> Draft | None:
    """A verb that the parser takes for a noun or a name, with its subject before it and its object behind."""
    for at in range(first + 1, last - 1):
        frames = next((lexicon.verbs[form] for form in _forms(tokens.lower[at]) if form in lexicon.verbs), frozenset())
        if "obj" not in frames or tokens.pos[at] not in {"NOUN", "PROPN", "VERB", "ADJ"} or at - first > 8:
            continue
        if tokens.tag[at - 1] in {"POS", "DT", "JJ", "PRP$", "TO", "IN"} or tokens.tag[at] in {"VBG", "NN"}:
            continue
        if tokens.tag[at + 1] in {"IN", "TO", "RP"}:
            continue
        stop = next((to for to in range(at + 1, last) if tokens.lower[to] in _JOINTS), last)
        source, content = clip(tokens, first, at - 1), clip(tokens, at + 1, stop - 1)
        if any(tokens.pos[to] in _CLAUSES for to in range(first, stop) if to != at):
            return None
        if source and content:
            return Draft(at, (at, at), _head(tokens, at - 1), [content], source, "headline")
    return None


def _head(tokens: Tokens, token: int) -> int:
    return token - 1 if tokens.pos[token] == "ADV" and token else token


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
