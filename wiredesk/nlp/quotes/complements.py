"""The complement of a verb that its valency frames allow: which words are reported.

The rules are tried in the order of ``RULES``; the first complement that fits is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.quote_frames import (
    FOR_CLAUSE,
    GERUND,
    INFINITIVE,
    OBJECT,
    OBJECT_AND_PREPOSITION,
    PREPOSITION,
    QUESTION,
    SMALL_CLAUSE,
    THAT_CLAUSE,
)
from wiredesk.nlp.quotes.span_boundaries import (
    before_medium,
    extend_over_modifiers,
    extend_over_predicate,
    over_continuation,
    over_lost_predicate,
    trim_afterthoughts,
)
from wiredesk.nlp.quotes.verb_groups import is_infinitive
from wiredesk.nlp.tokens import Tokens

MAX_HEARER_TOKENS = 5
"""Tokens between a cue and its "whether": the hearer is there."""

MAX_GAP_TOKENS = 30
"""Tokens between a cue and the verb of its clause in which a semicolon is looked for."""

MAX_EPITHET_TOKENS = 25
"""Tokens from an object to the end of what it is called in quotation marks."""

CLAUSES = frozenset({THAT_CLAUSE, QUESTION})
"""Frames whose complement is a finite clause."""
OBJECTS = frozenset({OBJECT, OBJECT_AND_PREPOSITION})

_TIMES = frozenset({"DATE", "TIME"})
"""Labels of what says when something was said, not what: ``testified on Monday``."""
_BEFORE_TIMES = frozenset({"on", "in", "at", "by"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PREPOSITIONS = frozenset({"prep", "dative"})
_MARKS = frozenset({"“", '"', "``", "''", "‘", "'"})
_QUESTIONS = word_set("quote_words", "questions")
_FINDERS = word_set("quote_words", "finders")
_WEEKDAYS = word_set("calendar", "weekdays")
_BEFORE_WEEKDAYS = word_set("quote_words", "before_weekdays")
_AFTER_WEEKDAYS = _WEEKDAYS | word_set("quote_words", "day_parts") | {","}
_PHRASE_STARTS = frozenset({"DT", "PRP", "PRP$", "NNP", "NNPS", "IN", "EX", "CD"})
"""Tags of the word that begins the clause behind a time of saying: "said earlier [the deal] was close"."""
_TIMES_OF_SAYING = word_set("quote_words", "times_of_saying")
_HEARER = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ"})
_OBJECT_FRAMES = word_set("quote_words", "object_frames") | {"document_object"}


class Complement(NamedTuple):
    """What a verb reports. Tokens, inclusive."""

    frame: str
    """Name of the quote frame."""
    head: int
    left: int
    right: int
    cue: int
    """Last token of the cue: a preposition that the cue takes in, else its own last."""


class _Verb(NamedTuple):
    token: int
    last: int
    """Last token of the cue."""
    frames: Frames
    clause: int | None
    infinitive: int | None
    thing: int | None
    """Head of the object."""


def find_complement(tokens: Tokens, verb: int, last: int, frames: Frames, lexicon: CueLexicon) -> Complement | None:
    """Return the first complement behind the verb that its frames allow, cut to what is reported.

    ``last`` is the last token of the cue.
    """
    first: dict[str, int] = {}
    for child in tokens.children[verb]:
        if child > verb:
            first.setdefault(tokens.dep[child], child)
    if not first:
        return None
    clause = first.get("ccomp")
    if (
        clause is not None
        and not tokens.quoted[clause]
        and ";" in tokens.text[last + 1 : min(clause, last + MAX_GAP_TOKENS)]
    ):
        clause = None  # "…, analysts say; in 2012 he lost"
    view = _Verb(verb, last, frames, clause, first.get("xcomp"), first.get("dobj"))
    for rule, labels in RULES:
        found = None if labels and labels.isdisjoint(first) else rule(tokens, view)
        if found is not None:
            return _bounded(tokens, verb, found, lexicon)
    return None


def _bounded(tokens: Tokens, verb: int, found: Complement, lexicon: CueLexicon) -> Complement:
    """Return the complement without what belongs to the cue, with the modifiers hung on the cue, without comments."""
    left = _behind_day(tokens, max(found.left, found.cue + 1), found)
    right = extend_over_modifiers(tokens, verb, found.right, found.frame in OBJECTS)
    head = found.head
    if found.frame in CLAUSES:
        head, right = over_lost_predicate(tokens, verb, head, left, right)
        right = extend_over_predicate(tokens, verb, head, right, lexicon)
    elif found.frame in {OBJECT, PREPOSITION}:
        right = before_medium(tokens, head, right)
    right = trim_afterthoughts(tokens, verb, head, found.left, right, lexicon)
    if found.frame in CLAUSES:
        right = over_continuation(tokens, left, right)
    if right > left and tokens.text[left + 1] == "," and tokens.lower[left] in _QUESTIONS:
        right = left  # "Asked why, she replied …"
    return Complement(found.frame, found.head, left, max(right, left), found.cue)


def _behind_day(tokens: Tokens, left: int, found: Complement) -> int:
    """Return the first token behind a weekday: in ``said on Thursday it would …`` the day is that of the saying."""
    if found.frame in CLAUSES and left == found.cue + 1 < found.head and tokens.lower[left] in _TIMES_OF_SAYING:
        return left + 1 if tokens.tag[left + 1] in _PHRASE_STARTS else left  # "earlier studies", "today's talks"
    at = left + 1 if tokens.lower[left] in _BEFORE_WEEKDAYS else left
    if found.frame not in CLAUSES or left != found.cue + 1 or at >= found.head or tokens.lower[at] not in _WEEKDAYS:
        return left
    while at < found.head and tokens.lower[at] in _AFTER_WEEKDAYS:
        at += 1
    return at


def _clause(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``said that …``, ``told them to …``, ``wants the bank to …``."""
    if verb.clause is None:
        return None
    if is_infinitive(tokens, verb.clause):
        return _clause_with_infinitive(tokens, verb, verb.clause)
    if "that" in verb.frames or "small_clause" in verb.frames:
        left = _clause_start(tokens, verb, verb.clause)
        return Complement(THAT_CLAUSE, verb.clause, left, tokens.right[verb.clause], verb.last)
    return None


