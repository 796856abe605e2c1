"""The verb group of a cue, its subject, and spans without punctuation at their ends."""

from __future__ import annotations

from itertools import pairwise

from wiredesk.contract import Span
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.tokens import PASSIVE_SUBJECTS, SUBJECTS, Tokens

AUXILIARIES = frozenset({"aux", "auxpass", "neg"})
_MANNERS = word_set("quote_words", "manners")
_STATEMENTS = word_set("quote_words", "statements")
QUOTING = word_set("quote_words", "quoting")
MAX_BRACKETS_TOKENS = 300
"""Tokens of a span; in longer ones brackets are not balanced."""
_DASHES = frozenset({"-", "--", "–", "—"})
MAX_SUBJECT_HEADS = 6
"""Heads followed from a verb to the one that has its subject."""
MAX_GIVER_TOKENS = 8
"""Tokens from the verb that puts a statement out to the one that reports: "issued a short written statement saying"."""
MAX_STATEMENT_TOKENS = 4
"""Tokens behind a verb in which "in a statement" is looked for."""
_GOVERNING = frozenset({"to", "object+inf", "recipient+inf", "subject_raising"})
"""Frames of verbs that report an infinitive, and so do not belong to its group."""
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PRESENT = frozenset({"VBZ", "VBP"})
_SHORT_FORMS = frozenset({"'s", "’s"})
"""Of "is" and of "has"."""
_PEOPLE = frozenset({"he", "she", "who"})
_TRAILING = frozenset({",", ";", ":", ".", "-", "--", "–", "—", "―", "(", "...", "…", "?", "!"})


def verb_frames(tokens: Tokens, verb: int, lexicon: CueLexicon) -> tuple[Frames, int | None]:
    """Return the frames of a verb with its particle, and the particle's token if it has one.

    A verb with another particle and an object is another verb: "snapped up the chips" is no "snapped".
    """
    lemma = tokens.lemma[verb]
    is_other_verb, has_particle = False, lemma in lexicon.with_particle
    if has_particle and verb + 1 < len(tokens.text) and tokens.head[verb + 1] == verb:
        joined = lexicon.verbs.get(f"{lemma}_{tokens.lower[verb + 1]}")
        if joined:
            return joined, verb + 1
    for child in tokens.children[verb]:
        if tokens.dep[child] == "prt":
            joined = lexicon.verbs.get(f"{lemma}_{tokens.lower[child]}") if has_particle else None
            if joined:
                return joined, child
            is_other_verb = tokens.child_with(verb, "dobj") is not None
    if is_other_verb:
        return frozenset(), None
    return lexicon.verbs.get(lemma, frozenset()), None


def cue_group(tokens: Tokens, verb: int, lexicon: CueLexicon, particle: int | None = None) -> tuple[int, int]:
    """Return first and last token of the verb group: auxiliaries, negation, adjacent adverbs, the verb, its particle.

    An infinitive takes in the verb right before it that governs it ("continued to express"), unless that verb reports
    the infinitive ("vowed to express"). "Saying" takes in the "was quoted as" before it.
    """
    if quoting_verb(tokens, verb) == verb - 2:
        return cue_group(tokens, verb - 2, lexicon)[0], verb if particle is None else particle
    first = verb
    while first > 0:
        left = first - 1
        if tokens.tag[left] == "MD" and tokens.tag[verb] == "VBD":
            break  # a man called Will
        if tokens.head[left] in {verb, first} and (
            tokens.dep[left] in AUXILIARIES or (tokens.dep[left] == "advmod" and tokens.pos[left] == "ADV")
        ):
            first = left
        elif (
            tokens.dep[verb] == "xcomp"
            and tokens.head[verb] == left
            and tokens.lower[first] == "to"
            and not _GOVERNING & lexicon.verbs.get(tokens.lemma[left], frozenset())
        ):
            return cue_group(tokens, left, lexicon)[0], max(verb, particle or verb)
        else:
            break
    last = particle if particle is not None and verb < particle <= verb + 2 else verb
    return _with_giver(tokens, verb, first, lexicon), _with_manner(tokens, verb, last)


def quoting_verb(tokens: Tokens, verb: int) -> int | None:
    """Return the verb before "as saying": ``was quoted as saying``, ``cited bankers as saying``."""
    mark = tokens.head[verb]
    if tokens.dep[verb] != "pcomp" or tokens.tag[verb] != "VBG" or tokens.lower[mark] != "as" or mark != verb - 1:
        return None
    above = tokens.head[mark]
    return above if tokens.lemma[above] in QUOTING and above < mark else None


