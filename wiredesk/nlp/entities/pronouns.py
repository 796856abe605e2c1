"""Pronouns: he, she and their forms for a person; it and its for a thing where the clause is unambiguous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from wiredesk.nlp.cues import Cue, votes
from wiredesk.nlp.entities.antecedent_cues import ANTECEDENT_CUES, BASE_SCORE, Candidate, speaks
from wiredesk.nlp.entities.discourse import UNNAMED_PERSON, Antecedent, History, PastMention
from wiredesk.nlp.knowledge import Gender
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.provenance import Trace
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

PRONOUN_GENDERS: dict[str, Gender] = {
    **dict.fromkeys(word_set("function_words", "male_pronouns"), "m"),
    **dict.fromkeys(word_set("function_words", "female_pronouns"), "f"),
}
FIRST_PERSON = word_set("function_words", "first_person")
NEUTER = word_set("function_words", "neuter_pronouns")
MAX_SENTENCES_BACK = 3
"""Maximum sentences back to the mention of a person."""
MIN_SCORE = 40
"""Minimum score of the best candidate."""
MIN_LEAD = 6
"""Minimum lead of the best candidate over the next, if the gender of both is unknown."""
_SPEAKS_FOR = word_set("nominals", "speaks_for")
_EXPLETIVE_VERBS = word_set("nominals", "expletive_verbs")
_MAX_CLAUSE_STEPS = 8
"""Maximum arcs from a token up to a clause that has a subject."""
_MAX_STEPS = 6
"""Maximum arcs from a token up to its clause."""
_MAX_TOKENS_BEFORE_SUBJECT = 3
"""Maximum tokens before an "it" that may refer to the subject of the previous sentence."""


class _Scored(NamedTuple):
    score: float
    number: int
    rows: list[tuple[Cue, float]]


def resolve_person(
    tokens: Tokens,
    history: History,
    token: int,
    gender: Gender,
    role_genders: Mapping[str, Gender],
    trace: Trace | None = None,
) -> Antecedent | None:
    """Return the antecedent of a pronoun; None if it is unknown or ambiguous.

    ``role_genders`` has the gender of nouns for people without a name: girl, policeman.
    """
    if tokens.lower[token].endswith("self"):
        return _resolve_reflexive(tokens, history, token, gender)
    candidates = _candidates(tokens, history, token, gender, role_genders)
    scored = sorted(map(_score, candidates), key=lambda each: each[:2], reverse=True)
    if trace is not None and scored:
        for row, weight in scored[0].rows:
            trace.add(tokens.span(token, token + 1), "pronoun", row.name, _label(history, scored[0].number), weight)
    if not scored or scored[0].score < MIN_SCORE or scored[0].number == UNNAMED_PERSON:
        return None
    if len(scored) > 1 and scored[0].score - scored[1].score < MIN_LEAD:
        genders = [history.clusters[each.number].gender if each.number >= 0 else "" for each in scored[:2]]
        if gender not in genders:
            return None
    return scored[0].number, "pronoun"


def _label(history: History, number: int) -> str:
    return f"e{number + 1}" if number >= 0 else "a person without a name"


def _candidates(
    tokens: Tokens, history: History, token: int, gender: Gender, role_genders: Mapping[str, Gender]
) -> list[Candidate]:
    """Return the people of the last sentences whom grammar and gender allow."""
    excluded = _clause_mates(tokens, token)
    found: list[Candidate] = []
    for past in history.recent(tokens.sentence[token], MAX_SENTENCES_BACK):
        if past.token in excluded or (past.number >= 0 and not _is_person(history, past, gender)):
            continue
        if tokens.quoted[token] and speaks(tokens, past):
            continue
        noun_gender = role_genders.get(tokens.lower[past.token], "") if past.number == UNNAMED_PERSON else ""
        if noun_gender in {"", gender}:
            found.append(Candidate(tokens, history, past, token, gender, noun_gender))
    return found


def _score(candidate: Candidate) -> _Scored:
    rows = list(votes(ANTECEDENT_CUES, candidate))
    return _Scored(BASE_SCORE + sum(weight for _, weight in rows), candidate.past.number, rows)


def _is_person(history: History, past: PastMention, gender: Gender) -> bool:
    cluster = history.clusters[past.number]
    return cluster.type == "PERSON" and cluster.gender in {"", gender}


def _clause_mates(tokens: Tokens, token: int) -> set[int]:
    """Return the tokens that cannot be the antecedent: the subject of the verb whose object the pronoun is."""
    at, dep = token, tokens.dep[token]
    if dep == "poss" or dep in NOMINAL_SUBJECTS:
        return set()
    for _ in range(3):
        at = tokens.head[at]
        if tokens.tag[at][:2] == "VB" or tokens.dep[at] == "ROOT":
            break
        if tokens.dep[at] not in {"prep", "pobj", "dobj", "conj"}:
            return set()
    return {kid for kid in tokens.children[at] if tokens.dep[kid] in NOMINAL_SUBJECTS}


def _resolve_reflexive(tokens: Tokens, history: History, token: int, gender: Gender) -> Antecedent | None:
    """Return the antecedent of ``herself``: the subject of its clause, else the person mentioned just before."""
    subject = clause_subject(tokens, token)
    for past in history.recent(tokens.sentence[token], 0):
        if past.number >= 0 and (past.token == subject or subject < 0) and _is_person(history, past, gender):
            return past.number, "reflexive"
    return None


def clause_subject(tokens: Tokens, token: int) -> int:
    """Return the subject of the nearest clause around a token, -1 if there is none."""
    at = token
    for _ in range(_MAX_CLAUSE_STEPS):
        governor = tokens.head[at]
        if governor == at:
            return -1
        for kid in tokens.children[governor]:
            if tokens.dep[kid] in NOMINAL_SUBJECTS and kid != token and kid != at:
                return kid
        at = governor
    return -1


def cataphoric_subject(tokens: Tokens, token: int) -> int:
    """Return the subject that a pronoun in a fronted phrase points forward to: ``In his speech, Lee said``; else -1."""
    at = token
    for _ in range(_MAX_STEPS):
        governor = tokens.head[at]
        if governor == at:
            return -1
        if tokens.tag[governor][:2] == "VB" and tokens.dep[at] in {"prep", "advcl", "npadvmod", "advmod"}:
            return next((kid for kid in tokens.children_with(governor, *NOMINAL_SUBJECTS) if kid > token), -1)
        at = governor
    return -1


def resolve_neuter(tokens: Tokens, history: History, token: int) -> Antecedent | None:
    """Return the organisation or place to which "it" or "its" refers; None unless the clause is unambiguous."""
    word, dep = tokens.lower[token], tokens.dep[token]
    if dep == "poss" or word in {"itself", "its"}:
        subject = _controller(tokens, tokens.head[token] if dep == "poss" else token)
        return _mention_of_subject(tokens, history, subject, "its, of the subject")
    verb = tokens.head[token]
    if dep not in NOMINAL_SUBJECTS or tokens.lemma[verb] in _EXPLETIVE_VERBS:
        return None
    if tokens.dep[verb] in {"ccomp", "advcl"} and tokens.lemma[tokens.head[verb]] in reporting_verbs():
        return _mention_of_subject(tokens, history, clause_subject(tokens, verb), "it, of what the subject says")
    if tokens.dep[verb] == "ROOT" and token - tokens.sentence_start[token] < _MAX_TOKENS_BEFORE_SUBJECT:
        return _only_subject_before(tokens, history, tokens.sentence[token])
    return None


def _only_subject_before(tokens: Tokens, history: History, sentence: int) -> Antecedent | None:
    """Return the thing that is the only subject of the sentence before."""
    subjects = [past for past in history.latest if past.subject and past.sentence == sentence - 1]
    if not subjects or len({past.number for past in subjects}) > 1 or not _is_thing(history, subjects[0]):
        return None
    joined = tokens.child_with(subjects[0].token, "conj") is not None
    return None if joined else (subjects[0].number, "it, the last subject")


def _controller(tokens: Tokens, token: int) -> int:
    """Return the subject of the clause around a token; of ``calls on Acme to lift its ban`` it is Acme."""
    at = token
    for _ in range(_MAX_STEPS):
        governor = tokens.head[at]
        if governor == at:
            break
        infinitive = tokens.dep[governor] == "xcomp" and tokens.tag[governor] == "VB"
        if infinitive and (controller := _object_of(tokens, tokens.head[governor])) >= 0:
            return controller
        if tokens.tag[governor][:2] == "VB" and tokens.dep[governor] != "xcomp":
            break
        at = governor
    return clause_subject(tokens, token)


def _object_of(tokens: Tokens, verb: int) -> int:
    """Return the object of a verb, or of "on" beside it, -1 if it has none."""
    if (found := tokens.child_with(verb, "dobj")) is not None:
        return found
    on = (kid for kid in tokens.children[verb] if tokens.lower[kid] in {"on", "upon"})
    return next((kid for preposition in on for kid in tokens.children[preposition]), -1)


def _is_thing(history: History, past: PastMention) -> bool:
    return past.number >= 0 and history.clusters[past.number].type in {"ORG", "GPE"}


def _mention_of_subject(tokens: Tokens, history: History, subject: int, rule: str) -> Antecedent | None:
    if subject < 0:
        return None
    if tokens.lower[subject] in _SPEAKS_FOR:
        # "An Acme statement said its": the statement speaks for Acme.
        owner = tokens.child_with(subject, "compound", "poss")
        subject = subject if owner is None else owner
    for past in history.recent(tokens.sentence[subject], 0):
        if past.token == subject:
            return (past.number, rule) if _is_thing(history, past) else None
    return None


def quoted_speakers(tokens: Tokens, owner: Sequence[int]) -> dict[int, int]:
    """Return who speaks between the quotation marks of each paragraph: paragraph → cluster, -1 if unknown.

    A paragraph has a speaker if the words around the quotation name exactly one. A paragraph that is only a quotation
    has the speaker of the paragraph before it.
    """
    found: dict[int, set[int]] = {}
    unquoted: dict[int, int] = {}
    for token, number in enumerate(tokens.paragraph):
        if tokens.quoted[token]:
            continue
        unquoted[number] = unquoted.get(number, 0) + tokens.text[token].isalpha()
        if tokens.dep[token] in NOMINAL_SUBJECTS and tokens.lemma[tokens.head[token]] in reporting_verbs():
            found.setdefault(number, set()).add(owner[token])
    speaking: dict[int, int] = {}
    for number in range(max(tokens.paragraph, default=-1) + 1):
        speakers = found.get(number, set())
        if len(speakers) == 1:
            speaking[number] = speakers.pop()
        elif not speakers and not unquoted.get(number) and number - 1 in speaking:
            speaking[number] = speaking[number - 1]
    return speaking
