"""The complement of a verb that its frames allow: which words are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wiredesk.nlp.lexicon.reporting import CueLexicon, Frames
from wiredesk.nlp.quotes.span_boundaries import grow, trim
from wiredesk.nlp.quotes.verb_groups import is_infinitive
from wiredesk.nlp.tokens import Tokens

_PREPOSITIONS = frozenset({"prep", "dative"})
_MARKS = frozenset({"“", '"', "``", "''", "‘", "'"})
_QUESTIONS = frozenset({"why", "how", "when", "where", "whether"})
_DOCUMENTS = frozenset(
    [
        *("report", "study", "poll", "survey", "review", "investigation", "analysis", "article", "paper", "audit"),
        *("inquiry", "probe", "research", "test", "panel", "court", "jury", "inspection", "census", "finding"),
    ]
)
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_HOURS = frozenset({"morning", "afternoon", "evening", "night", ","})
_HEARER = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ"})
_WITH_OBJECT = frozenset({"obj", "as", "for", "of", "with", "on", "over", "against", "about", "in", "@to"})


@dataclass(frozen=True, slots=True)
class Complement:
    """Tokens, inclusive.  ``cue`` is the last token that the cue takes in: a preposition, else its own last."""

    frame: str
    head: int
    left: int
    right: int
    cue: int


@dataclass(frozen=True, slots=True)
class _Verb:
    token: int
    last: int
    frames: Frames
    clause: int | None
    infinitive: int | None
    thing: int | None


def complement(tokens: Tokens, verb: int, last: int, frames: Frames, lexicon: CueLexicon) -> Complement | None:
    """The first complement after the verb that fits, its end set right.  ``last`` is the cue's last token."""
    after = [kid for kid in tokens.children[verb] if kid > verb]

    def first(label: str) -> int | None:
        return next((kid for kid in after if tokens.dep[kid] == label), None)

    view = _Verb(verb, last, frames, first("ccomp"), first("xcomp"), first("dobj"))
    for rule in _RULES:
        found = rule(tokens, view)
        if found is not None:
            left = max(found.left, found.cue + 1)
            left = _behind_day(tokens, left, found)
            right = trim(
                tokens,
                verb,
                found.head,
                found.left,
                grow(tokens, verb, found.right, found.frame.startswith("obj")),
                lexicon,
            )
            if right > left and tokens.text[left + 1] == "," and tokens.lower[left] in _QUESTIONS:
                right = left  # "Asked why, she replied …"
            return Complement(found.frame, found.head, left, max(right, left), found.cue)
    return None


def _behind_day(tokens: Tokens, left: int, found: Complement) -> int:
    """``said on Thursday it would…``: the day is that of the saying, wherever the parser hangs it."""
    at = left + 1 if tokens.lower[left] in {"on", "late", "early"} else left
    if found.frame != "that" or left != found.cue + 1 or at >= found.head or tokens.lower[at] not in _DAYS:
        return left
    while at < found.head and (tokens.lower[at] in _DAYS or tokens.lower[at] in _HOURS):
        at += 1
    return at