def _clause_start(tokens: Tokens, verb: _Verb, clause: int) -> int:
    """Return the first token of a finite clause: its "that", or its subject if that is parsed as the cue's object."""
    marks = (child for child in tokens.children_with(clause, "mark") if tokens.lower[child] == "that")
    mark = next((child for child in marks if child > verb.last), None)
    if mark is not None:
        return mark
    thing = verb.thing
    if thing is None or thing >= clause or verb.frames & {"recipient+inf", "hearer"}:
        return tokens.left[clause]
    left = tokens.left[thing]
    return left - 1 if left > verb.token + 1 and tokens.lower[left - 1] == "that" else left


def _clause_with_infinitive(tokens: Tokens, verb: _Verb, clause: int) -> Complement | None:
    """``wants the bank to act`` reports all of it, ``told the bank to act`` only the infinitive."""
    left, right = tokens.left[clause], tokens.right[clause]
    to = next(child for child in tokens.children[clause] if tokens.tag[child] == "TO")
    if "object+inf" in verb.frames or (to == left and "to" in verb.frames):
        return Complement(INFINITIVE, clause, left, right, verb.last)
    if "recipient+inf" in verb.frames:
        return Complement(INFINITIVE, clause, to, right, verb.last)
    return None


def _whether(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``asked him whether …``, which the parser may take for a condition."""
    if not verb.frames >= {"that", "quote"}:
        return None
    for child in tokens.children[verb.token]:
        left = tokens.left[child]
        if child > verb.token and tokens.dep[child] == "advcl" and tokens.lower[left] in {"if", "whether"}:
            hearer = range(verb.last + 1, left)
            near = left - verb.last <= MAX_HEARER_TOKENS and all(
                at == verb.thing or tokens.pos[at] in _HEARER for at in hearer
            )
            if near or _is_object(tokens, verb, hearer):
                return Complement(QUESTION, child, left, tokens.right[child], verb.last)
    return None


def _is_object(tokens: Tokens, verb: _Verb, words: range) -> bool:
    """Return whether words are the whole object of a verb, which names the hearer: ``asked [the bank's chief] if``."""
    thing = verb.thing
    return thing is not None and words.start == tokens.left[thing] and words.stop == tokens.right[thing] + 1


def _infinitive(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``vowed to …``, ``urged them to …``, ``denied having …``."""
    inner = verb.infinitive
    if inner is None:
        return None
    left, right = tokens.left[inner], tokens.right[inner]
    if is_infinitive(tokens, inner):
        if verb.thing is not None and verb.thing < inner:
            if "object+inf" in verb.frames:
                left = tokens.left[verb.thing]
            elif not verb.frames & {"recipient+inf", "to"}:
                return None
        elif not verb.frames & {"to", "subject_raising", "seem"}:
            return None
        return Complement(INFINITIVE, inner, left, right, verb.last)
    if tokens.tag[inner] == "VBG" and "ing" in verb.frames:
        return Complement(GERUND, inner, left, right, verb.last)
    return None


def _small_clause(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called it a farce``, ``described the talks as frank``."""
    predicate = next((child for child in tokens.children_with(verb.token, "oprd") if child > verb.token), None)
    if predicate is None:
        return _quoted_predicate(tokens, verb)
    if not verb.frames & {"small_clause", "as"}:
        return None
    begin = verb.thing if verb.thing is not None and verb.thing < predicate else predicate
    return Complement(SMALL_CLAUSE, predicate, tokens.left[begin], tokens.right[predicate], verb.last)


def _quoted_predicate(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called the plan “toxic”``, ``called the plan a disgrace``: the epithet is parsed as part of the plan."""
    thing = verb.thing
    if thing is None or "small_clause" not in verb.frames:
        return None
    left, right = tokens.left[thing], tokens.right[thing]
    is_named = any(tokens.text[tokens.left[at] - 1] != "," for at in tokens.children_with(thing, "appos"))
    if not is_named and _MARKS.isdisjoint(tokens.text[thing + 1 : right + 1] + tokens.text[left:thing]):
        epithet = _epithet(tokens, thing)
        if epithet is None:
            return Complement(SMALL_CLAUSE, thing, left, right, verb.last) if _is_judged(tokens, thing) else None
        right = epithet
    return Complement(SMALL_CLAUSE, thing, left, right, verb.last)


def _is_judged(tokens: Tokens, thing: int) -> bool:
    """Return whether an adjective right behind an object says what it is called: ``called the plan [false]``."""
    after = thing + 1
    if after + 1 >= len(tokens) or tokens.head[after] != thing or tokens.tag[after] != "JJ":
        return False
    return tokens.pos[after + 1] not in {"NOUN", "PROPN"}  # "finds oil offshore Congo"


def _epithet(tokens: Tokens, thing: int) -> int | None:
    """Return the last token of the words in quotation marks that follow an object; None without such words."""
    end = min(tokens.sentence_end[thing], thing + MAX_EPITHET_TOKENS)
    for at in range(thing + 1, end):
        if tokens.quoted[at]:
            while at + 1 < end and tokens.quoted[at + 1]:
                at += 1
            return at
        if tokens.text[at] in {",", ";", ":", "."} or tokens.pos[at] in {"VERB", "AUX"}:
            return None
    return None


def _object(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``denied the charge``, ``accused him of lying``."""
    thing = verb.thing
    if thing is None or verb.frames.isdisjoint(_OBJECT_FRAMES):
        return None
    left, right = tokens.left[thing], tokens.right[thing]
    is_hearer = "hearer" in verb.frames and tokens.pos[thing] == "PROPN"  # "told the Confederation of Industries"
    for parent in (verb.token,) if is_hearer else (verb.token, thing):
        for child in tokens.children[parent]:
            if child < thing or tokens.dep[child] != "prep" or _tells_time(tokens, child):
                continue
            if allows_preposition(verb.frames, tokens.lower[child]):
                end = max(right, tokens.right[child]) if parent == verb.token else right
                return Complement(OBJECT_AND_PREPOSITION, thing, left, end, verb.last)
    if "as" in verb.frames and (last := _as_clause(tokens, verb.token, right)) is not None:
        return Complement(OBJECT_AND_PREPOSITION, thing, left, last, verb.last)
    if "obj" in verb.frames or ("document_object" in verb.frames and _has_finder(tokens, verb.token)):
        return Complement(OBJECT, thing, left, right, verb.last)
    return None


def _tells_time(tokens: Tokens, preposition: int) -> bool:
    """Return whether a preposition is before a date: ``called the minister on Monday``, not ``reminded him of May``."""
    inside = tokens.child_with(preposition, "pobj")
    return inside is not None and tokens.ent_type[inside] in _TIMES and tokens.lower[preposition] in _BEFORE_TIMES


def _as_clause(tokens: Tokens, verb: int, right: int) -> int | None:
    """Return the last token of an "as" phrase right behind an object that is parsed as a clause.

    ``described the dinner as the capital celebrating itself``. One with a finite verb tells the time.
    """
    after = right + 1
    if after >= len(tokens) or tokens.lower[after] != "as":
        return None
    for child in tokens.children[verb]:
        if tokens.left[child] == after and tokens.dep[child] == "advcl":
            return tokens.right[child] if tokens.tag[child] not in _FINITE else None
    return None


def _has_finder(tokens: Tokens, verb: int) -> bool:
    """Return whether the subject is a report or a court, which "finds" in words."""
    subject = tokens.child_with(verb, "nsubj")
    return subject is not None and tokens.lemma[subject] in _FINDERS


def _preposition(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called for talks``. Apart from the verb the preposition is reported with its phrase."""
    for child in tokens.children[verb.token]:
        if child < verb.token or tokens.dep[child] not in _PREPOSITIONS:
            continue
        inside = tokens.child_with(child, "pobj", "pcomp")
        if inside is None or tokens.ent_type[inside] in _TIMES:
            continue
        if allows_preposition(verb.frames, tokens.lower[child]):
            near = child == verb.last + 1
            left = tokens.left[inside] if near else child
            return Complement(PREPOSITION, inside, left, tokens.right[child], child if near else verb.last)
        for inner in tokens.children[inside]:  # "talked to the crowd about…"
            if inner > inside and tokens.lower[inner] == "about" and "about" in verb.frames:
                return Complement(PREPOSITION, inner, inner, tokens.right[inner], verb.last)
    return None


def _for_clause(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called for the bank to act``."""
    if "for" not in verb.frames:
        return None
    for child in tokens.children[verb.token]:
        first = tokens.left[child]
        if (
            child > verb.token
            and (first == verb.last + 1 or (first == verb.last + 2 and tokens.ent_type[first - 1] == "DATE"))
            and tokens.lower[first] == "for"
            and is_infinitive(tokens, child)
        ):
            return Complement(FOR_CLAUSE, child, first + 1, tokens.right[child], first)
    return None


def allows_preposition(frames: Frames, word: str) -> bool:
    """Return whether frames allow a preposition; "to" has a code of its own, since ``to`` is the infinitive's."""
    return ("prep:to" if word == "to" else word) in frames


RULES: tuple[tuple[Callable[[Tokens, _Verb], Complement | None], frozenset[str]], ...] = (
    (_for_clause, frozenset()),
    (_clause, frozenset({"ccomp"})),
    (_whether, frozenset({"advcl"})),
    (_infinitive, frozenset({"xcomp"})),
    (_small_clause, frozenset({"oprd", "dobj"})),
    (_object, frozenset({"dobj"})),
    (_preposition, _PREPOSITIONS),
)
"""The rules, each with the labels of which a child behind the verb must have one; none for any label."""
