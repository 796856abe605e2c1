"""Pronouns: he, she and their forms for a person; it and its for a body where the clause leaves no doubt."""

from __future__ import annotations

from collections.abc import Mapping

from wiredesk.nlp.entities.discourse import SUBJECT, UNNAMED, Memory, Seen
from wiredesk.nlp.knowledge.word_lists import Sex
from wiredesk.nlp.lexicon.reporting import reporting_verbs
from wiredesk.nlp.names.name_words import words_of
from wiredesk.nlp.tokens import Tokens

SEX: dict[str, Sex] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "m"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "f"),
}
FIRST = words_of("i me my myself mine")
THINGS = words_of("it its itself")
REACH = 3
"""Sentences back in which a person may have been mentioned."""
LEAST = 40
MARGIN = 6
"""Points that the best must have, and be ahead of the next where neither sex is known."""

_DOCUMENTS = words_of(
    "statement report communique announcement spokesman spokeswoman official newsletter filing release"
)
_EXPLETIVE = words_of("be seem appear happen turn rain snow remain become take look feel mean matter")


def person_meant(
    tokens: Tokens, memory: Memory, token: int, sex: Sex, nouns: Mapping[str, Sex]
) -> tuple[int, str] | None:
    """Number of the person whom a pronoun means, and the rule; None where it is nobody known or in doubt.

    ``nouns`` tells the sex of people without a name: girl, policeman.
    """
    if tokens.lower[token].endswith("self"):
        return _reflexive(tokens, memory, token, sex)
    sentence = tokens.sentence[token]
    scored: list[tuple[float, int]] = []
    barred = _clause_mates(tokens, token)
    for seen in memory.back(sentence, REACH):
        if seen.number >= 0 and not _can_be(memory, seen, sex):
            continue
        if seen.token in barred or (tokens.quoted[token] and _speaks(tokens, seen)):
            continue
        told = nouns.get(tokens.lower[seen.token], "") if seen.number == UNNAMED else ""
        if told and told != sex:
            continue
        scored.append((_points(tokens, memory, seen, token, sex) + (16.0 if told else 0.0), seen.number))
    scored.sort(reverse=True)
    if not scored or scored[0][0] < LEAST or scored[0][1] == UNNAMED:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < MARGIN:
        first, second = (memory.clusters[number].sex if number >= 0 else "" for _, number in scored[:2])
        if first != sex and second != sex:
            return None
    return scored[0][1], "pronoun"


def _can_be(memory: Memory, seen: Seen, sex: Sex) -> bool:
    cluster = memory.clusters[seen.number]
    return cluster.type == "PERSON" and cluster.sex in {"", sex}


def _points(tokens: Tokens, memory: Memory, seen: Seen, token: int, sex: Sex) -> float:
    """How well a person fits: lately mentioned, as a subject, often, and of the right sex for certain."""
    distance = tokens.sentence[token] - seen.sentence
    points = 80.0 - 18.0 * distance
    if seen.subject:
        points += 14.0 if distance else 16.0
        if tokens.dep[token] in SUBJECT:
            points += 6.0
    elif seen.possessive:
        points -= 4.0
    if seen.number == UNNAMED:
        return points - 6.0 * (distance > 0) - 2.0
    points += min(16.0, 2.0 * memory.count[seen.number])
    if seen.pronoun:
        points += 6.0
    if memory.clusters[seen.number].sex == sex:
        points += 10.0
    if distance and tokens.paragraph[seen.token] != tokens.paragraph[token]:
        points -= 4.0
    if seen.quoted and not tokens.quoted[token]:
        points -= 12.0
    if (
        tokens.quoted[token]
        and not seen.quoted
        and seen.subject
        and tokens.paragraph[seen.token] == tokens.paragraph[token]
    ):
        # Who is quoted does not speak of himself as "he".
        points -= 45.0
    if (
        tokens.dep[token] in SUBJECT
        and not tokens.quoted[token]
        and tokens.lemma[tokens.head[token]] in reporting_verbs()
    ):
        # Who spoke last goes on speaking.
        points += 24.0 if _speaks(tokens, seen) else 0.0
    return points


def _clause_mates(tokens: Tokens, token: int) -> set[int]:
    """Tokens that the pronoun cannot mean: the subject of the verb whose object it is."""
    at, dep = token, tokens.dep[token]
    if dep == "poss" or dep in SUBJECT:
        return set()
    for _ in range(3):
        at = tokens.head[at]
        if tokens.tag[at][:2] == "VB" or tokens.dep[at] == "ROOT":
            break
        if tokens.dep[at] not in {"prep", "pobj", "dobj", "conj"}:
            return set()
    return {kid for kid in tokens.children[at] if tokens.dep[kid] in SUBJECT}


def _speaks(tokens: Tokens, seen: Seen) -> bool:
    """Whether the mention is the subject of a verb of saying outside quotation marks: the speaker is not "he"."""
    verb = tokens.head[seen.token]
    return seen.subject and not seen.quoted and tokens.lemma[verb] in reporting_verbs()


