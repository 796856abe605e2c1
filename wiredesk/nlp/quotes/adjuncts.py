"""Attributions without a verb: ``according to``, ``in a poll``, ``reportedly``."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.word_kinds import kind_of_words
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.quote_frames import ACCORDING_TO, HEARSAY, POLL
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.verb_groups import clip
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, PASSIVE_SUBJECTS, SUBJECTS, Tokens

MAX_POLL_TOKENS = 60
"""Tokens before and after a poll among which its figures are looked for; bounds a failed sentence split."""
MAX_CLAUSE_HEADS = 30
"""Heads followed from an adjunct to its clause; bounds the walk up a failed parse."""

_HEARSAY = word_set("quote_words", "hearsay")
_POLLS = word_set("quote_words", "polls")
_STANDINGS = word_set("quote_words", "standings")
CUES = _HEARSAY | {"according", "in"}
"""Words that an adjunct begins with."""
_CUES_WITHOUT_POLLS = CUES - {"in"}
_KIND = kind_of_words("adjunct cue", _CUES_WITHOUT_POLLS)
_KIND_WITH_POLLS = _KIND | kind_of_words("cue of a poll", ("in",))
_POLL = kind_of_words("poll", _POLLS)
_OPENERS = word_set("quote_words", "clause_openers", "clause_adverbs") | {",", '"', "“"}
_INNER = frozenset({"xcomp", "ccomp", "acl", "advcl", "pcomp", "auxpass", "aux"})
"""Labels of verbs whose clause is part of a larger one."""


def adjunct_cues(tokens: Tokens) -> tuple[int, frozenset[str]]:
    """Return the words of a story that an adjunct may begin with, and their kind: "in" only where there is a poll."""
    has_poll = any(tokens.lemma[at] in _POLLS for at in tokens.of_kind(_POLL))
    return (_KIND_WITH_POLLS, CUES) if has_poll else (_KIND, _CUES_WITHOUT_POLLS)


def adjunct_candidate(tokens: Tokens, token: int) -> QuoteCandidate | None:
    """Return the attribution that a preposition or an adverb makes."""
    lower = tokens.lower[token]
    if lower not in CUES:
        return None
    if lower == "according" and token + 1 < len(tokens.text) and tokens.lower[token + 1] == "to":
        source = tokens.child_with(token + 1, "pobj") or tokens.child_with(token, "pobj")
        return _phrase(tokens, token, token + 1, source, ACCORDING_TO)
    if lower == "in":
        document = tokens.child_with(token, "pobj") if tokens.dep[token] == "prep" else None
        if document is not None and _is_one_poll(tokens, document) and _has_figures(tokens, token):
            return _phrase(tokens, token, token, document, POLL)
        return None
    if lower in _HEARSAY and tokens.dep[token] == "advmod" and _has_own_subject(tokens, tokens.head[token]):
        content = _clause_around(tokens, token, token, tokens.head[token])
        return QuoteCandidate(token, (token, token), None, content, None, HEARSAY) if content else None
    return None


def _is_one_poll(tokens: Tokens, document: int) -> bool:
    """Return whether a noun is a poll that somebody took: "the polls" are the race."""
    if tokens.lemma[document] not in _POLLS:
        return False
    return tokens.tag[document] == "NN" or any(
        tokens.pos[child] in {"NUM", "PROPN"} for child in tokens.children[document]
    )


def _has_own_subject(tokens: Tokens, word: int) -> bool:
    """Return whether a verb, or that of an adjective, has a noun as its subject and is in no relative clause."""
    verb = word if tokens.pos[word] in {"VERB", "AUX"} else tokens.head[word]
    return tokens.dep[verb] not in {"relcl", "acl"} and tokens.child_with(verb, *NOMINAL_SUBJECTS) is not None


def _has_figures(tokens: Tokens, token: int) -> bool:
    """Return whether the sentence gives a number or a standing: what a poll says, not who takes part in it."""
    first = max(tokens.sentence_start[token], token - MAX_POLL_TOKENS)
    end = min(tokens.sentence_end[token], token + MAX_POLL_TOKENS)
    return any(tokens.pos[at] == "NUM" or tokens.lemma[at] in _STANDINGS for at in range(first, end))


def _phrase(tokens: Tokens, first: int, last: int, source: int | None, frame: str) -> QuoteCandidate | None:
    """Return the attribution of a preposition with its noun phrase, the source."""
    if source is None:
        return None
    content = _clause_around(tokens, first, max(tokens.right[source], tokens.right[first]), tokens.head[first])
    if not content:
        return None
    return QuoteCandidate(first, (first, last), source, content, noun_phrase(tokens, source, last), frame)


def _shares(tokens: Tokens, verb: int) -> bool:
    """Return whether a second predicate shares its subject: ``lived in Orva and were merchants, according to …``."""
    return tokens.dep[verb] == "conj" and tokens.child_with(verb, *SUBJECTS, *PASSIVE_SUBJECTS) is None


def _clause_around(tokens: Tokens, first: int, last: int, head: int) -> list[Span]:
    """Return the clause that the tokens from ``first`` to ``last`` comment on, without them."""
    clause = head
    for _ in range(MAX_CLAUSE_HEADS):
        if tokens.head[clause] == clause:
            break
        if tokens.pos[clause] in {"VERB", "AUX"} and tokens.dep[clause] not in _INNER and not _shares(tokens, clause):
            break
        clause = tokens.head[clause]
    left, right = tokens.left[clause], tokens.right[clause]
    while left < first and tokens.lower[left] in _OPENERS:
        left += 1
    before, after = clip(tokens, left, first - 1), clip(tokens, last + 1, right)
    if before and clause < first:
        return [before]  # the clause is complete; what follows is an afterthought
    return [piece for piece in (before, after) if piece]
