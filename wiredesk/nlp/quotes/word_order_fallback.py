"""Reports whose parse has come apart: read off the order of the words where the arcs give nothing."""

from __future__ import annotations

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.quote_frames import ORDER_AS, ORDER_COMMAS, ORDER_INVERTED, ORDER_LAST, ORDER_REST, ORDER_THAT
from wiredesk.nlp.quotes.source_phrases import noun_phrase
from wiredesk.nlp.quotes.span_boundaries import is_spaced_dash
from wiredesk.nlp.quotes.verb_groups import clip, cue_group, find_subject, is_passive, verb_frames
from wiredesk.nlp.tokens import Tokens

MAX_SENTENCE_TOKENS = 300
"""Tokens of a sentence; a longer one is a failed sentence split."""
MAX_CUE_DISTANCE_TOKENS = 9
"""Tokens between a cue and its subject or the "that" of its clause, among which the hearer and the day are."""
MAX_TAIL_TOKENS = MAX_CUE_DISTANCE_TOKENS + 3
"""Tokens from a cue to the end of its sentence, and from its subject to the cue: "…, officials of both towns said"."""
MIN_SUBJECT_TOKENS = 2
"""Tokens before a cue whose subject is looked for by the commas."""
MIN_CLAUSE_TOKENS = 4
"""Tokens behind a cue that are a clause, with the full stop."""
MIN_REST_TOKENS = 3
"""Tokens of the clause behind a cue in commas; fewer after an inverted subject are only the end of the sentence."""

_OPENERS = word_set("quote_words", "clause_openers") | {",", "“", '"', ")", "("}
_NEW_CLAUSES = word_set("quote_words", "after_parentheses")
_QUESTIONS = word_set("quote_words", "questions") | {"if"}
_ASKING = word_set("nominals", "asking_verbs")
_MARKS = frozenset({";", ":", "(", ")"})
_CLAUSE_STARTS = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_VERBAL = frozenset({"VERB", "AUX"})
_RELATIVE = frozenset({"who", "which", "that"})
"""Subjects of a clause that tells more of the noun before it, and has nothing to do with the clause around."""

Cue = tuple[int, int]
"""First and last token of a cue."""


def word_order_candidate(tokens: Tokens, verb: int, lexicon: CueLexicon) -> QuoteCandidate | None:
    """Return what a verb reports by the order of the words, or None. The first pattern that fits is taken."""
    frames, particle = verb_frames(tokens, verb, lexicon)
    if "quote" not in frames or (tokens.tag[verb] == "VB" and not _has_modal(tokens, verb)):
        return None
    cue = cue_group(tokens, verb, lexicon, particle)
    if is_passive(tokens, verb):
        return _as_reported_by(tokens, cue, verb) if "that" in frames else None
    subject = _subject(tokens, cue, verb)
    for frame, pattern, takes_clause in _PATTERNS:
        found = pattern(tokens, cue, verb, subject) if "that" in frames or not takes_clause else []
        if found:
            source = noun_phrase(tokens, subject, verb) if subject is not None else None
            return QuoteCandidate(verb, cue, subject, found, source, frame)
    return None


def _has_modal(tokens: Tokens, verb: int) -> bool:
    """Return whether a base form has a modal or "do", so that it is finite."""
    return any(tokens.tag[child] != "TO" for child in tokens.children_with(verb, "aux"))


def _subject(tokens: Tokens, cue: Cue, verb: int) -> int | None:
    """Return the verb's subject; between commas the one word before it, whatever the parser made of that.

    Behind a name in apposition it is the noun of that: ``…, its governor, Ana Roth, said``.
    """
    subject = find_subject(tokens, verb)
    if subject is not None or cue[0] < MIN_SUBJECT_TOKENS:
        return subject
    if tokens.text[cue[0] - 2] == "," and tokens.text[cue[0] - 1][0].isalnum():
        return cue[0] - 1
    name = cue[0] - 2
    if tokens.text[cue[0] - 1] != "," or tokens.dep[name] != "appos" or tokens.head[name] > name:
        return None
    noun = tokens.head[name]
    return noun if tokens.text[tokens.left[noun] - 1] == "," else None


