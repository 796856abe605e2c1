"""Evidence that somebody reports something: which candidates of cue, source and content are quotes.

The valency frames of the lexicon say that a word can report. Whether it does depends on more: that the clause says it
as a fact, that the subject can speak, and that the content says something.
"""

from __future__ import annotations

from bisect import bisect_left

from wiredesk.nlp.knowledge import entity_lexicon
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon
from wiredesk.nlp.quotes.candidate import QuoteCandidate
from wiredesk.nlp.quotes.cue_readings import cue_sense
from wiredesk.nlp.quotes.quote_frames import (
    ACCORDING_TO,
    INFINITIVE,
    NOUN_WITH_VERB,
    OBJECT,
    OBJECT_AND_PREPOSITION,
    PASSIVE,
    PREPOSITION,
    THAT_CLAUSE,
)
from wiredesk.nlp.tokens import Tokens

_NOUN_FRAMES = frozenset({OBJECT, OBJECT_AND_PREPOSITION, PREPOSITION, NOUN_WITH_VERB})
"""Frames whose content is a noun phrase or hangs on one: most verbs with an object report nothing."""
_WEAK = _NOUN_FRAMES | {INFINITIVE, PASSIVE}
_GLOSSES = frozenset({PREPOSITION, PASSIVE})
"""Frames of the participles before a report that say what it is about."""
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_ASPECTS = word_set("quote_words", "aspects")
_FAILURES = word_set("quote_words", "failures")
_SILENT = word_set("quote_words", "silent_things")
_SILENT_ENDINGS = tuple(word_set("quote_words", "silent_endings"))
_DOCUMENTS = word_set("quote_words", "documents", "statements", "finders")
_LIGHT_VERBS = word_set("quote_words", "light_verbs")
_QUESTIONS = word_set("quote_words", "questions") | {"if"}
_GETTING = word_set("quote_words", "getting_verbs")
_COUNTED_DEEDS = word_set("quote_words", "counted_deeds")
_GIVEN = word_set("quote_words", "given_nouns")
_JUDGES = word_set("quote_words", "judges")
_PROVING = frozenset({"show", "demonstrate", "prove"})
_PASSIVE_DEEDS = frozenset({"name", "authorize", "authorise"})
"""Verbs whose passive tells of an appointment, an award or a permit: "was named captain by"."""
_OBLIGING = frozenset({"must", "can", "may", "should"})
"""Modals before a passive that nobody has carried out yet: "must be confirmed by the assembly"."""
_OBJECTS = frozenset({OBJECT, OBJECT_AND_PREPOSITION})
_NEUTER = frozenset({"it"})
"""The pronoun of things, which may stand for what was said: ``denied it``."""


def is_report(tokens: Tokens, one: QuoteCandidate, lexicon: CueLexicon) -> bool:
    """Return whether a candidate is a quote: its frame is enough, or the words around it bear it out."""
    if one.subject is not None and one.frame != ACCORDING_TO and _is_silent(tokens, one.subject):
        return False
    if _is_asked(tokens, one) or _is_unproved(tokens, one) or _is_nobodys(tokens, one):
        return False
    if one.frame == THAT_CLAUSE and _is_sought(tokens, one, lexicon):
        return False
    if one.frame not in _WEAK or _holds_marks(tokens, one):
        return True
    if one.frame in _GLOSSES and _is_gloss(tokens, one, lexicon):
        return False
    if one.frame == NOUN_WITH_VERB and not _is_uttered(tokens, one):
        return False
    return not _is_deed(tokens, one) and _is_stated(tokens, one, lexicon) and _says_something(tokens, one)