def _with_manner(tokens: Tokens, verb: int, last: int) -> int:
    """Return the group's end with adverbs of manner ("suspected immediately") and "in a statement"."""
    size = len(tokens.text)
    while (
        last + 1 < size
        and tokens.tag[last + 1] == "RB"
        and tokens.head[last + 1] == verb
        and _is_manner(tokens, last + 1)
    ):
        last += 1
    after = tokens.lower[last + 1 : last + 1 + MAX_STATEMENT_TOKENS]
    if after[:2] == ["in", "a"] and "statement" in after[2:]:
        return last + 1 + after.index("statement")
    return last


def _is_manner(tokens: Tokens, adverb: int) -> bool:
    """Return whether an adverb says how something was said, not when or where."""
    return tokens.lower[adverb].endswith("ly") or tokens.lower[adverb] in _MANNERS


def _with_giver(tokens: Tokens, verb: int, first: int, lexicon: CueLexicon) -> int:
    """Return the group's start: in ``issued a statement saying`` the verb that puts the statement out."""
    noun = tokens.head[verb]
    if tokens.dep[verb] != "acl" or tokens.tag[verb] != "VBG" or tokens.lemma[noun] not in _STATEMENTS:
        return first
    giver = tokens.head[noun]
    if tokens.dep[noun] == "dobj" and tokens.pos[giver] == "VERB" and giver < noun and verb - giver <= MAX_GIVER_TOKENS:
        return cue_group(tokens, giver, lexicon)[0]
    return first


