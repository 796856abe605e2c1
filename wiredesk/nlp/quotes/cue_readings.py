"""What a cue says about its content: whether it is speech, a thought or a plan (mode), and whether it is denied."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from wiredesk.contract import Polarity, QuoteMode
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon, CueSense, Frames
from wiredesk.nlp.quotes.direct import Attribution
from wiredesk.nlp.quotes.quote_frames import (
    ACCORDING_TO,
    ADJECTIVE,
    COLON_BEFORE,
    DIRECT,
    GERUND,
    HEARSAY,
    INFINITIVE,
    NOUN_WITH_OWNER,
    NOUN_WITH_VERB,
    OBJECT,
    OBJECT_AND_PREPOSITION,
    POLL,
    QUESTION,
    SMALL_CLAUSE,
    THAT_CLAUSE,
)
from wiredesk.nlp.quotes.verb_groups import verb_frames
from wiredesk.nlp.tokens import Tokens

MAX_NEGATED_TOKENS = 12
"""Tokens of a cue that are searched for a negation; a longer one is a failed parse."""
MAX_SETTING_TOKENS = 4
"""Tokens between "in" and the document that somebody said something in: "in a long open letter"."""

MAX_PAIR_TOKENS = 5
"""Tokens from "neither" to the second verb of "neither confirm nor deny"."""

_AFFIRMING = frozenset({"confirm", "deny"})
_NEGATIONS = word_set("quote_words", "negations")
_NEGATIVE_SUBJECTS = word_set("quote_words", "negative_subjects")
_FAILURES = word_set("quote_words", "failures")
_REFUSALS = word_set("quote_words", "refusals")
_SPEAKING = word_set("quote_words", "speaking")
_ANSWERING = word_set("quote_words", "answering")
_FOCUS = word_set("quote_words", "focus_adverbs")
_DOCUMENTS = word_set("quote_words", "documents")
_FINDERS = word_set("quote_words", "finders")
_WILL = frozenset({"will", "wo", "would", "'ll", "’ll"})
_SAID = CueSense(frozenset(), "said")
_WROTE = CueSense(frozenset(), "wrote")
_CODES: dict[str, Frames] = {
    THAT_CLAUSE: frozenset({"that"}),
    QUESTION: frozenset({"that"}),
    INFINITIVE: frozenset({"to", "object+inf", "recipient+inf"}),
    GERUND: frozenset({"ing"}),
    SMALL_CLAUSE: frozenset({"small_clause", "as"}),
    OBJECT: frozenset({"obj", "document_object"}),
    OBJECT_AND_PREPOSITION: frozenset({"obj", "as", "of"}),
}
"""Valency frames of the lexicon by the quote frame that they allow."""
_QUOTATION: Frames = frozenset({"quote"})


@dataclass(frozen=True, slots=True)
class CueReading:
    """Mode and polarity of a quote."""

    mode: QuoteMode = "said"
    polarity: Polarity = "affirmed"


def read_cue(tokens: Tokens, item: Attribution, lexicon: CueLexicon) -> CueReading:
    """Return what the cue of an attribution reports. Speech without a cue is said and affirmed."""
    if item.cue is None:
        return CueReading()
    first, end = bisect_left(tokens.start, item.cue[0]), bisect_left(tokens.start, item.cue[1])
    sense = cue_sense(tokens, item.token, item.frame, lexicon)
    mode = _mode(tokens, item, sense, end)
    negated = _is_negated(tokens, item, first, end)
    if _is_refusal(tokens, item, first, end, is_negated=negated):
        return CueReading("said", "declined")
    is_denied = negated != (sense.polarity == "denied" and item.frame not in DIRECT)
    return CueReading(mode, "denied" if is_denied else "affirmed")


def _mode(tokens: Tokens, item: Attribution, sense: CueSense, end: int) -> QuoteMode:
    """Return the mode of the sense; words in marks are said or written, and what a court or a report finds is too."""
    mode = sense.mode
    is_found = mode == "perceives" and item.subject is not None and tokens.lemma[item.subject] in _FINDERS
    if is_found or (item.frame in DIRECT and mode != "wrote" and tokens.lemma[item.token] != "think"):
        mode = "said"
    return "wrote" if mode == "said" and _is_written(tokens, item, end) else mode


def cue_sense(tokens: Tokens, token: int, frame: str, lexicon: CueLexicon) -> CueSense:
    """Return the row of the lexicon that the word of a cue was read by in a quote frame."""
    if frame in {POLL, HEARSAY, ACCORDING_TO, COLON_BEFORE}:
        return _WROTE if frame == POLL else _SAID
    if frame in {NOUN_WITH_OWNER, NOUN_WITH_VERB}:
        word = ("n", tokens.lemma[token])
    elif frame == ADJECTIVE:
        word = ("a", tokens.lower[token])
    else:
        _, particle = verb_frames(tokens, token, lexicon)
        word = ("v", tokens.lemma[token] if particle is None else f"{tokens.lemma[token]}_{tokens.lower[particle]}")
    if word not in lexicon.senses:
        return _SAID  # a colon, or a headline's verb that the model takes for a noun
    return lexicon.sense(word, _CODES.get(frame, _QUOTATION))


def _is_written(tokens: Tokens, item: Attribution, end: int) -> bool:
    """Return whether the source is a document, or the words behind the cue name one: ``said in a letter``."""
    if item.subject is not None and tokens.lemma[item.subject] in _DOCUMENTS:
        return True
    if item.frame == ACCORDING_TO or tokens.lower[end : end + 1] not in (["in"], ["on"]):
        return False
    inside = next((child for child in tokens.children[end] if tokens.dep[child] == "pobj"), None)
    return inside is not None and inside - end <= MAX_SETTING_TOKENS and tokens.lemma[inside] in _DOCUMENTS


def _is_negated(tokens: Tokens, item: Attribution, first: int, end: int) -> bool:
    """Return whether an odd number of negations bears on the cue: ``never said``, ``nobody said``."""
    count = 0
    for at in range(first, min(end, first + MAX_NEGATED_TOKENS)):
        if tokens.lower[at] in _NEGATIONS and tokens.lower[at + 1 : at + 2] != ["only"]:
            count += tokens.lower[at + 1] not in _FOCUS if at + 1 < len(tokens) else 1
        elif at != item.token and tokens.lemma[at] in _FAILURES and tokens.lower[at + 1 : at + 2] == ["to"]:
            count += 1
    before = tokens.lower[first - 1] if first else ""
    is_put_off = before == "yet" and tokens.lower[first] == "to"
    count += is_put_off or before in {"without", "nor"} or _is_nobody(tokens, item.subject)
    return count % 2 == 1


def _is_nobody(tokens: Tokens, subject: int | None) -> bool:
    """Return whether a subject denies that anybody speaks: ``nobody``, ``no official``, ``neither side``."""
    if subject is None:
        return False
    if tokens.lower[subject] in _NEGATIVE_SUBJECTS:
        return True
    return any(tokens.lower[child] in {"no", "neither"} for child in tokens.children_with(subject, "det"))


def _is_refusal(tokens: Tokens, item: Attribution, first: int, end: int, *, is_negated: bool) -> bool:
    """Return whether somebody would not speak.

    ``declined to comment``, ``refused to say``, ``would not say whether``, ``did not respond to a request``.
    """
    token = item.token
    lemma = tokens.lemma[token]
    if lemma in _AFFIRMING and _affirms_neither(tokens, token):
        return True
    if is_negated:
        if lemma in _ANSWERING:
            return True
        return lemma in _SPEAKING and any(tokens.lower[at] in _WILL for at in range(first, token))
    if lemma in _REFUSALS and end + 1 < len(tokens) and tokens.lower[end] == "to":
        return _speaks(tokens, end + 1)
    return any(
        tokens.lemma[at] in _REFUSALS and tokens.lower[at + 1] == "to" and _speaks(tokens, at + 2)
        for at in range(first, min(end, first + MAX_NEGATED_TOKENS) - 1)
    )


def _affirms_neither(tokens: Tokens, verb: int) -> bool:
    """Return whether a source would neither confirm nor deny."""
    first = max(0, verb - MAX_PAIR_TOKENS)
    words, lemmas = tokens.lower[first:verb], tokens.lemma[first : verb + MAX_PAIR_TOKENS]
    return not _NEGATIONS.isdisjoint(words) and lemmas.count("confirm") == 1 == lemmas.count("deny")


def _speaks(tokens: Tokens, verb: int) -> bool:
    """Return whether the infinitive at or behind a token is one of speaking; an adverb may be before it."""
    while verb + 1 < len(tokens) and tokens.pos[verb] == "ADV":
        verb += 1
    return verb < len(tokens) and (tokens.lemma[verb] in _SPEAKING or tokens.lemma[verb] in _ANSWERING)
