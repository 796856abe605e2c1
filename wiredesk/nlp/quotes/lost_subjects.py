"""Subjects that the parse has lost: the words before a finite verb that is the root of its sentence and has none."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.tokens import PASSIVE_SUBJECTS, SUBJECTS, Tokens

MAX_PHRASE_TOKENS = 12
"""Tokens of a subject without its apposition or relative clause."""
MAX_SUBJECT_TOKENS = 45
"""Tokens of a subject with them, with the comma before the verb."""
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_STARTS = _HEADS | {"DET", "ADJ", "ADV"}
_APPOSED = frozenset({"DET", "NOUN", "PROPN", "NUM", "ADJ"})
"""Parts of speech of the word that begins an apposition, which tells who somebody is."""
_VERBAL = frozenset({"VERB", "AUX"})
_OPENERS = word_set("quote_words", "clause_openers")

Subject = tuple[int, Span]
"""Head and characters."""


def lost_subject(tokens: Tokens, verb: int, cue: int) -> Subject | None:
    """Return the subject of a verb whose cue begins at ``cue``, read off the order of the words.

    ``About 4 in 10 say …``, ``Roth, who is 28, said …``, ``In a letter, its chief, Ana Roth, said …``.
    """
    if tokens.dep[verb] != "ROOT" or not _is_finite(tokens, verb):
        return None
    if tokens.child_with(verb, *SUBJECTS, *PASSIVE_SUBJECTS, "expl", "auxpass") is not None:
        return None
    begin, last = tokens.sentence_start[verb], cue - 1
    while begin < last and (tokens.is_space(begin) or tokens.lower[begin] in _OPENERS):
        begin += 1
    if last < begin:
        return None
    if tokens.text[last] != ",":
        return _phrase_before(tokens, begin, last)
    return _with_apposition(tokens, begin, last) if last - begin < MAX_SUBJECT_TOKENS else None


def _is_finite(tokens: Tokens, verb: int) -> bool:
    return tokens.tag[verb] in _FINITE or any(tokens.tag[aux] in _FINITE for aux in tokens.children_with(verb, "aux"))


def _phrase_before(tokens: Tokens, begin: int, last: int) -> Subject | None:
    """Return the noun phrase that ends right before the verb; it begins with the sentence or behind a comma."""
    if tokens.pos[last] not in _HEADS:
        return None
    first = last
    while first > begin and tokens.text[first - 1] != ",":
        first -= 1
        if last - first > MAX_PHRASE_TOKENS or tokens.pos[first] in _VERBAL:
            return None
    return _subject(tokens, first, last, last) if tokens.pos[first] in _STARTS else None


def _with_apposition(tokens: Tokens, begin: int, last: int) -> Subject | None:
    """Return the phrase with what stands between its commas, from the first part of the sentence that is a phrase."""
    first = begin
    while first < last:
        comma = next(at for at in range(first, last + 1) if tokens.text[at] == ",")
        if comma == last:
            return None
        words = range(first, comma)
        if 0 < len(words) <= MAX_PHRASE_TOKENS and tokens.pos[first] in _STARTS - {"ADV"}:
            is_phrase = tokens.pos[comma - 1] in _HEADS and not any(tokens.pos[at] in _VERBAL for at in words)
            is_known = len(words) == 1 and tokens.pos[comma + 1] not in _APPOSED  # "Roth, who is 28, said"
            return _subject(tokens, first, comma - 1 if is_known else last, comma - 1) if is_phrase else None
        if first != begin:
            return None
        first = comma + 1
    return None


def _subject(tokens: Tokens, first: int, last: int, head: int) -> Subject | None:
    """Return the subject; None if a part of it is in quotation marks."""
    return None if any(tokens.quoted[first : last + 1]) else (head, (tokens.start[first], tokens.end[last]))