def _reflexive(tokens: Tokens, memory: Memory, token: int, sex: Sex) -> tuple[int, str] | None:
    """``herself`` means the subject of its clause, else the person mentioned just before."""
    subject = clause_subject(tokens, token)
    for seen in memory.back(tokens.sentence[token], 0):
        if seen.number >= 0 and (seen.token == subject or subject < 0) and _can_be(memory, seen, sex):
            return seen.number, "reflexive"
    return None


def clause_subject(tokens: Tokens, token: int) -> int:
    """The subject of the nearest clause around a token, -1 where there is none."""
    at = token
    for _ in range(8):
        governor = tokens.head[at]
        if governor == at:
            return -1
        for kid in tokens.children[governor]:
            if tokens.dep[kid] in SUBJECT and kid != token and kid != at:
                return kid
        at = governor
    return -1


def ahead(tokens: Tokens, token: int) -> int:
    """The subject that a pronoun in a fronted phrase points forward to: ``In his speech, Lee said``; -1 for none."""
    at = token
    for _ in range(6):
        governor = tokens.head[at]
        if governor == at:
            return -1
        if tokens.tag[governor][:2] == "VB" and tokens.dep[at] in {"prep", "advcl", "npadvmod", "advmod"}:
            return next((kid for kid in tokens.children[governor] if tokens.dep[kid] in SUBJECT and kid > token), -1)
        at = governor
    return -1


def thing_meant(tokens: Tokens, memory: Memory, token: int) -> tuple[int, str] | None:
    """Number of the body or country that it or its means where the clause leaves no doubt, and the rule."""
    word, dep = tokens.lower[token], tokens.dep[token]
    if dep == "poss" or word in {"itself", "its"}:
        governor = tokens.head[token] if dep == "poss" else token
        return _subject_seen(memory, tokens, _controller(tokens, governor), "its, of the subject")
    if dep not in SUBJECT or tokens.lemma[tokens.head[token]] in _EXPLETIVE:
        return None
    verb = tokens.head[token]
    if tokens.dep[verb] in {"ccomp", "advcl"} and tokens.lemma[tokens.head[verb]] in reporting_verbs():
        subject = clause_subject(tokens, verb)
        return _subject_seen(memory, tokens, subject, "it, of what the subject says")
    if tokens.dep[verb] == "ROOT" and token - tokens.sentence_start[token] < 3:
        subjects = [seen for seen in memory.latest if seen.subject and seen.sentence == tokens.sentence[token] - 1]
        alone = subjects and not any(tokens.dep[kid] == "conj" for kid in tokens.children[subjects[0].token])
        if alone and _is_thing(memory, subjects[0]) and len({seen.number for seen in subjects}) == 1:
            return subjects[0].number, "it, the last subject"
    return None


def _controller(tokens: Tokens, token: int) -> int:
    """The subject of the clause around a token; of ``calls on Acme to lift its ban`` it is Acme."""
    at = token
    for _ in range(6):
        governor = tokens.head[at]
        if governor == at:
            break
        if tokens.dep[governor] == "xcomp" and tokens.tag[governor] == "VB":
            around = tokens.children[tokens.head[governor]]
            objects = [kid for kid in around if tokens.dep[kid] == "dobj"] or [
                kid for prep in around if tokens.lower[prep] in {"on", "upon"} for kid in tokens.children[prep]
            ]
            if objects:
                return objects[0]
        if tokens.tag[governor][:2] == "VB" and tokens.dep[governor] != "xcomp":
            break
        at = governor
    return clause_subject(tokens, token)


def _is_thing(memory: Memory, seen: Seen) -> bool:
    return seen.number >= 0 and memory.clusters[seen.number].type in {"ORG", "GPE"}


def _subject_seen(memory: Memory, tokens: Tokens, subject: int, rule: str) -> tuple[int, str] | None:
    if subject < 0:
        return None
    if tokens.lower[subject] in _DOCUMENTS:
        # "An Acme statement said its": the statement speaks for Acme.
        subject = next((kid for kid in tokens.children[subject] if tokens.dep[kid] in {"compound", "poss"}), subject)
    for seen in memory.back(tokens.sentence[subject], 0):
        if seen.token == subject:
            return (seen.number, rule) if _is_thing(memory, seen) else None
    return None


def speakers(tokens: Tokens, owner: list[int]) -> dict[int, int]:
    """Who speaks between the quotation marks of each paragraph, where the words around them name one person only.

    A paragraph that is all quotation goes on with the speaker of the paragraph before.
    """
    found: dict[int, set[int]] = {}
    unquoted: dict[int, int] = {}
    for token, number in enumerate(tokens.paragraph):
        if tokens.quoted[token]:
            continue
        unquoted[number] = unquoted.get(number, 0) + tokens.text[token].isalpha()
        if tokens.dep[token] in SUBJECT and tokens.lemma[tokens.head[token]] in reporting_verbs():
            found.setdefault(number, set()).add(owner[token])
    speaking: dict[int, int] = {}
    for number in range(max(tokens.paragraph, default=-1) + 1):
        names = found.get(number, set())
        if len(names) == 1:
            speaking[number] = names.pop()
        elif not names and not unquoted.get(number) and number - 1 in speaking:
            speaking[number] = speaking[number - 1]
    return speaking