def _as_clause(tokens: Tokens, _cue: Cue, verb: int, subject: int | None) -> list[Span]:
    """``As Keller noted, …``: the rest of the sentence."""
    first = tokens.left[verb]
    if subject is None or tokens.lower[first] != "as" or not first < subject < verb:
        return []
    return _around_as(tokens, first, verb)


def _as_reported_by(tokens: Tokens, cue: Cue, verb: int) -> QuoteCandidate | None:
    """``…, as first reported by The Times.``: the source is the agent."""
    agent = tokens.child_with(verb, "agent")
    subject = tokens.child_with(agent, "pobj") if agent is not None else None
    first = tokens.left[verb]
    if subject is None or tokens.lower[first] != "as" or tokens.dep[verb] != "advcl":
        return None
    if first > tokens.sentence_start[verb] and tokens.text[first - 1] != ",":
        return None  # "left as expected by his friends"
    found = _around_as(tokens, first, verb)
    return QuoteCandidate(verb, cue, subject, found, noun_phrase(tokens, subject), ORDER_AS) if found else None


def _around_as(tokens: Tokens, first: int, verb: int) -> list[Span]:
    """Return the clause before an "as" clause, if it is complete, else what is on both sides of it."""
    opens, closes = tokens.sentence_start[verb], tokens.sentence_end[verb]
    while opens < first and tokens.lower[opens] in _OPENERS:
        opens += 1
    before = clip(tokens, opens, first - 1)
    if before and any(tokens.tag[at] in _FINITE for at in range(opens, first)):
        return [before]  # the clause is complete: "They won, as Keller noted, and left"
    after = clip(tokens, max(tokens.right[verb], verb) + 1, closes - 1)
    return [piece for piece in (before, after) if piece]


def _that(tokens: Tokens, cue: Cue, _verb: int, _subject: int | None) -> list[Span]:
    """``told Nordvik News on Friday that …``: from a "that" close behind the cue to the end of the sentence.

    Right behind the cue a question word does too: ``would not say when, or if, the bank will vote``.
    """
    last = cue[1]
    end = tokens.sentence_end[last]
    if last + 1 < end and tokens.lower[last + 1] in _QUESTIONS:
        span = clip(tokens, last + 1, end - 1)
        return [span] if span else []
    asks = tokens.lemma[last] in _ASKING
    for token in range(last + 1, min(end, last + MAX_CUE_DISTANCE_TOKENS)):
        if asks and tokens.lower[token] in {"if", "whether"} and tokens.head[token] > token:
            span = clip(tokens, token, tokens.right[tokens.head[token]])
            return [span] if span else []
        if tokens.lower[token] == "that" and tokens.tag[token] == "IN":
            span = clip(tokens, token, end - 1)
            return [span] if span else []
        if (tokens.pos[token] in _VERBAL and tokens.dep[token] != "amod") or tokens.text[token] in _MARKS:
            break
    return []


def _rest(tokens: Tokens, cue: Cue, verb: int, subject: int | None) -> list[Span]:
    """``Berg said hackers broke into the computers and she blamed Lund.``: the rest of a sentence that says something.

    Only for "say", whose object is words: where the parser takes the verb of its clause for a noun, it has no clause.
    """
    last, end = cue[1], tokens.sentence_end[verb]
    if tokens.lemma[verb] != "say" or subject is None or subject > verb or end - last < MIN_CLAUSE_TOKENS:
        return []
    if tokens.pos[last + 1] not in _CLAUSE_STARTS or tokens.dep[verb] == "relcl":
        return []
    if not any(tokens.tag[at] in _FINITE or tokens.tag[at] == "VBN" for at in range(last + 2, end)):
        return []
    span = clip(tokens, last + 1, end - 1)
    return [span] if span else []