def _holds_marks(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether a part of the content is in quotation marks: somebody's words, whatever the cue."""
    quoted, start = tokens.quoted, tokens.start
    return any(True in quoted[bisect_left(start, first) : bisect_left(start, end)] for first, end in one.content)


def _is_silent(tokens: Tokens, subject: int) -> bool:
    """Return whether a subject cannot speak: a thing, an event or an abstraction that no document or body is."""
    if tokens.pos[subject] != "NOUN":
        return False
    lemma = tokens.lemma[subject]
    if lemma in _SILENT:
        return True
    if not lemma.endswith(_SILENT_ENDINGS) or lemma in _DOCUMENTS:
        return False
    known = entity_lexicon()
    return lemma not in known.nominal_types and lemma not in known.roles


def _is_asked(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether the cue is the verb of a question: ``Did Keller say the bridge was safe?``."""
    verb = one.token
    if tokens.dep[verb] != "ROOT" or one.cue[0] > verb:
        return False
    last = tokens.sentence_end[verb] - 1
    while last > verb and not tokens.text[last][:1].isalnum() and tokens.text[last] != "?":
        last -= 1
    if tokens.text[last] != "?" or tokens.quoted[last]:
        return False
    subject = one.subject
    return subject is not None and any(
        child < subject < verb for child in tokens.children[verb] if tokens.dep[child] in {"aux", "auxpass"}
    )


def _is_sought(tokens: Tokens, one: QuoteCandidate, lexicon: CueLexicon) -> bool:
    """Return whether somebody only wants to know: ``tried to determine how …``, ``to see if …``."""
    if tokens.tag[one.token] != "VB" or _is_finite(tokens, one.token):
        return False
    return cue_sense(tokens, one.token, one.frame, lexicon).mode in {"thinks", "perceives"}


def _is_nobodys(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether nobody reports: a participle without an actor and its noun, or the reader, who is told something.

    ``32 per cent, compared with 20 in May``, ``worrying about the vote is natural``, ``you see why it failed``.
    """
    if one.subject is None:
        return one.frame in {OBJECT, PREPOSITION} and tokens.tag[one.token] in {"VBG", "VBN"}
    return tokens.lower[one.subject] == "you" and not tokens.quoted[one.subject]


def _is_unproved(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether a proof is missing, which nobody states: ``had not shown how the part failed``."""
    return (
        one.frame == THAT_CLAUSE
        and tokens.lemma[one.token] in _PROVING
        and tokens.child_with(one.token, "neg") is not None
    )


def _is_deed(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether the verb does something to its object instead of speaking of it.

    A court that ``dismissed some claims``, ``was named car of the year by``, ``must be confirmed by``.
    """
    verb = one.token
    lemma = tokens.lemma[verb]
    if one.frame == PASSIVE:
        if lemma in _PASSIVE_DEEDS and not any(tokens.lower[child] == "as" for child in tokens.children[verb]):
            return True
        return one.source is not None and any(
            tokens.tag[child] == "MD" and tokens.lower[child] in _OBLIGING
            for child in tokens.children_with(verb, "aux")
        )
    if one.frame not in _OBJECTS:
        return False
    if lemma in _COUNTED_DEEDS and _is_counted(tokens, one):
        return True
    is_judge = one.subject is not None and tokens.lemma[one.subject].lower() in _JUDGES
    return is_judge and lemma == "dismiss"


def _is_counted(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether the object is a number of things: ``ordered [six planes]``, ``is recalling [212,000 cars]``."""
    thing = tokens.child_with(one.token, "dobj")
    return thing is not None and tokens.child_with(thing, "nummod") is not None


def _is_gloss(tokens: Tokens, one: QuoteCandidate, lexicon: CueLexicon) -> bool:
    """Return whether a participle only says what another report is about: ``Asked about the deaths, Berg said …``."""
    verb = one.token
    if tokens.dep[verb] != "advcl" or tokens.tag[verb] not in {"VBG", "VBN"}:
        return False
    above = tokens.head[verb]
    if tokens.lower[one.cue[1] + 1] in _QUESTIONS:
        return False  # "Asked if the wall holds, …" reports a question
    return verb < above and "quote" in lexicon.verbs.get(tokens.lemma[above], ())


def _is_stated(tokens: Tokens, one: QuoteCandidate, lexicon: CueLexicon) -> bool:
    """Return whether the cue's clause states that somebody speaks.

    An infinitive does not ("tried to explain the delay"), unless it is the purpose of a deed ("marched to demand a
    vote"), and a relative clause describes its noun ("the senator who backs the bill"). One behind a comma states
    what somebody says ("Berg, who denied the charge").
    """
    token = one.token if one.verb is None else one.verb
    subject = one.subject
    if subject is not None and tokens.lower[subject] in _RELATIVE:
        in_commas = subject > 0 and tokens.text[subject - 1] == ","
        return (in_commas or one.frame == OBJECT_AND_PREPOSITION) and cue_sense(
            tokens, one.token, one.frame, lexicon
        ).mode == "said"
    return tokens.tag[token] != "VB" or tokens.dep[token] == "advcl" or _is_finite(tokens, token)


def _is_uttered(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether the verb before a noun of saying carries it: ``made a comment on``, not ``dampened hopes of``.

    Before a clause or an infinitive any verb will do but those of getting ("secured agreement to"). The subject must
    not get what others say: ``has the backing of``.
    """
    assert one.verb is not None
    last = one.cue[1]
    verb = tokens.lemma[one.verb]
    if last == one.token:
        return verb not in _GETTING
    is_given = tokens.lower[last] in {"of", "from"} and tokens.lemma[one.token] in _GIVEN
    return verb in _LIGHT_VERBS and not (verb == "have" and is_given)


def _is_finite(tokens: Tokens, verb: int) -> bool:
    """Return whether a base form stands for a finite verb: behind a modal or "do", or ``began to …``."""
    for child in tokens.children[verb]:
        if child < verb and tokens.dep[child] == "aux" and tokens.tag[child] != "TO":
            return True
    head = tokens.head[verb]
    if tokens.dep[verb] == "conj":
        return tokens.tag[head] != "VB" or _is_finite(tokens, head)
    return tokens.dep[verb] == "xcomp" and tokens.lemma[head] in _ASPECTS | _FAILURES and tokens.tag[head] != "VB"


def _says_something(tokens: Tokens, one: QuoteCandidate) -> bool:
    """Return whether the content can be said: a bare personal pronoun is not (``attacked her in the street``)."""
    if one.frame != OBJECT:
        return True
    first = bisect_left(tokens.start, one.content[-1][0])
    return tokens.tag[first] != "PRP" or tokens.lower[first] in _NEUTER
