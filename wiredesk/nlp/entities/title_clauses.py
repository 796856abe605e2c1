"""Titles that a clause gives: ``she was elected mayor of Lund``, ``who led Acme``, ``ran for the Greens``."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import compress

from wiredesk.contract import Tense
from wiredesk.nlp.entities.title_context import TitleContext
from wiredesk.nlp.entities.title_phrases import (
    LISTED,
    MAX_TITLE_TOKENS,
    PREPOSITIONS,
    each_of_list,
    organisation_of,
    role_ending,
    with_names_after,
    with_names_before,
)
from wiredesk.nlp.lexicon import table, word_set
from wiredesk.nlp.mentions import TitleSpan

SEVERAL = frozenset({"serves", "leads", LISTED})
"""Rules whose words may apply to several organisations at once."""
_BEING = word_set("titles", "be")
_APPOINTING = word_set("titles", "appoint")
_SERVING = word_set("titles", "serve")
_LEADING = word_set("titles", "lead")
_TAKING = word_set("titles", "take")
_LEAVING = word_set("titles", "leave")
_REMOVING = word_set("titles", "remove")
_OF_OBJECT = _APPOINTING | _REMOVING
"""Verbs whose object has the office that "as" names."""
_HOLDING = frozenset({"be", "serve", "remain", "work", "act"})
_LASTING = word_set("titles", "lasting")
_FUTURE = frozenset({"will", "'ll", "’ll", "would"})
_UNREAL = word_set("titles", "unreal")
_BELONGING = frozenset(
    (verb, preposition) for preposition, verbs in table("titles")["belonging"].items() for verb in verbs.split()
)
"""Verbs with a preposition that name the organisation of a person."""
_TITLE_DEPS = frozenset({"attr", "oprd", "pobj", "conj", "appos"})
_ARGUMENT_DEPS = _TITLE_DEPS | {"dobj"}
_MAX_STEPS = 6
"""Maximum arcs from an organisation up to its verb, and along a list."""
_MAX_TOKENS_FROM_VERB = 4 * MAX_TITLE_TOKENS

Titled = Iterator[tuple[int, TitleSpan]]
"""Numbers of persons, each with a title."""


def titles_in_clauses(story: TitleContext) -> Titled:
    """Yield the titles of the subjects of verbs."""
    tokens, lower, roles = story.tokens, story.tokens.lower, story.lexicon.role_last_words
    for token in compress(range(len(lower)), map(_ARGUMENT_DEPS.__contains__, tokens.dep)):
        dep, owner = tokens.dep[token], story.owner[token]
        if owner < 0:
            word = lower[token]
            if word not in roles and (tokens.tag[token] != "NNS" or word[:-1] not in roles):
                continue
            if dep in _TITLE_DEPS or (dep == "dobj" and tokens.lemma[tokens.head[token]] in _APPOINTING):
                yield from _given_title(story, token, dep)
        elif dep == "dobj":
            if tokens.lemma[tokens.head[token]] in _LEADING:
                yield from _leadership(story, token)
        elif dep in {"pobj", "conj"} and story.is_type(owner, "ORG"):
            yield from _membership(story, token)


def _given_title(story: TitleContext, token: int, dep: str) -> Titled:
    """``Lee was [elected] mayor of Lund``, ``Lee is a lawyer``, ``Lee and Ek were members of Acme``."""
    tokens = story.tokens
    plural = tokens.lower[token] not in story.lexicon.role_last_words
    size = role_ending(story, token + 1, plural=plural)
    verb = _title_verb(story, token) if size else -1
    if verb < 0 or next(tokens.children_with(verb, "neg"), -1) >= 0:
        return
    title = with_names_after(story, with_names_before(story, token + 1 - size, token + 1))
    person = _appointed(story, verb, title) if dep in {"oprd", "dobj"} else -1
    if person < 0 and dep != "dobj":
        person = _subject_person(story, verb, dep)
    if person < 0 or (plural and dep != "attr"):
        return
    title = title._replace(rule="said of the person", tense=clause_tense(story, verb, title))
    for bearer in {person, *(_joined_subjects(story, verb) if plural else ())}:
        for each in each_of_list(story, title):
            yield bearer, each


def _appointed(story: TitleContext, verb: int, title: TitleSpan) -> int:
    """Return the person right before a title, behind the verb that gives it: ``named [Ann Lee] chairman``; else -1."""
    at = title.start - 1
    if at <= verb or story.type_at(at) != "PERSON" or next(story.tokens.children_with(verb, "nsubjpass"), -1) >= 0:
        return -1
    return story.owner[at]


def _joined_subjects(story: TitleContext, verb: int) -> Iterator[int]:
    """Yield the people that "and" joins to the subject of a verb."""
    tokens = story.tokens
    for subject in tokens.children_with(verb, "nsubj", "nsubjpass"):
        at = subject
        for _ in range(_MAX_STEPS):
            at = next(tokens.children_with(at, "conj"), -1)
            if at < 0:
                break
            if story.type_at(at) == "PERSON":
                yield story.owner[at]


def clause_tense(story: TitleContext, verb: int, title: TitleSpan) -> Tense | None:
    """Return when the clause of a verb says that its subject holds a title; None where it leaves that open."""
    tokens = story.tokens
    lemma, tag = tokens.lemma[verb], tokens.tag[verb]
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux", "auxpass")}
    if _leaves(story, verb):
        return None if helpers & _FUTURE or "to" in helpers else "former"
    if helpers & _FUTURE or (lemma in _TAKING and "to" in helpers):
        return "elect"
    held = lemma in _HOLDING or (lemma in _SERVING and lemma not in _TAKING)
    if not held or lemma in _APPOINTING:
        return None
    if helpers & {"has", "have", "'s", "'ve", "’s", "’ve"}:
        return None
    return "former" if tag == "VBD" or "had" in helpers or (tag == "VBN" and "was" in helpers) else None


def _leaves(story: TitleContext, verb: int) -> bool:
    """Return whether a verb says that somebody gives up or loses an office: ``resigned``, ``stepped down``."""
    tokens = story.tokens
    if tokens.lemma[verb] in _LEAVING or tokens.lemma[verb] in _REMOVING:
        return True
    return tokens.lemma[verb] in {"step", "stand"} and tokens.lower[verb + 1 : verb + 2] in (["down"], ["aside"])


def _leadership(story: TitleContext, token: int) -> Titled:
    """``Lee [led] Acme``."""
    organisation, verb = story.owner[token], story.tokens.head[token]
    if _leads_at_play(story, verb):
        return
    person = _subject_person(story, verb, "attr") if _states_a_fact(story, verb) else -1
    if person >= 0 and person != organisation and story.is_type(organisation, "ORG", "GPE"):
        yield person, _verb_title(story, verb, token, organisation, "leads")


def _leads_at_play(story: TitleContext, verb: int) -> bool:
    """Return whether somebody is the first of a team in a match: ``led Rovers with 28 points``, ``in scoring``."""
    tokens = story.tokens
    if tokens.lemma[verb] != "lead":
        return False
    for preposition in tokens.children_with(verb, "prep"):
        words = range(preposition + 1, min(preposition + 3, len(tokens)))
        if tokens.lower[preposition] == "with" and any(tokens.tag[word] == "CD" for word in words):
            return True
        if tokens.lower[preposition] == "in" and any(tokens.tag[word] in {"VBG", "NNS"} for word in words):
            return True
    return False


def _membership(story: TitleContext, token: int) -> Titled:
    """``Lee [ran for] the Greens``, ``was [elected to] the Senate``, ``[serves on the board of] Acme``."""
    tokens, at = story.tokens, token
    for _ in range(_MAX_STEPS):
        # Go from one organisation of a list to the one before it: "elected to the Senate and [the Academy]".
        if tokens.dep[at] != "conj" or story.owner[tokens.head[at]] < 0:
            break
        at = tokens.head[at]
    governor = tokens.lower[tokens.head[at]] if tokens.dep[at] == "pobj" else ""
    verb = _verb_above(story, at)
    if verb < 0 or verb > token or token - verb > _MAX_TOKENS_FROM_VERB:
        return
    first = next((word for word in tokens.lower[verb + 1 : token] if word in PREPOSITIONS), "")
    if _BELONGING.isdisjoint({(tokens.lemma[verb], first), (tokens.lemma[verb], governor)}):
        return
    person = _subject_person(story, verb, "attr") if _states_a_fact(story, verb) else -1
    if person >= 0:
        yield person, _verb_title(story, verb, at, organisation_of(story, story.owner[token]), "serves")


def _verb_title(story: TitleContext, verb: int, token: int, of: int | None, rule: str) -> TitleSpan:
    """Return the words from a verb to the name of its organisation as a title; the verb alone where that is far."""
    tokens, body = story.tokens, story.mention_at[token]
    near = verb < body.start and body.end - verb <= MAX_TITLE_TOKENS
    former = tokens.tag[verb] == "VBD" and tokens.lemma[verb] not in _LASTING
    negated = any(tokens.lower[child] == "longer" for child in tokens.children_with(verb, "advmod"))
    return TitleSpan(verb, body.end if near else verb + 1, of, rule, tense="former" if former or negated else None)


def _states_a_fact(story: TitleContext, verb: int) -> bool:
    """Return whether a clause says that something is so: not "could you play", nor "refused to join"."""
    tokens = story.tokens
    helpers = {tokens.lower[child] for child in tokens.children_with(verb, "aux")}
    if helpers & _UNREAL or next(tokens.children_with(verb, "neg"), -1) >= 0:
        return False
    return tokens.tag[verb] != "VB" or bool(helpers)


def _verb_above(story: TitleContext, at: int) -> int:
    """Return the verb that prepositions lead up to, -1 if another entity is between or there is none."""
    tokens = story.tokens
    for _ in range(_MAX_STEPS):
        at = tokens.head[at]
        if tokens.tag[at][:2] == "VB":
            return at
        if tokens.dep[at] not in {"prep", "pobj", "conj"} or (story.owner[at] >= 0 and tokens.dep[at] != "conj"):
            return -1
    return -1


def _title_verb(story: TitleContext, noun: int) -> int:
    """Return the verb that gives the title whose noun is ``noun``, -1 if none does."""
    tokens = story.tokens
    giving = {"oprd", "dobj"} if tokens.dep[noun] == "dobj" else {"oprd"}
    for _ in range(4):
        if tokens.dep[noun] not in {"conj", "appos"}:
            break
        noun = tokens.head[noun]
    verb, dep = tokens.head[noun], tokens.dep[noun]
    if dep in {"conj", "appos"}:
        return -1
    if dep == "pobj":
        if tokens.lower[verb] != "as":
            return -1
        first, verb = verb, _verb_of_as(story, verb)
        if verb < 0:
            return -1
        serves = tokens.lemma[verb] in _APPOINTING or tokens.lemma[verb] in _SERVING or _leaves(story, verb)
        return verb if serves or first == tokens.sentence_start[first] else -1
    return verb if tokens.lemma[verb] in (_APPOINTING if dep in giving else _BEING) else -1


def _verb_of_as(story: TitleContext, at: int) -> int:
    """Return the verb that "as" with its title depends on, also across the words of a place or a time; -1 if none."""
    tokens = story.tokens
    for _ in range(_MAX_STEPS):
        at = tokens.head[at]
        if tokens.tag[at][:2] == "VB":
            return at
        if tokens.dep[at] not in {"prep", "pobj", "npadvmod", "conj", "appos"}:
            return -1
    return -1


def _subject_person(story: TitleContext, verb: int, dep: str) -> int:
    """Return the number of the person that the clause of a verb is about, -1 if it is unknown.

    ``dep`` is the dependency of the title on the verb: in an active clause the person elected or hired is the object.
    """
    tokens = story.tokens
    for _ in range(3):
        subjects = list(tokens.children_with(verb, "nsubjpass"))
        if not subjects and (dep == "oprd" or (dep == "pobj" and tokens.lemma[verb] in _OF_OBJECT)):
            subjects = list(tokens.children_with(verb, "dobj"))
        subjects = subjects or list(tokens.children_with(verb, "nsubj"))
        for kid in subjects:
            relative = tokens.lower[kid] in {"who", "that"} and tokens.dep[verb] == "relcl"
            owner = _antecedent(story, tokens.head[verb]) if relative else story.owner[kid]
            if story.is_type(owner, "PERSON"):
                return owner
        if subjects or tokens.dep[verb] not in {"conj", "xcomp", "advcl"}:
            return -1
        above = tokens.head[verb]
        if tokens.dep[verb] != "conj" and (hired := tokens.child_with(above, "dobj")) is not None:
            # "hired Ann Lee to be the coach"
            return story.owner[hired] if story.is_type(story.owner[hired], "PERSON") else -1
        verb = above
    return -1


def _antecedent(story: TitleContext, noun: int) -> int:
    """Return the number of the person that a relative clause describes: ``Ann Lee is a [lawyer] who …``; else -1."""
    tokens = story.tokens
    if story.owner[noun] < 0 and tokens.dep[noun] == "appos":
        noun = tokens.head[noun]
    elif story.owner[noun] < 0 and tokens.dep[noun] == "attr":
        noun = next(tokens.children_with(tokens.head[noun], "nsubj"), noun)
    return story.owner[noun]