def _in_commas(tokens: Tokens, cue: Cue, _verb: int, subject: int | None) -> list[Span]:
    """``The attitude, many argue, could do harm.``"""
    if subject is None or not 0 < cue[0] - subject < MAX_CUE_DISTANCE_TOKENS or cue[1] + 1 >= len(tokens.text):
        return []
    before, after = min(tokens.left[subject], subject) - 1, cue[1] + 1
    opens, closes = _sentence(tokens, cue[0])
    if (
        not opens < before
        or tokens.text[before] != ","
        or tokens.text[after] != ","
        or closes - after < MIN_REST_TOKENS
    ):
        return []
    if tokens.lower[after + 1] in _NEW_CLAUSES:
        return []
    pieces = [clip(tokens, opens, before), clip(tokens, after, closes - 1)]
    return [piece for piece in pieces if piece]


def _last(tokens: Tokens, cue: Cue, _verb: int, subject: int | None) -> list[Span]:
    """``The mill is hanging on, officials said Friday.``"""
    if subject is None or subject > cue[0] or tokens.lower[subject] in _RELATIVE:
        return []
    opens, closes = tokens.sentence_start[cue[0]], _end_of_clause(tokens, cue[1])
    before = tokens.left[subject] - 1
    if before <= opens or tokens.text[before] != "," or cue[0] - subject > MAX_TAIL_TOKENS:
        return []
    if closes - cue[1] > MAX_TAIL_TOKENS or before - opens > MAX_SENTENCE_TOKENS:
        return []
    if any(tokens.pos[token] in _VERBAL or tokens.text[token] == "," for token in range(cue[1] + 1, closes)):
        return []
    while opens < before and tokens.lower[opens] in _OPENERS:
        opens += 1
    if not any(tokens.pos[token] in _VERBAL for token in range(opens, before)):
        return []
    span = clip(tokens, opens, before)
    return [span] if span else []


def _end_of_clause(tokens: Tokens, cue: int) -> int:
    """Return one past the last token before the dash or semicolon behind a cue, or before the sentence's end."""
    end = tokens.sentence_end[cue]
    near = range(cue + 1, min(end, cue + MAX_TAIL_TOKENS))
    return next((at for at in near if tokens.text[at] == ";" or is_spaced_dash(tokens, at)), end)


def _inverted(tokens: Tokens, cue: Cue, _verb: int, subject: int | None) -> list[Span]:
    """``The mill is hanging on, said its chief executive.``"""
    opens, closes = _sentence(tokens, cue[0])
    if subject is None or not cue[1] < subject <= cue[1] + MAX_CUE_DISTANCE_TOKENS:
        return []
    if tokens.text[cue[0] - 1] != "," or opens >= cue[0] or tokens.head[subject] != cue[1]:
        return []
    if not any(tokens.pos[at] in _VERBAL for at in range(opens, cue[0])):
        return []
    span = clip(tokens, opens, cue[0] - 1)
    return [span] if span and closes - tokens.right[subject] < MIN_REST_TOKENS else []


def _sentence(tokens: Tokens, token: int) -> tuple[int, int]:
    """Return a token's sentence without an opening "But"; an empty range where it is too long to be one."""
    opens, closes = tokens.sentence_start[token], tokens.sentence_end[token]
    if closes - opens > MAX_SENTENCE_TOKENS:
        return token, token
    while opens < token and tokens.lower[opens] in _OPENERS:
        opens += 1
    return opens, closes


_PATTERNS = (
    (ORDER_AS, _as_clause, True),
    (ORDER_THAT, _that, True),
    (ORDER_COMMAS, _in_commas, True),
    (ORDER_LAST, _last, True),
    (ORDER_INVERTED, _inverted, True),
    (ORDER_REST, _rest, True),
)
"""Frame, pattern, and whether only verbs that take a clause have it, in the order in which they are tried."""