def _clause(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``said that…``, ``told them to…``, ``wants the bank to…``."""
    clause = verb.clause
    if clause is None:
        return None
    left = tokens.left[clause]
    if not is_infinitive(tokens, clause):
        thing = verb.thing
        mark = next(
            (kid for kid in tokens.children_with(clause, "mark") if tokens.lower[kid] == "that" and kid > verb.last),
            None,
        )
        if mark is not None:
            left = mark
        elif thing is not None and thing < clause and not verb.frames & {"rcpto", "hearer"}:
            left = tokens.left[thing]  # the clause's subject, parsed as the cue's object
            if left > verb.token + 1 and tokens.lower[left - 1] == "that":
                left -= 1
        if "that" in verb.frames or "small" in verb.frames:
            return Complement("that", clause, left, tokens.right[clause], verb.last)
        return None
    to = next(kid for kid in tokens.children[clause] if tokens.tag[kid] == "TO")
    if "objto" in verb.frames or (to == left and "to" in verb.frames):
        return Complement("to", clause, left, tokens.right[clause], verb.last)
    if "rcpto" in verb.frames:
        return Complement("to", clause, to, tokens.right[clause], verb.last)
    return None


def _whether(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``asked him whether…``, which the parser may take for a condition."""
    if not verb.frames >= {"that", "quote"}:
        return None
    for kid in tokens.children[verb.token]:
        left = tokens.left[kid]
        if kid > verb.token and tokens.dep[kid] == "advcl" and tokens.lower[left] in {"if", "whether"}:
            near = all(at in (verb.thing,) or tokens.pos[at] in _HEARER for at in range(verb.last + 1, left))
            if near and left - verb.last < 6:
                return Complement("that", kid, left, tokens.right[kid], verb.last)
    return None


def _infinitive(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``vowed to…``, ``urged them to…``, ``denied having…``."""
    inner = verb.infinitive
    if inner is None:
        return None
    left = tokens.left[inner]
    if is_infinitive(tokens, inner):
        if verb.thing is not None and verb.thing < inner:
            if "objto" in verb.frames:
                left = tokens.left[verb.thing]
            elif not verb.frames & {"rcpto", "to"}:
                return None
        elif not verb.frames & {"to", "raise", "seem"}:
            return None
        return Complement("to", inner, left, tokens.right[inner], verb.last)
    if tokens.tag[inner] == "VBG" and "ing" in verb.frames:
        return Complement("ing", inner, left, tokens.right[inner], verb.last)
    return None


def _predicate(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called it a farce``."""
    predicate = next((kid for kid in tokens.children_with(verb.token, "oprd") if kid > verb.token), None)
    if predicate is None and verb.thing is not None and "small" in verb.frames:
        inside = (
            tokens.text[verb.thing + 1 : tokens.right[verb.thing] + 1]
            + tokens.text[tokens.left[verb.thing] : verb.thing]
        )
        if not _MARKS.isdisjoint(inside):  # "called the plan “toxic”", the epithet parsed as part of the plan
            return Complement("small", verb.thing, tokens.left[verb.thing], tokens.right[verb.thing], verb.last)
    if predicate is None or not verb.frames & {"small", "as"}:
        return None
    begin = verb.thing if verb.thing is not None and verb.thing < predicate else predicate
    return Complement("small", predicate, tokens.left[begin], tokens.right[predicate], verb.last)


def _object(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``denied the charge``, ``accused him of lying``."""
    thing = verb.thing
    if thing is None or not verb.frames & (_WITH_OBJECT | {"findobj"}):
        return None
    right = tokens.right[thing]
    for kid in tokens.children[verb.token]:
        if kid > thing and tokens.dep[kid] == "prep" and _fits(tokens.lower[kid], verb.frames):
            return Complement("obj+", thing, tokens.left[thing], max(right, tokens.right[kid]), verb.last)
    for kid in tokens.children[thing]:
        if kid > thing and tokens.dep[kid] == "prep" and _fits(tokens.lower[kid], verb.frames):
            return Complement("obj+", thing, tokens.left[thing], right, verb.last)
    if "obj" in verb.frames or ("findobj" in verb.frames and _document(tokens, verb.token)):
        return Complement("obj", thing, tokens.left[thing], right, verb.last)
    return None


def _document(tokens: Tokens, verb: int) -> bool:
    """Its subject is a report or a poll, which finds in words."""
    subject = tokens.child_with(verb, "nsubj")
    return subject is not None and tokens.lemma[subject] in _DOCUMENTS


def _preposition(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called for talks``; apart from the verb the preposition is reported with the phrase."""
    for kid in tokens.children[verb.token]:
        if kid < verb.token or tokens.dep[kid] not in _PREPOSITIONS:
            continue
        inside = tokens.child_with(kid, "pobj", "pcomp")
        if inside is None:
            continue
        if _fits(tokens.lower[kid], verb.frames):
            near = kid == verb.last + 1
            left = tokens.left[inside] if near else kid
            return Complement("prep", inside, left, tokens.right[kid], kid if near else verb.last)
        for inner in tokens.children[inside]:  # "talked to the crowd about…"
            if inner > inside and tokens.lower[inner] == "about" and "about" in verb.frames:
                return Complement("prep", inner, inner, tokens.right[inner], verb.last)
    return None


def _for_clause(tokens: Tokens, verb: _Verb) -> Complement | None:
    """``called for the bank to act``."""
    if "for" not in verb.frames:
        return None
    for kid in tokens.children[verb.token]:
        first = tokens.left[kid]
        if kid > verb.token and first == verb.last + 1 and tokens.lower[first] == "for" and is_infinitive(tokens, kid):
            return Complement("prep", kid, first + 1, tokens.right[kid], first)
    return None


def _fits(word: str, frames: Frames) -> bool:
    return ("@to" if word == "to" else word) in frames


_RULES: tuple[Callable[[Tokens, _Verb], Complement | None], ...] = (
    _for_clause,
    _clause,
    _whether,
    _infinitive,
    _predicate,
    _object,
    _preposition,
)