def is_passive(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb is passive: ``was told``, or reduced as in ``a plan backed by the union``."""
    if tokens.child_with(verb, "auxpass", "nsubjpass", "csubjpass") is not None:
        return not _is_perfect(tokens, verb)
    if tokens.dep[verb] == "acl":
        if tokens.child_with(verb, "dobj") is not None and tokens.child_with(verb, "oprd") is not None:
            return False  # "one of the doctors called him a fake": finite, whatever the parser makes of it
        return tokens.tag[verb] in {"VBN", "VBD"}
    return (
        tokens.dep[verb] == "advcl" and tokens.tag[verb] == "VBN" and tokens.child_with(verb, "aux", *SUBJECTS) is None
    )


def _is_perfect(tokens: Tokens, verb: int) -> bool:
    """Return whether what is parsed as a passive is "has": ``he's said he will go``, which has an object."""
    auxiliary, patient = tokens.child_with(verb, "auxpass"), tokens.child_with(verb, "nsubjpass")
    return (
        auxiliary is not None
        and patient is not None
        and tokens.lower[auxiliary] in _SHORT_FORMS
        and tokens.lower[patient] in _PEOPLE
        and tokens.child_with(verb, "ccomp", "dobj") is not None
    )


def find_subject(tokens: Tokens, verb: int) -> int | None:
    """Return the head of a verb's subject, its own or the one that it shares with a verb above it."""
    for _ in range(MAX_SUBJECT_HEADS):
        own, parent = _own_subject(tokens, verb), tokens.head[verb]
        if own is not None and parent < own and tokens.dep[verb] == "ccomp" and _is_had_to_say(tokens, verb, parent):
            return tokens.child_with(parent, *SUBJECTS)
        if own is not None:
            return own
        if parent == verb:
            return None
        if tokens.dep[verb] == "acl" and not _is_statement_of(tokens, parent):
            return parent
        if tokens.dep[verb] == "pcomp" and tokens.lower[parent] == "as":
            quoted = tokens.child_with(tokens.head[parent], "dobj")  # "quoted bankers as saying"
            if quoted is not None and quoted < parent:
                return quoted
        if tokens.dep[verb] == "xcomp":
            controller = tokens.child_with(parent, "dobj")
            if controller is not None and controller < verb and not _is_had_to_say(tokens, verb, parent):
                return controller
        above = _verb_with_subject(tokens, verb, parent)
        if above is None:
            return None
        if tokens.dep[verb] == "conj" and tokens.dep[above] == "ccomp" and tokens.head[above] < above:
            cue = tokens.head[above]  # "said he has met them but declined to comment"
            above = cue if has_tense_of_cue(tokens, cue, above, verb) else above
        verb = above
    return None


def has_tense_of_cue(tokens: Tokens, cue: int, clause: int, joint: int) -> bool:
    """Return whether a verb joined to a clause has the tense of the clause's cue, and the clause itself another."""
    tense, inner = _finite_tag(tokens, cue), _finite_tag(tokens, clause)
    if not tense or not inner or inner == tense or {inner, tense} == _PRESENT:
        return False
    return (
        _finite_tag(tokens, joint) == tense
    )  # in number, too: "officials say Japan raised it and is hoping for talks"


def _finite_tag(tokens: Tokens, verb: int) -> str:
    """Return the tag of a verb or its first auxiliary that is finite; an empty one without one."""
    if tokens.tag[verb] in _FINITE:
        return tokens.tag[verb]
    auxiliaries = (tokens.tag[aux] for aux in tokens.children_with(verb, "aux", "auxpass"))
    return next((tag for tag in auxiliaries if tag in _FINITE), "")


def _own_subject(tokens: Tokens, verb: int) -> int | None:
    """Return the subject among a verb's children.

    Of two with a dash between them it is the second: the parser takes the place of a dateline for the first. So it is
    with one on each side of a verb behind a comma, and with two behind a clause, the second behind a comma: the first
    is part of what is said (``…, said the mayor``, ``The dead were miners buried in the dark, the office said``).
    """
    subjects = [*tokens.children_with(verb, *SUBJECTS, *PASSIVE_SUBJECTS)]
    for first, second in pairwise(subjects):
        if second < verb and not _DASHES.isdisjoint(tokens.text[first:second]):
            return second
        if first < verb < second and tokens.text[verb - 1] == ",":
            return second
        if second < verb and tokens.text[tokens.left[second] - 1] == "," and _has_clause_before(tokens, verb, first):
            return second
    return subjects[0] if subjects else None


def _has_clause_before(tokens: Tokens, verb: int, subject: int) -> bool:
    return any(child < subject for child in tokens.children_with(verb, "ccomp"))


def _is_had_to_say(tokens: Tokens, verb: int, parent: int) -> bool:
    """Return whether the object of "have" is what is said: ``the mayor had this to say``, not ``had him say``."""
    return tokens.lemma[parent] == "have" and any(tokens.tag[child] == "TO" for child in tokens.children[verb])


def _is_statement_of(tokens: Tokens, noun: int) -> bool:
    """Return whether a noun is a document that a verb before it puts out: ``issued a statement saying``."""
    return tokens.lemma[noun] in _STATEMENTS and tokens.dep[noun] == "dobj" and tokens.head[noun] < noun


def _verb_with_subject(tokens: Tokens, verb: int, parent: int) -> int | None:
    """Return the verb above whose subject a verb without one shares; None if it shares none."""
    label = tokens.dep[verb]
    if label == "acl":
        return tokens.head[parent]
    if label == "xcomp" and tokens.dep[parent] == "acomp":
        return tokens.head[parent]  # "is quick to say"
    if label == "pcomp":
        above = _predicate(tokens, tokens.head[parent])
        return above if tokens.pos[above] in {"VERB", "AUX"} else None
    return parent if label in {"xcomp", "conj", "advcl", "dep"} else None


def _predicate(tokens: Tokens, word: int) -> int:
    """Return the verb of a predicate whose noun or adjective is a word: ``took the step of accusing``; else the word.

    A noun with a possessor has its own actor ("his way of saying").
    """
    if tokens.dep[word] not in {"dobj", "attr", "acomp"} or tokens.child_with(word, "poss") is not None:
        return word
    return tokens.head[word]


def clip(tokens: Tokens, left: int, right: int) -> Span | None:
    """Return the characters from token to token, without white space and punctuation at the ends; None if none is left.

    A bracket that is not closed ends the span.
    """
    while left <= right and (tokens.is_space(left) or tokens.text[left] in _TRAILING):
        left += 1
    while right >= left and (tokens.is_space(right) or tokens.text[right] in _TRAILING):
        right -= 1
    if left > right:
        return None
    if (
        right - left < MAX_BRACKETS_TOKENS
        and tokens.text[right] != ")"
        and "(" in (inside := tokens.text[left : right + 1])
        and ")" not in inside
    ):
        return clip(tokens, left, left + inside.index("(") - 1)
    return tokens.start[left], tokens.end[right]


def is_infinitive(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb has "to"."""
    return any(tokens.tag[child] == "TO" for child in tokens.children_with(verb, "aux"))
