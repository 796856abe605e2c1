"""It and its for an organisation or a place, where the clause is unambiguous."""

from __future__ import annotations

from wiredesk.nlp.entities.antecedents import speaks
from wiredesk.nlp.entities.clause_grammar import clause_subject, controller
from wiredesk.nlp.entities.discourse import Antecedent, History, PastMention, name_before
from wiredesk.nlp.lexicon import word_set
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.tokens import NOMINAL_SUBJECTS, Tokens

NEUTER = word_set("function_words", "neuter_pronouns")
_SPEAKS_FOR = word_set("nominals", "speaks_for")
_EXPLETIVE_VERBS = word_set("nominals", "expletive_verbs")
_WHERE = word_set("titles", "locative") | {"inside", "outside", "through"}
_ONE_THING = frozenset({"NN", "NNP"})
_MAX_TOKENS_BEFORE_SUBJECT = 3
"""Maximum tokens before an "it" that may refer to the subject of the previous sentence."""
_SPEAKER_SENTENCES_BACK = 2
"""Maximum sentences back to the body that spoke, for an "it" that goes on speaking."""


def resolve_neuter(tokens: Tokens, history: History, token: int) -> Antecedent | None:
    """Return the organisation or place to which "it" or "its" refers; None unless the clause is unambiguous."""
    word, dep = tokens.lower[token], tokens.dep[token]
    if word == "itself" and (emphasised := name_before(history, token)) is not None:
        return Antecedent(emphasised.number, "itself, behind the name") if _is_thing(history, emphasised) else None
    if dep == "poss" or word in {"itself", "its"}:
        subject = controller(tokens, tokens.head[token] if dep == "poss" else token)
        found = _mention_of_subject(tokens, history, subject, "its, of the subject")
        if found or word != "its":
            return found
        if subject < 0 and token == tokens.sentence_start[token]:
            return _only_subject_before(tokens, history, tokens.sentence[token])
        return _only_body_before(tokens, history, token, subject)
    verb = tokens.head[token]
    if dep not in NOMINAL_SUBJECTS or tokens.lemma[verb] in _EXPLETIVE_VERBS:
        return None
    if tokens.dep[verb] in {"ccomp", "advcl"} and tokens.lemma[tokens.head[verb]] in reporting_verbs():
        return _mention_of_subject(tokens, history, clause_subject(tokens, verb), "it, of what the subject says")
    if tokens.lemma[verb] in reporting_verbs() and (found := _last_speaker(tokens, history, token)):
        return found
    if tokens.dep[verb] in {"advcl", "conj"}:
        return _mention_of_subject(tokens, history, clause_subject(tokens, verb), "it, of the subject")
    if tokens.dep[verb] == "ROOT" and token - tokens.sentence_start[token] < _MAX_TOKENS_BEFORE_SUBJECT:
        return _only_subject_before(tokens, history, tokens.sentence[token])
    return None


def _last_speaker(tokens: Tokens, history: History, token: int) -> Antecedent | None:
    """Return the body that spoke last in a sentence before: "Acme said prices rose. They may fall, it added"."""
    sentence = tokens.sentence[token]
    if tokens.quoted[token]:
        return None
    for past in reversed(history.latest):
        if sentence - past.sentence > _SPEAKER_SENTENCES_BACK:
            return None
        if past.sentence < sentence and speaks(tokens, past):
            return Antecedent(past.number, "it, who spoke last") if _is_thing(history, past) else None
    return None


def _only_subject_before(tokens: Tokens, history: History, sentence: int) -> Antecedent | None:
    """Return the thing that is the only subject of the sentence before."""
    subjects = [past for past in history.latest if past.subject and past.sentence == sentence - 1]
    if not subjects or len({past.number for past in subjects}) > 1 or not _is_thing(history, subjects[0]):
        return None
    joined = tokens.child_with(subjects[0].token, "conj") is not None
    return None if joined else Antecedent(subjects[0].number, "it, the last subject")


def _only_body_before(tokens: Tokens, history: History, token: int, subject: int) -> Antecedent | None:
    """Return the one organisation or place of the sentence before an "its", if the subject is a person or several.

    "Roe left Acme after a row with its chairman". A place where something happens is no owner: "a house in Leeds and
    its garden".
    """
    if subject >= 0 and tokens.tag[subject] in _ONE_THING and not _is_person_at(history, subject):
        return None
    sentence = tokens.sentence[token]
    things = [past for past in history.recent(sentence, 0) if _is_thing(history, past)]
    if len(things) != 1 or things[0].sentence != sentence:
        return None
    at = things[0].token
    located = tokens.dep[at] == "pobj" and tokens.lower[tokens.head[at]] in _WHERE
    owned = tokens.dep[at] in {"dobj", "dative"} or (tokens.dep[at] == "pobj" and not located)
    between = any(
        tokens.tag[other] == "NN" and tokens.dep[other] in {"dobj", "nsubj", "nsubjpass"}
        for other in range(at + 1, token)
    )
    return Antecedent(things[0].number, "its, of the only one before") if owned and not between else None


def _is_person_at(history: History, token: int) -> bool:
    return any(past.token == token and history.is_person(past.number) for past in history.latest)


def _is_thing(history: History, past: PastMention) -> bool:
    if past.start in history.datelines:
        return False
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
            return Antecedent(past.number, rule) if _is_thing(history, past) else None
    return None
